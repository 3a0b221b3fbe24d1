"""Gives every machine of a platform the files that fit its role, and writes them."""

import os
import time
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from campaign_tracking.lab.conf.other_files import config_default, config_instance, tomcat_server
from campaign_tracking.lab.conf.outline import Outline, SpareServer
from campaign_tracking.lab.conf.server_conf import server_conf
from campaign_tracking.lab.machine import DEFAULT_FILE, SERVER_FILE, TOMCAT_FILE, Machine
from campaign_tracking.lab.platform import Platform
from campaign_tracking.lab.redirection.r_test import Variant
from campaign_tracking.lab.redirection.remote_client import Account
from campaign_tracking.lab.settings import LabSettings
from campaign_tracking.lab.zones import NOT_STRICT

# The files are older than the processes: what stands in them was loaded at their start.
_AGE_S: Final = 30 * 86_400
# Both a file's time and a process's start are told in whole seconds.
_EDITED_AFTER_S: Final = 5
_NOBODY_WRITES: Final = 0o555


def fill_files(platform: Platform, account: Account, settings: LabSettings) -> None:
    """Give every machine the text of its files; *account* is what trackers are registered with."""
    shows_source_ip = settings.r_test is not Variant.WITHOUT_SOURCE_IP
    for instance in platform.instances:
        outline = Outline(
            hosts=_hosts(instance.machine.address, "localhost"),
            rights=settings.rights,
            has_zone_elsewhere=settings.refuse_address and instance is platform.marketing,
            sends=instance is platform.executing,
            runs_workflows=True,
            shows_source_ip=shows_source_ip,
            balancer=platform.front.balancer,
        )
        _fill(instance.machine, outline)
    front = urlsplit(platform.front.url).hostname
    external = front or platform.servers[0].machine.address
    brand = urlsplit(settings.routing_tracking_url).hostname or external
    spares = [SpareServer(hostname=server.name, url=server.url) for server in platform.servers]
    for server in platform.servers:
        outline = Outline(
            hosts=_hosts(server.machine.address, external, brand),
            rights=settings.rights | NOT_STRICT,
            spares=spares,
            registration=account,
            shows_source_ip=shows_source_ip,
            balancer=platform.front.balancer,
        )
        _fill(server.machine, outline)
    stranger = platform.stranger
    outline = Outline(
        hosts=_hosts(stranger.machine.address),
        rights=settings.rights | NOT_STRICT,
        registration=stranger.registration,
    )
    _fill(stranger.machine, outline)


def _hosts(*hosts: str) -> list[str]:
    """Return masks of these hosts, with any port; each once."""
    return [f"{host}*" for host in dict.fromkeys(hosts)]


def _fill(machine: Machine, outline: Outline) -> None:
    machine.files.update(
        {
            SERVER_FILE: server_conf(outline),
            DEFAULT_FILE: config_default(outline),
            machine.instance_file: config_instance(outline),
            TOMCAT_FILE: tomcat_server(),
        }
    )


def write_files(machine: Machine) -> None:
    """Write a machine's files, and make the folders that it has from the start."""
    folder = machine.var_folder / machine.instance
    (folder / "log").mkdir(parents=True, exist_ok=True)
    if machine.role == "tracking":  # log-files.md: on redirection servers only
        for name in ("url", "log"):
            (folder / "redir" / name).mkdir(parents=True, exist_ok=True)
    for name in machine.read_only:
        (folder / name).chmod(_NOBODY_WRITES)
    for path in {machine.path(name).parent for name in machine.files}:
        path.mkdir(parents=True, exist_ok=True)
    changed_at_s = time.time() - _AGE_S
    for name, text in machine.files.items():
        _write(machine.path(name), text, changed_at_s)


def write_edits(machine: Machine) -> None:
    """Write what was edited after the start; nothing that runs has loaded it."""
    for name, text in machine.edited_since.items():
        _write(machine.path(name), text, time.time() + _EDITED_AFTER_S)


def _write(path: Path, text: str, changed_at_s: float) -> None:
    path.write_text(text, encoding="utf-8")
    os.utime(path, (changed_at_s, changed_at_s))
