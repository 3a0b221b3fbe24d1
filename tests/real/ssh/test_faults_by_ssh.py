"""Each configuration fault is found in files that are read through a real sshd."""

from pathlib import Path

import pytest

from tests.real.ssh.sshd import Sshd
from tests.suite.configuration_faults import FAULTS, assert_one_red_line
from tests.suite.running import LabProcess, Outcome, lab, run_edited

READABLE = 0o755


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
