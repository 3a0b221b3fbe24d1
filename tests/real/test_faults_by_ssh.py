"""Each configuration fault is found in files that are read through a real sshd."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.real.sshd import Sshd, missing, sshd
from tests.suite.configuration_faults import FAULTS, assert_one_red_line
from tests.suite.running import LabProcess, Outcome, lab, run_edited

READABLE = 0o755


@pytest.fixture(scope="session", autouse=True)
def _ready() -> None:
    """Be sure of ssh and sshd, and not of Node: a pipeline that lacks them must not turn green."""
    lacks = missing()
    if lacks:
        pytest.fail(lacks, pytrace=False)


@pytest.fixture(scope="module")
def server() -> Iterator[Sshd]:
    """Run an sshd, for all tests of this module."""
    with tempfile.TemporaryDirectory(prefix="sshd-") as folder, sshd(Path(folder)) as running:
        yield running


def run_by_ssh(platform: LabProcess, server: Sshd, folder: Path) -> Outcome:
    """Run all checks with the lab's hosts read through ssh, by somebody who is not their owner."""
    Path(platform.ready["mailbox"]).parent.chmod(READABLE)
    by_ssh = (r'connection = "local://"', f'connection = "{server.connection()}"')
    return run_edited(platform, folder, by_ssh)


def test_healthy_lab(tmp_path: Path, server: Sshd) -> None:
    """A healthy platform is as green as when its files are read on the spot."""
    with lab(tmp_path) as platform:
        run = run_by_ssh(platform, server, tmp_path)

    assert run.exit_status == 0, run.terminal
    assert run.outcomes()["test_files_are_well_formed[trk2]"] == "passed"
    assert run.outcomes()["test_delivery_file_is_there[trk2]"] == "passed"
    assert run.outcomes()["test_tracking_logs_are_well_formed[trk2]"] == "passed"


@pytest.mark.parametrize(("id_", "check", "words"), FAULTS, ids=[id_ for id_, _, _ in FAULTS])
def test_one_check_names_the_place(
    id_: str, check: str, words: str, tmp_path: Path, server: Sshd
) -> None:
    """Exactly one check fails and names file, line and attribute."""
    with lab(tmp_path, "--fault", id_) as platform:
        run = run_by_ssh(platform, server, tmp_path)

    assert_one_red_line(run, check, words)
