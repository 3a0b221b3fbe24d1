"""A real sshd on loopback, with keys of its own, for one test session.

Run by root, it serves as the user nobody, so that a file may be out of its reach.
"""

import getpass
import os
import shlex
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HOW_TO_GET = "{} is not installed: apt-get install openssh-server openssh-client util-linux"
LIMIT_S = 10.0
_AS_NOBODY = "setpriv --reuid=65534 --regid=65534 --clear-groups"
_CONFIG = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_key
AuthorizedKeysFile {folder}/client_key.pub
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
MaxStartups 100
{force}
"""
_CLIENT_CONFIG = """\
Host *
  UserKnownHostsFile {known_hosts}
  GlobalKnownHostsFile /dev/null
  IdentitiesOnly yes
  IdentityAgent none
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sshd:
    """The server, and what a client needs.

    Attributes:
        port: On 127.0.0.1.
        folder: With the keys and the clients' configurations.
    """

    port: int
    folder: Path

    def connection(
        self, *, key: str = "client_key", config: str = "config", port: int = 0, **more: str
    ) -> str:
        """Return the connection of a ``[[host]]``; *more* are further parameters."""
        parameters = {
            "ssh_identity_file": str(self.folder / key),
            "ssh_config": str(self.folder / config),
            **more,
        }
        query = "&".join(f"{name}={value}" for name, value in parameters.items())
        return f"ssh://{getpass.getuser()}@127.0.0.1:{port or self.port}?{query}"


def missing() -> str:
    """Return what is missing to run it; empty if nothing is."""
    as_root = ("setpriv",) if os.geteuid() == 0 else ()
    for program in ("sshd", "ssh", "ssh-keygen", *as_root):
        if _found(program) is None:
            return HOW_TO_GET.format(program)
    return ""


@contextmanager
def sshd(folder: Path) -> Iterator[Sshd]:
    """Run a server whose keys are in *folder*, which is readable for the client only."""
    port = _free_port()
    for key in ("host_key", "client_key", "stranger_key"):
        _run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / key))
    _write_configs(folder, port)
    command = [str(_found("sshd")), "-D", "-e", "-f", str(folder / "sshd_config")]
    with (folder / "sshd.log").open("wb") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=log)  # noqa: S603
    try:
        _wait_for(port, process)
        yield Sshd(port=port, folder=folder)
    finally:
        process.terminate()
        process.wait(LIMIT_S)


def _write_configs(folder: Path, port: int) -> None:
    is_root = os.geteuid() == 0
    if is_root:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # the service's start makes it, else
    served = f'ForceCommand exec {_AS_NOBODY} sh -c "$SSH_ORIGINAL_COMMAND"' if is_root else ""
    config = _CONFIG.format(port=port, folder=shlex.quote(str(folder)), force=served)
    (folder / "sshd_config").write_text(config, encoding="utf-8")
    host_key = (folder / "host_key.pub").read_text("utf-8")
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {host_key}", encoding="utf-8")
    (folder / "config").write_text(_client_config(folder / "known_hosts"), encoding="utf-8")
    stranger = _client_config(folder / "no_hosts")
    (folder / "config_of_a_stranger").write_text(stranger, encoding="utf-8")
    of_any = f"{stranger}  StrictHostKeyChecking no\n"  # for another way to the same server
    (folder / "config_of_any").write_text(of_any, encoding="utf-8")


def _client_config(known_hosts: Path) -> str:
    return _CLIENT_CONFIG.format(known_hosts=known_hosts)


def _found(program: str) -> str | None:
    return shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, timeout=LIMIT_S)  # noqa: S603


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + LIMIT_S
    while process.poll() is None and time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("sshd does not listen: see sshd.log")
