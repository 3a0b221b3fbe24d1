"""Each configuration fault is found in files that are read through a real sshd."""

from pathlib import Path

import pytest

from tests.lab.matrix import Cell, assert_shown, cells
from tests.real.ssh.sshd import Sshd
from tests.suite.running import LabProcess, Outcome, lab, run_edited

READABLE = 0o755
TOPOLOGY = "two"
# One of each kind of file and place; the matrix has them all, read on the spot.
FAULTS = {
    *("config-file-invalid", "instance-not-registered", "database-id-mismatch"),
    *("tracking-password-empty", "dns-mask-misses-tracking-host", "redirection-disabled"),
    *("relay-denies-soaprouter", "zone-refuses-http", "tomcat-port-changed-relay-not"),
    *("spare-server-quote-error", "spare-server-missing", "signature-setting-differs"),
    *("shared-memory-too-small", "trackinglogd-not-enabled", "mta-verify-mode"),
}
IN_FILES = [cell for cell in cells() if cell.topology == TOPOLOGY and cell.fault.id in FAULTS]


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


@pytest.mark.parametrize("cell", IN_FILES, ids=str)
def test_one_check_names_the_place(cell: Cell, tmp_path: Path, server: Sshd) -> None:
    """Exactly one check fails and names file, line and attribute."""
    with lab(tmp_path, "--fault", cell.fault.id, "--topology", TOPOLOGY) as platform:
        run = run_by_ssh(platform, server, tmp_path)

    assert_shown(run, cell)
