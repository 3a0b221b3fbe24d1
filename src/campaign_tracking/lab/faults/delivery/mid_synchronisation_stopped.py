"""Fault: the workflows that bring back what the mid knows are stopped."""

from campaign_tracking.lab.faults.fault import MID_SOURCING, Fault, Shown
from campaign_tracking.lab.mid_sourcing.first_rows import DELIVERIES_WORKFLOW, LOGS_WORKFLOW
from campaign_tracking.lab.platform import Platform
from campaign_tracking.lab.scheduled_workflow import STOPPED


def apply(platform: Platform) -> None:
    """Stop both."""
    for name in (DELIVERIES_WORKFLOW, LOGS_WORKFLOW):
        platform.database.workflow(name).state = STOPPED


MID_SYNCHRONISATION_STOPPED = Fault(
    id="mid-synchronisation-stopped",
    summary="the mid-sourcing workflows are stopped: states and logs do not come back",
    shown=(
        Shown(
            in_=(MID_SOURCING,),
            check="test_mid_sourcing_workflows_are_running",
            says=r"defaultMidSourcingDlv: stopped; .*defaultMidSourcingLog: stopped",
        ),
    ),
    apply=apply,
)
