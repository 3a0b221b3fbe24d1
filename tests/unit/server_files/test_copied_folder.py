"""A folder of copies is read as far as it goes, never beyond it, and asked nothing."""

import os
from pathlib import Path

import pytest

from campaign_tracking.seal import Seal
from campaign_tracking.server_files.conf_folder import MAX_FILES
from campaign_tracking.server_files.copied_folder import NO_PROCESSES, NO_REACH
from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.reader import MAX_BYTES
from campaign_tracking.server_files.reading import read_machines
from tests.unit.server_files.declared import BANNER, PASSWORD, host, installation, platform


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    """Copy a whole installation."""
    return installation(tmp_path / "trk1")


def read(folder: Path, **keys: object) -> Machine:
    """Read copies of trk1."""
    environment = platform(host("trk1", f"copy://{folder}", **keys))
    seen = read_machines(environment.host, environment=environment, seal=Seal(), limit_s=20)
    return seen["trk1"]


def names(machine: Machine) -> list[str]:
    """Return the names of a machine's files."""
    return [file.name for file in machine.files]


FILES = ["config-default.xml", "config-prod.xml", "serverConf.xml"]
WITH_TOMCATS = sorted([*FILES, "server.xml"])


def test_whole_installation(copies: Path) -> None:
    """Files are read; when a copy was changed says nothing; what cannot be asked is untold."""
    machine = read(copies)

    assert machine.unread == ""
    assert sorted(names(machine)) == WITH_TOMCATS
    assert all(file.root and file.modified_at is None for file in machine.files)
    assert machine.file("serverConf.xml").path == f"{copies}/conf/serverConf.xml"  # type: ignore[union-attr]
    assert machine.processes.untold == NO_PROCESSES
    assert machine.reach_untold == NO_REACH
    assert machine.hostname == ""  # nobody guesses it
    assert PASSWORD not in repr(machine)


def test_only_the_files(copies: Path) -> None:
    """A folder that holds the files themselves, Tomcat's among them, will do."""
    flat = copies / "conf"
    (copies / "tomcat-8/conf/server.xml").rename(flat / "server.xml")

    assert sorted(names(read(flat))) == WITH_TOMCATS


def test_declared_folder(copies: Path) -> None:
    """The folder ``conf`` may be elsewhere below, and a declared name counts."""
    machine = read(copies.parent, conf_dir="trk1/conf", hostname="front1")

    assert sorted(names(machine)) == WITH_TOMCATS
    assert machine.hostname == "front1"


@pytest.mark.parametrize("conf_dir", ["gone", "conf/../../..", "/etc"])
def test_folder_that_is_none(copies: Path, conf_dir: str) -> None:
    """A folder that is missing or lies outside is trouble."""
    machine = read(copies, conf_dir=conf_dir)

    assert "No such file" in machine.trouble or "leads out of the folder" in machine.trouble
    assert machine.files == ()


def test_nothing_in_it(tmp_path: Path) -> None:
    """A folder without any of Campaign's files is trouble, and one that is missing is."""
    assert read(tmp_path).trouble == f"no serverConf.xml and no config-*.xml in {tmp_path}"
    assert "No such file" in read(tmp_path / "gone").trouble


def test_no_link_is_followed_out(copies: Path) -> None:
    """A link that leads out of the folder, to a file or through a folder, is not followed."""
    outside = copies.parent / "outside"
    outside.mkdir()
    (outside / "secret").write_text("<serverconf/>", encoding="utf-8")
    (copies / "conf/config-a.xml").symlink_to(outside / "secret")
    (copies / "conf/config-loop.xml").symlink_to("config-loop.xml")
    (copies / "conf/config-inside.xml").symlink_to("config-prod.xml")
    (copies / "tomcat-9").symlink_to(outside)

    troubles = {file.name: file.trouble for file in read(copies).files}

    assert "leads out of the folder" in troubles["config-a.xml"]
    assert troubles["config-loop.xml"]
    assert troubles["config-inside.xml"] == ""


def test_odd_files(copies: Path) -> None:
    """A pipe is not waited for, and of a giant only so much is taken."""
    os.mkfifo(copies / "conf/config-pipe.xml")
    with (copies / "conf/config-giant.xml").open("wb") as giant:
        giant.truncate(1_000_000_000)

    troubles = {file.name: file.trouble for file in read(copies).files}

    assert "not a regular file" in troubles["config-pipe.xml"]
    assert f"{MAX_BYTES:,}" in troubles["config-giant.xml"]


def test_the_instances_own_files_come_first(copies: Path) -> None:
    """Of very many files the server's and the instance's are read in any case."""
    for number in range(2 * MAX_FILES):
        (copies / f"conf/config-a{number:03}.xml").write_text("<serverconf/>", encoding="utf-8")

    found = names(read(copies))

    assert set(FILES) <= set(found)
    assert len(found) == MAX_FILES + 1


def test_saved_output(copies: Path) -> None:
    """Output of nlserver that was saved beside the copies tells of the processes."""
    (copies / "pdump.txt").write_text(f"{BANNER}\nweb@default (7) - 1 MB\n", encoding="utf-8")
    (copies / "monitor-missing.txt").write_text(f"{BANNER}\nmta@prod\n", encoding="utf-8")

    processes = read(copies).processes

    assert (processes.untold, processes.missing_untold) == ("", "")
    assert [process.name for process in processes.running] == ["web"]
    assert processes.running[0].started_at is None
    assert processes.missing == ("mta@prod",)


def test_half_of_the_output(copies: Path) -> None:
    """Without what it misses, that is untold; an error that was saved tells nothing."""
    (copies / "pdump.txt").write_text(f"{BANNER}\nNo tasks\n", encoding="utf-8")
    assert read(copies).processes.missing_untold

    (copies / "pdump.txt").write_text("sh: nlserver: not found\n", encoding="utf-8")
    assert read(copies).processes.untold == "nlserver pdump: sh: nlserver: not found"
