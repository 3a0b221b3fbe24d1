"""A declared server is read: its files, its processes, its name; whatever is wrong is told."""

import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.environment import Environment
from campaign_tracking.seal import Seal
from campaign_tracking.server_files import conf_folder, process_list
from campaign_tracking.server_files.machine import Machine, Reach
from campaign_tracking.server_files.reader import MAX_BYTES
from campaign_tracking.server_files.reading import read_machines
from campaign_tracking.server_files.shell import Part
from tests.unit.server_files.declared import (
    BANNER,
    PASSWORD,
    host,
    installation,
    local,
    platform,
)

LIMIT_S = 30.0
FILES = ["serverConf.xml", "config-default.xml", "config-prod.xml", "server.xml"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Make an installation."""
    return installation(tmp_path / "it's nl6")


def read(environment: Environment, limit_s: float = LIMIT_S) -> list[Machine]:
    """Read all machines of an environment."""
    seen = read_machines(environment.host, environment=environment, seal=Seal(), limit_s=limit_s)
    return list(seen.values())


def read_one(root: Path, **keys: object) -> Machine:
    """Read this machine's installation as trk1; the name of its folder needs quotes."""
    keys.setdefault("nlserver", f"'{str(root).replace(chr(39), chr(39) * 2)}'/nlserver")
    return read(platform(local("trk1", root, **keys)))[0]


def names(machine: Machine) -> list[str]:
    """Return the names of a machine's files."""
    return [file.name for file in machine.files]


def test_everything_is_told(root: Path) -> None:
    """Files with their times, the host's name, processes with their start, and what is missing."""
    changed_at = datetime(2026, 11, 20, 12, 0, 1, tzinfo=UTC)
    os.utime(root / "conf/config-prod.xml", (0, changed_at.timestamp()))
    (root / "nlserver").rename(root.parent / "nlserver")

    machine = read_one(root, nlserver=f". /dev/null && {root.parent}/nlserver")

    assert machine.trouble == machine.processes.untold == machine.reach_untold == ""
    assert names(machine) == FILES
    assert [file.path for file in machine.files][:2] == [
        f"{root}/conf/serverConf.xml",
        f"{root}/conf/config-default.xml",
    ]
    assert machine.files[2].modified_at == changed_at
    assert machine.hostname == os.uname().nodename.partition(".")[0]
    assert (machine.name, machine.role, machine.instance) == ("trk1", "tracking", "prod")
    processes = machine.processes
    assert (processes.build, processes.missing) == ("9383", ("mta@prod",))
    assert [process.name for process in processes.running] == ["watchdog", "web"]


def test_start_of_a_process(root: Path) -> None:
    """A process was started when the machine's clock and ps say; of none that is gone."""
    nlserver = root.parent / "nlserver"
    text = f"#!/bin/sh\necho '{BANNER}'\necho \"web@default ({os.getpid()}) - 1 MB\"\n"
    nlserver.write_text(text + 'echo "mta@prod (999999999) - 1 MB"\n', encoding="utf-8")
    nlserver.chmod(0o755)

    web, mta = read_one(root, nlserver=str(nlserver)).processes.running

    boot_s = time.time() - float(Path("/proc/uptime").read_text("utf-8").split()[0])
    ticks = int(Path("/proc/self/stat").read_text("utf-8").rpartition(")")[2].split()[19])
    started_at = datetime.fromtimestamp(boot_s + ticks / os.sysconf("SC_CLK_TCK"), UTC)
    assert web.started_at
    assert abs(web.started_at - started_at) < timedelta(seconds=3)
    assert mta.started_at is None


def test_declared_comes_first(root: Path) -> None:
    """What is declared of a host is not asked for."""
    machine = read_one(
        root, hostname="front1", address="10.0.0.1", reloaded_at="2026-11-25T10:00:00+01:00"
    )

    assert (machine.hostname, machine.address) == ("front1", "10.0.0.1")
    assert machine.reloaded_at == datetime(2026, 11, 25, 9, tzinfo=UTC)


def test_home_of_the_user_there(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder may be declared below the home of the user who is logged on there."""
    monkeypatch.setenv("HOME", str(root.parent))

    machine = read_one(root, conf_dir=f"~/{root.name}/conf", nlserver="true")

    assert names(machine) == FILES
    assert machine.files[-1].path == f"~/{root.name}/tomcat-8/conf/server.xml"


def test_no_secret_is_kept(root: Path) -> None:
    """The password of a file is nowhere in what was read."""
    machine = read_one(root)

    assert machine.files[0].root
    assert PASSWORD not in repr(machine)


@pytest.mark.parametrize(
    ("conf_dir", "words"),
    [("gone", "No such file or directory"), ("empty", "no serverConf.xml and no config-*.xml in")],
)
def test_no_files(root: Path, conf_dir: str, words: str) -> None:
    """A folder that is missing, and one without any of Campaign's files, are two troubles."""
    (root / "empty").mkdir()

    machine = read_one(root, conf_dir=str(root / conf_dir))

    assert words in machine.trouble
    assert str(root / conf_dir) in machine.trouble
    assert machine.files == ()


def test_other_names_are_passed_over(root: Path) -> None:
    """Only names of the documented form are read; of other installations' files at most fifty."""
    conf = root / "conf"
    for name in ("config-a b.xml", "config-$(touch x).xml", "config-a\nb.xml", "config-x.xml.bak"):
        (conf / name).write_text("<serverconf/>", encoding="utf-8")
    for number in range(60):
        (conf / f"config-a{number:02}.xml").write_text("<serverconf/>", encoding="utf-8")

    found = names(read_one(root))

    assert found[:3] == FILES[:3]
    assert set(found) <= {*FILES, *(f"config-a{number:02}.xml" for number in range(60))}
    assert len(found) <= len(FILES) + conf_folder.MAX_FILES


def test_odd_files(root: Path) -> None:
    """A pipe is not waited for, a folder is no file, and of a giant only so much is taken."""
    conf = root / "conf"
    os.mkfifo(conf / "config-pipe.xml")
    (conf / "config-folder.xml").mkdir()
    (conf / "config-link.xml").symlink_to("nowhere")
    with (conf / "config-giant.xml").open("wb") as giant:
        giant.truncate(1_000_000_000)

    troubles = {file.name: file.trouble for file in read_one(root).files if file.trouble}

    assert troubles["config-pipe.xml"] == troubles["config-folder.xml"] == "not a regular file"
    assert "No such file" in troubles["config-link.xml"]
    assert f"{MAX_BYTES:,}" in troubles["config-giant.xml"]


def test_newest_tomcat(root: Path) -> None:
    """Of several Tomcats the newest one's file is read: 10 is newer than 8 and 9."""
    for version in ("9", "10", "old"):
        (root / f"tomcat-{version}" / "conf").mkdir(parents=True)
        (root / f"tomcat-{version}" / "conf" / "server.xml").write_text("<Server/>")

    assert read_one(root).files[-1].path == f"{root}/tomcat-10/conf/server.xml"


def test_no_tomcat(root: Path) -> None:
    """Without a Tomcat nothing is wrong."""
    (root / "tomcat-8/conf/server.xml").unlink()

    machine = read_one(root)

    assert names(machine) == FILES[:3]
    assert machine.unread == ""


@pytest.mark.parametrize(
    ("nlserver", "words"),
    [
        ("no-such-nlserver", "nlserver pdump: .*no-such-nlserver.*not found.*"),
        ("true", "nlserver pdump: it printed nothing"),
        ("unbalanced ' nlserver", "nlserver pdump: .+"),
    ],
)
def test_processes_are_not_told(root: Path, nlserver: str, words: str) -> None:
    """Whatever keeps nlserver from answering is told, and the files are read all the same."""
    machine = read_one(root, nlserver=nlserver)

    assert names(machine) == FILES
    assert machine.processes.running == ()
    assert re.fullmatch(words, machine.processes.untold)


def test_only_pdump_answers(root: Path) -> None:
    """If nlserver lists processes and does not say what it misses, that is not told as nothing."""
    nlserver = root.parent / "nlserver"
    text = f"#!/bin/sh\n[ $1 = pdump ] || exit\necho '{BANNER}'; echo 'web@default (1) - 1 MB'\n"
    nlserver.write_text(text, encoding="utf-8")
    nlserver.chmod(0o755)

    processes = read_one(root, nlserver=str(nlserver)).processes

    assert [process.name for process in processes.running] == ["web"]
    assert processes.missing_untold == "nlserver monitor -missing: it printed nothing"


def test_one_that_hangs(root: Path) -> None:
    """A server whose nlserver hangs costs its processes, and no other fact or server anything."""
    spare = '<spareServer id="1" url="http://127.0.0.1:1"/>'
    text = f"<serverConf><web><redirection>{spare}</redirection></web></serverConf>"
    (root / "conf/serverConf.xml").write_text(text, encoding="utf-8")
    hanging = local("trk1", root, nlserver="sleep 30 #")
    nlserver = root / "nlserver"
    nlserver.rename(root.parent / "nlserver")
    fine = local("trk2", root, nlserver=str(root.parent / "nlserver"))
    began = time.monotonic()

    first, second = read(platform(hanging, fine), limit_s=3)

    assert time.monotonic() - began < 6  # noqa: PLR2004
    assert names(first) == names(second) == FILES
    assert "not done within" in first.processes.untold
    assert first.reached == (Reach(url="http://127.0.0.1:1", trouble="refused"),)
    assert second.processes.running


def test_unreachable_server(root: Path) -> None:
    """A server that is not reached is in trouble in the tool's own words, and in its order."""
    hosts = [host("trk2", "ssh://127.0.0.1:1"), local("trk1", root)]

    first, second = read(platform(*hosts))

    assert (first.name, second.name) == ("trk2", "trk1")
    assert first.trouble.endswith("Connection refused")
    assert (first.role, first.instance, first.files) == ("tracking", "prod", ())
    assert not second.trouble


def test_nothing_is_written(root: Path) -> None:
    """A reading leaves the installation as it was, to the byte and the second."""

    def everything() -> dict[str, tuple[float, bytes]]:
        files = (path for path in root.rglob("*") if path.is_file())
        return {str(path): (path.stat().st_mtime, path.read_bytes()) for path in files}

    before = everything()
    read_one(root)

    assert everything() == before


WHILE_IT_HANGS = """
import sys
from pathlib import Path
from tests.unit.server_files.test_reading import local, platform, read
print(read(platform(local("trk1", Path(sys.argv[1]), nlserver="sleep 60 #")), limit_s=1)[0].name)
"""


def test_process_ends_while_a_server_hangs(root: Path) -> None:
    """Whatever still hangs does not keep the run from its end."""
    done = subprocess.run(  # noqa: S603  (our own command)
        [sys.executable, "-c", WHILE_IT_HANGS, str(root)],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )

    assert done.stdout == "trk1\n"


@pytest.mark.parametrize(
    ("elapsed", "seconds"),
    [
        ("7 00:05", 5),
        ("  7    01:02  ", 62),
        ("7 01:00:00", 3_600),
        ("7 2-00:00:01", 172_801),
        ("7 1000-00:00:00", 86_400_000),
    ],
)
def test_elapsed_time(elapsed: str, seconds: int) -> None:
    """The forms in which ps tells how long a process has run."""
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    told = [
        Part(kind="pdump", told="", raw=f"{BANNER}\nweb@default (7) - 1 MB\n".encode()),
        Part(kind="clock", told="", raw=f"{now.timestamp():.0f}\n".encode()),
        Part(kind="ps", told="", raw=f"1 00:01\n{elapsed}\nnonsense\n".encode()),
    ]

    (web,) = process_list.read_parts(told).running

    assert web.started_at == now - timedelta(seconds=seconds)


@given(st.binary(max_size=99), st.binary(max_size=99), st.binary(max_size=99))
def test_any_answer_about_processes(pdump: bytes, clock: bytes, ps: bytes) -> None:
    """Whatever a machine prints of its processes, it is told or untold, and nothing is raised."""
    raw = {"pdump": f"{BANNER}\n".encode() + pdump, "clock": clock, "ps": ps}
    told = [Part(kind=kind, told="", raw=text) for kind, text in raw.items()]

    assert process_list.read_parts(told).untold == ""


@given(st.lists(st.tuples(st.sampled_from(["file", "unread", "tomcat"]), st.text(max_size=40))))
def test_any_listing(listed: list[tuple[str, str]]) -> None:
    """Whatever names a machine tells, a file is told below the declared folder, if at all."""
    told = [Part(kind=kind, told=text, raw=b"<serverConf/>") for kind, text in listed]
    hostile = Part(kind="file", told="1 /etc/../config-x.xml", raw=b"<serverConf/>")

    folder = conf_folder.read_parts([*told, hostile], "/nl6/conf/", Seal())

    assert all(file.path == f"/nl6/conf/{file.name}" for file in folder.files)
    assert "/nl6/conf/config-x.xml" in [file.path for file in folder.files]
