"""Step 1, on the tracking servers themselves: their log files hold whole entries."""

from collections.abc import Mapping

import pytest

from campaign_tracking.environment import Environment
from campaign_tracking.judgement import NotApplicable, NotConfigured, explained_by
from campaign_tracking.rules import TRACKING, file_rule
from campaign_tracking.server_files.machine import LogScan, Machine
from checks import test_1_server_files as files

pytestmark = [pytest.mark.configuration, pytest.mark.stage("server files")]

MOST_NAMED = 5


@file_rule(
    "R-69",
    reads="var/<instance>/redir/log/0x*.log",
    why="at a corrupted entry the Tracking workflow stops with an error",
    source="about-message-tracking.md",
    on=TRACKING,
)
@explained_by(files.test_instance_has_its_file, *files.READ)
def test_tracking_logs_are_well_formed(
    machine: Machine, log_scans: Mapping[str, LogScan], environment: Environment
) -> None:
    """Every entry of the tracking log files has the documented form.

    If it fails: the Campaign administrator stops the Tracking workflow, the server administrator
    deletes the lines that are named, and the workflow is started again. Lines that are bad in the
    C locale only, such as those with UTF-8 in the user agent, are fine.
    """
    scan = log_scans.get(machine.name, LogScan(trouble="not looked at"))
    if scan.untold:
        raise NotApplicable(scan.untold)
    if scan.unscanned_files and not (scan.trouble or scan.bad_count):
        limit_s = environment.limits.log_scan
        raise NotConfigured(
            f"{scan.unscanned_files} older log files were not looked at within {limit_s:.0f} s; "
            "raise [limits] log_scan"
        )
    places = [f"{bad.path}, line {bad.line}" for bad in scan.bad[:MOST_NAMED]]
    more = scan.bad_count - len(places)
    told = ", ".join(places) + (f", and {more} more" if more else "")

    assert not scan.trouble, f"not readable: {scan.trouble}"
    assert not scan.bad_count, f"corrupted: {told}"
