"""Servers are read through a real sshd, and whatever keeps it from being read is told in time."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from campaign_tracking.environment import Environment
from campaign_tracking.seal import Seal
from campaign_tracking.server_files.machine import Machine, Reach
from campaign_tracking.server_files.reading import read_machines
from campaign_tracking.server_files.tracking_files import read_delivery_files, scan_logs
from tests.real.ssh import three_machines
from tests.real.ssh.cutting import breaking_off, never_answering
from tests.real.ssh.sshd import Sshd
from tests.unit import samples

LIMIT_S = 30.0


@pytest.fixture
def folder(server: Sshd) -> Iterator[Path]:
    """Make three machines' folders; whoever logs on may read them."""
    with tempfile.TemporaryDirectory(prefix="machines-") as made:
        three_machines.make(Path(made), server.port)
        yield Path(made)


def platform(folder: Path, connections: Mapping[str, str]) -> Environment:
    """Return an environment whose servers are read by these connections."""
    hosts = [
        {
            "name": name,
            "role": three_machines.NAMES[name],
            "connection": connection,
            "conf_dir": str(folder / name / "conf"),
            "nlserver": f"TZ=UTC; {folder / name}/nlserver",
        }
        for name, connection in connections.items()
    ]
    return samples.environment(host=hosts)


def read(environment: Environment, limit_s: float = LIMIT_S) -> Mapping[str, Machine]:
    """Read all machines of an environment."""
    return read_machines(environment.host, environment=environment, seal=Seal(), limit_s=limit_s)


def read_one(folder: Path, connection: str, limit_s: float = LIMIT_S) -> Machine:
    """Read trk1 by a connection."""
    return read(platform(folder, {"trk1": connection}), limit_s)["trk1"]


def test_three_machines_are_read(server: Sshd, folder: Path) -> None:
    """Files, name, processes and ways of three machines are read through ssh, side by side."""
    connections = dict.fromkeys(three_machines.NAMES, server.connection())

    machines = read(platform(folder, connections))

    assert list(machines) == ["app", "trk1", "trk2"]
    for machine in machines.values():
        assert not machine.unread
        assert [file.name for file in machine.files] == [
            "serverConf.xml",
            "config-prod.xml",
            "server.xml",
        ]
        assert all(file.modified_at for file in machine.files)
        assert machine.hostname
        assert machine.processes.build == "9383"
        assert machine.processes.missing == ("mta@prod",)
        started = {process.name: process.started_at for process in machine.processes.running}
        assert started["watchdog"]
        assert started["web"] is None
        assert not machine.reach_untold
        assert three_machines.PASSWORD not in repr(machine)


def test_ways_are_asked_on_the_machine(server: Sshd, folder: Path) -> None:
    """A port that listens is reached from there, and one that does not is refused."""
    machine = read_one(folder, server.connection())

    assert machine.reached == (
        Reach(url="http://127.0.0.1:1", trouble="refused"),
        Reach(url=f"http://127.0.0.1:{server.port}"),
    )


def test_tracking_files_are_read(server: Sshd, folder: Path) -> None:
    """The delivery's file is found with its mode; every line of the logs is looked at."""
    (folder / "trk2/var/prod/redir/url/2026/4711.xml").chmod(0o640)
    environment = platform(folder, dict.fromkeys(three_machines.NAMES, server.connection()))

    held = read_delivery_files(
        environment.host,
        environment=environment,
        delivery_ids=[4711],
        url_ids=[1, 452947488, 77],
        limit_s=LIMIT_S,
    )
    scans = scan_logs(environment.host, environment=environment, limit_s=LIMIT_S)

    assert list(held) == list(scans) == ["trk1", "trk2"]
    assert (held["trk1"].found, held["trk1"].mode) == (True, 0o755)
    assert held["trk1"].missing_url_ids == (77,)
    assert held["trk2"].mode == 0o640  # noqa: PLR2004
    assert (scans["trk1"].files, scans["trk1"].lines, scans["trk1"].bad_count) == (2, 6_002, 2)
    assert scans["trk1"].bad[0].path.endswith("trk1/var/prod/redir/log/0x00000000000A2000.log")
    assert scans["trk1"].bad[0].line == 3_001  # noqa: PLR2004


@pytest.mark.parametrize(
    ("key", "config", "words"),
    [
        ("stranger_key", "config", "Permission denied (publickey)"),
        ("client_key", "config_of_a_stranger", "Host key verification failed"),
    ],
)
def test_refused_log_on(server: Sshd, folder: Path, key: str, config: str, words: str) -> None:
    """A key or a host key that is not known is told at once: nobody is asked anything."""
    began = time.monotonic()

    machine = read_one(folder, server.connection(key=key, config=config))

    assert words in machine.trouble
    assert "\n" not in machine.trouble
    assert time.monotonic() - began < LIMIT_S / 3


def test_nothing_listens(server: Sshd, folder: Path) -> None:
    """A port that refuses is told in ssh's own words."""
    machine = read_one(folder, server.connection(port=1))

    assert machine.trouble.endswith("Connection refused")


def test_one_file_out_of_reach(server: Sshd, folder: Path) -> None:
    """A file that must not be read is in trouble by itself; the others are read."""
    secret = folder / "trk1/conf/config-prod.xml"
    secret.chmod(0)

    machine = read_one(folder, server.connection())

    troubles = {file.name: file.trouble for file in machine.files}
    assert not machine.trouble
    assert troubles == {
        "serverConf.xml": "",
        "config-prod.xml": f"cat: {secret}: Permission denied",
        "server.xml": "",
    }


@pytest.mark.parametrize("mode", [0, 0o444])
def test_folder_out_of_reach(server: Sshd, folder: Path, mode: int) -> None:
    """A folder that must not be entered is told as that, even if its names may be read."""
    (folder / "trk1/conf").chmod(mode)

    assert "Permission denied" in read_one(folder, server.connection()).trouble


def test_connection_is_cut_meanwhile(server: Sshd, folder: Path) -> None:
    """A connection that breaks off in the middle of a file gives no half file."""
    server_conf = folder / "trk1/conf/serverConf.xml"
    server_conf.write_text("<serverConf>" + "<web/>" * 500_000 + "</serverConf>")

    with breaking_off(server.port, after_bytes=1_000_000) as port:
        machine = read_one(folder, server.connection(config="config_of_any", port=port))

    assert machine.trouble
    assert machine.files == ()


def test_scan_is_cut_meanwhile(server: Sshd, folder: Path) -> None:
    """Of log files whose connection breaks off, those that came whole are told, and the trouble."""
    older = folder / "trk1/var/prod/redir/log/0x00000000000A0000.log"
    with older.open("ab") as file:
        file.truncate(8_000_000)
    # ssh may lose what is under way when it is cut, two megabytes at most.
    with breaking_off(server.port, after_bytes=4_000_000) as port:
        connection = server.connection(config="config_of_any", port=port)
        environment = platform(folder, {"trk1": connection})
        scan = scan_logs(environment.host, environment=environment, limit_s=LIMIT_S)["trk1"]

    assert scan.trouble
    assert (scan.files, scan.unscanned_files, scan.bad_count) == (1, 1, 1)


HUNG = """
import sys
from tests.real.ssh.test_ssh import platform, read
from pathlib import Path
environment = platform(Path(sys.argv[1]), {"trk1": sys.argv[2]})
print(read(environment, limit_s=2)["trk1"].trouble)
"""


def test_hung_server_hangs_nobody(server: Sshd, folder: Path) -> None:
    """A server that never answers is told in time, and the process ends; no ssh is left."""
    with never_answering() as port:
        began = time.monotonic()
        connection = server.connection(port=port, timeout="20")
        done = subprocess.run(  # noqa: S603  (our own command)
            [sys.executable, "-c", HUNG, str(folder), connection],
            cwd=Path(__file__).parents[3],
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
            check=True,
        )
        took_s = time.monotonic() - began
        left = [line for line in commands() if f"Port={port}" in line]

    assert "not done within" in done.stdout
    assert took_s < LIMIT_S / 3
    assert left == []


def test_no_connection_outlives_the_reading(server: Sshd, folder: Path) -> None:
    """No ssh waits for more once a machine is read."""
    machine = read_one(folder, server.connection())

    assert not machine.trouble
    assert [line for line in commands() if f"Port={server.port}" in line] == []


def commands() -> list[str]:
    """Return the commands that run on this machine."""
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has ended
            found.append(file.read_text("utf-8", "replace").replace("\0", " "))
    return found
