"""Fault: somebody stopped the Tracking workflow."""

from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.platform import Platform
from campaign_tracking.lab.scheduled_workflow import STOPPED
from campaign_tracking.lab.tracking_workflow import NAME


def apply(platform: Platform) -> None:
    """Have it stopped: its state is 20 (supervising-workflows.md), and it runs no more."""
    platform.database.workflow(NAME).state = STOPPED


TRACKING_WORKFLOW_STOPPED = Fault(
    id="tracking-workflow-stopped",
    summary="the Tracking workflow was stopped: no click is collected",
    shown=(
        Shown(
            in_=EVERYWHERE,
            check="test_tracking_workflow_is_running",
            says=r"xtk:workflow tracking: stopped",
        ),
    ),
    apply=apply,
)
