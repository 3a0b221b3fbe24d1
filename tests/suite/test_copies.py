"""Folders of copies, as support sends them around, are judged like the servers themselves."""

import shutil
import subprocess
from pathlib import Path

from tests.lab.matrix import assert_shown, cells
from tests.suite.running import LabProcess, Outcome, lab, run_edited

NAMES = ("app", "trk1", "trk2")
CONNECTION = r'(name = "(\w+)"\nrole = ".*"\nconnection = )"local://"\nconf_dir = .*\nvar_dir = .*'


def run_on_copies(platform: LabProcess, folder: Path) -> Outcome:
    """Copy what stands on each server, and run all checks on the copies."""
    there = Path(platform.ready["mailbox"]).parent
    for name in NAMES:
        copy = folder / "copies" / name
        shutil.copytree(there / name / "conf", copy / "conf")
        for command, file in (("pdump", "pdump.txt"), ("monitor -missing", "monitor-missing.txt")):
            asked = [str(there / name / "bin" / "nlserver"), *command.split()]
            printed = subprocess.run(asked, capture_output=True, check=True, timeout=20)  # noqa: S603
            (copy / file).write_bytes(printed.stdout)
    return run_edited(platform, folder, (CONNECTION, r'\1"copy://copies/\2"'))


def test_healthy_lab(tmp_path: Path) -> None:
    """What copies tell is judged; of what they cannot tell it is said so, and nothing is red."""
    with lab(tmp_path) as platform:
        run = run_on_copies(platform, tmp_path)

    outcomes = run.outcomes()
    assert run.exit_status == 0, run.terminal
    assert outcomes["test_redirection_is_started[trk2]"] == "passed"
    assert outcomes["test_processes_run[trk2]"] == "passed"
    assert outcomes["test_spare_servers_can_be_reached[trk2]"] == "not applicable"
    assert outcomes["test_delivery_file_is_there[trk2]"] == "not applicable"
    assert outcomes["test_tracking_logs_are_well_formed[trk2]"] == "not applicable"


def test_fault(tmp_path: Path) -> None:
    """A fault in a copied file is named with file and line."""
    cell = next(cell for cell in cells() if str(cell) == "spare-server-quote-error-two")
    with lab(tmp_path, "--fault", cell.fault.id, "--topology", cell.topology) as platform:
        run = run_on_copies(platform, tmp_path)

    assert_shown(run, cell)
