"""Fault: the Tracking workflow is in error."""

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, HOSTED, Fault, Shown
from campaign_tracking.lab.platform import Platform
from campaign_tracking.lab.scheduled_workflow import PAUSED
from campaign_tracking.lab.tracking_workflow import NAME

CHECK = "test_tracking_workflow_is_running"
SAYS = r"xtk:workflow tracking: in error \(paused\)"


def apply(platform: Platform) -> None:
    """Have it fail before: it is paused and failed (supervising-workflows.md), and runs no more."""
    row = platform.database.workflow(NAME)
    row.state, row.failed = PAUSED, True


TRACKING_WORKFLOW_FAILED = Fault(
    id="tracking-workflow-failed",
    summary="the Tracking workflow stopped with an error: no click is collected",
    shown=(
        Shown(in_=EVERYWHERE_WITH_FILES, check=CHECK, says=SAYS),
        Shown(
            in_=(HOSTED,),
            check=CHECK,
            says=SAYS,
            cause=("tracking-log-corrupted", "tracking-workflow-failed"),
        ),
    ),
    apply=apply,
)
