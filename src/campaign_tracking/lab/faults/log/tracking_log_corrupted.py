"""Fault: a line of a log file of the last tracking server lacks a column."""

from typing import Final

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, HOSTED, Fault, Shown
from campaign_tracking.lab.platform import Platform
from campaign_tracking.lab.scheduled_workflow import PAUSED
from campaign_tracking.lab.tracking_workflow import NAME

# The corrupted line of about-message-tracking.md, in a file of an earlier name printed there.
_FILE: Final = "0x00000000000A0000.log"
_LINE: Final = "\t".join(
    (
        *("50x00000000000A0000", "2017-06-24T21:00:50.96", "1f506d71", "1aeab4b6", "1af77020"),
        *("0", "e5155671-4ab7-4ce4-a763-3b82dda6d881", "h"),
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_12_4) AppleWebKit/537.36",
        "52.46.20.64",
    )
)


def apply(platform: Platform) -> None:
    """Write the line; the workflow has come to it before the lab starts, and stopped."""
    folder = platform.servers[-1].log_folder
    folder.mkdir(parents=True)
    (folder / _FILE).write_text(f"{_LINE}\n", encoding="ascii")
    for instance in platform.instances:
        row = instance.database.workflow(NAME)
        row.state, row.failed = PAUSED, True


TRACKING_LOG_CORRUPTED = Fault(
    id="tracking-log-corrupted",
    summary="a line of the last tracking server's log is corrupted: the Tracking workflow stops",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_tracking_logs_are_well_formed[{last}]",
            says=rf"corrupted: .*/{_FILE}, line 1",
        ),
        Shown(
            in_=(HOSTED,),
            check="test_tracking_workflow_is_running",
            says=r"xtk:workflow tracking: in error",
            cause=("tracking-log-corrupted", "tracking-workflow-failed"),
        ),
    ),
    apply=apply,
)
