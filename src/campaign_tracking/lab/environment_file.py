"""The environment file that the lab writes for whoever verifies it."""

import contextlib
import json
import os
import shlex
import tempfile
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from campaign_tracking.lab.application.first_rows import TEMPLATE
from campaign_tracking.lab.application.identity_service import TOKEN_PATH
from campaign_tracking.lab.lab import Lab
from campaign_tracking.lab.machine import Machine
from campaign_tracking.lab.settings import INSTANCE, LANDING_URL, RECIPIENT, Auth, Hosting, Send

HEADER: Final = "# Written by `campaign-tracking lab`; gone when it ends. A simulation."


class NotOurFileError(Exception):
    """Something else stands where the environment file should be written."""


def check_free(path: Path) -> None:
    """Refuse a path where a file stands that is not ours to overwrite.

    Raises:
        NotOurFileError: If so, or if its folder does not exist.
    """
    if not path.parent.is_dir():
        raise NotOurFileError(f"the folder of {path} does not exist")
    if path.is_dir():
        raise NotOurFileError(f"{path} is a folder")
    if path.exists():
        text = path.read_text(encoding="utf-8", errors="replace")
        if text and not text.startswith(HEADER):
            raise NotOurFileError(f"{path} exists and was not written by the lab")


def write(path: Path, lab: Lab) -> str:
    """Write the whole file at once: whoever sees it sees all of it. Return what stands in it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    text = _text(lab)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    Path(name).replace(path)
    return text


def remove(path: Path, written: str) -> None:
    """Take the file away again, unless it holds something else by now: another lab's, say."""
    with contextlib.suppress(FileNotFoundError):
        if path.read_bytes() == written.encode():
            path.unlink()


def _text(lab: Lab) -> str:
    settings = lab.settings
    url = lab.plain_url if settings.plain_http else lab.campaign_url
    send = f"send = {_quoted(settings.send)}\n" if settings.send is not Send.PREPARE else ""
    return f"""{HEADER}
name = "lab"
hosting = {_quoted(settings.hosting)}
simulation = true

[campaign]
url = {_quoted(url)}
instance = {_quoted(INSTANCE)}
{_logon(lab)}
ca_file = {_quoted(str(lab.ca_file))}
{_mid_sourcing(lab)}
[tracking]
url = {_quoted(lab.platform.front.url)}
secure_url = {_quoted(lab.platform.front.secure_url)}
{_inside(lab)}

[test_mail]
template = {_quoted(TEMPLATE)}
recipient = {_quoted(RECIPIENT)}
allowed_recipients = [{_quoted(RECIPIENT)}]
landing_url = {_quoted(LANDING_URL)}
{send}
[mailbox]
kind = "maildir"
path = {_quoted(str(lab.maildir))}

[limits]
connect = 2
answer = 5
analysis = {settings.analysis_limit_s}
reception = 30
tracking_log = 30
{_hosts(lab)}"""


def _inside(lab: Lab) -> str:
    """Return the lines of ``[tracking]`` about what is behind the external URL.

    Where Adobe hosts the servers nobody else knows them, or may ask them (A-23).
    """
    if lab.settings.hosting is Hosting.ADOBE:
        return "internal_reachable = false"
    urls = (f"{server.name} = {_quoted(server.internal_url)}" for server in lab.tracking)
    internal = ", ".join(urls)
    lines = [f"internal_urls = {{ {internal} }}", "internal_reachable = true"]
    if lab.settings.tomcat_urls:
        ports = ", ".join(str(urlsplit(server.internal_url).port) for server in lab.tracking)
        lines.append(f"tomcat_ports = [{ports}]")
    balancer = lab.platform.front.balancer
    return "\n".join([*lines, *([f"reverse_proxies = [{_quoted(balancer)}]"] if balancer else [])])


def _hosts(lab: Lab) -> str:
    """Return a table for each machine, whose files and processes may be read; or nothing.

    Nobody but Adobe reads files on servers that it hosts.
    """
    if lab.settings.hosting is Hosting.ADOBE or not lab.settings.declares_hosts:
        return ""
    return "".join(map(_host, lab.platform.machines))


def _host(machine: Machine) -> str:
    return f"""
[[host]]
name = {_quoted(machine.name)}
role = {_quoted(machine.role)}
connection = "local://"
conf_dir = {_quoted(str(machine.conf_folder))}
var_dir = {_quoted(str(machine.var_folder))}
nlserver = {_quoted(shlex.quote(str(machine.nlserver)))}
hostname = {_quoted(machine.hostname)}
address = {_quoted(machine.address)}
"""


def _logon(lab: Lab) -> str:
    """Return the lines of ``[campaign]`` that say how to log on."""
    match lab.settings.auth:
        case Auth.PASSWORD:
            return f"""auth = "password"
login = {_quoted(lab.login)}
password_command = {_command(lab.password_file)}"""
        case Auth.SESSION_TOKEN:
            return f"""auth = "session-token"
session_token_command = {_command(lab.session_token_file)}"""
        case way:
            ims = "exchange" if way is Auth.IMS_EXCHANGE else "bearer"
            return f"""auth = "ims"
ims = {_quoted(ims)}
client_id = {_quoted(lab.credential.client_id)}
token_url = {_quoted(lab.campaign_url + TOKEN_PATH)}
scopes = [{", ".join(map(_quoted, lab.credential.scopes))}]
client_secret_command = {_command(lab.client_secret_file)}"""


def _mid_sourcing(lab: Lab) -> str:
    """Return the table of the mid-sourcing server; empty without one."""
    if lab.platform.mid is None:
        return ""
    return f"""
[mid_sourcing]
url = {_quoted(lab.platform.mid.url)}
instance = {_quoted(lab.platform.mid.name)}
auth = "password"
login = {_quoted(lab.login)}
password_command = {_command(lab.mid_password_file)}
ca_file = {_quoted(str(lab.ca_file))}
"""


def _command(file: Path) -> str:
    """Return the command that prints the secret in *file*."""
    return _quoted(shlex.join(["cat", str(file)]))


def _quoted(text: str) -> str:
    """Return a TOML string; JSON's are among them."""
    return json.dumps(text, ensure_ascii=False)
