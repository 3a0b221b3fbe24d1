"""Fault: the web tracking mode was changed, and the index that it needs is missing."""

from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.platform import Platform
from campaign_tracking.lab.scheduled_workflow import PAUSED
from campaign_tracking.lab.tracking_workflow import NAME


def apply(platform: Platform) -> None:
    """Set ``NmsTracking_WebTrackingMode``; the workflow has failed of it before the lab starts."""
    platform.database.set_option("NmsTracking_WebTrackingMode", "permanent")
    row = platform.database.workflow(NAME)
    row.state, row.failed = PAUSED, True


SOURCE_ID_INDEX_MISSING = Fault(
    id="source-id-index-missing",
    summary="the web tracking mode is permanent and no index is on sourceId: the workflow fails",
    shown=(
        Shown(
            in_=EVERYWHERE,
            check="test_tracking_workflow_is_running",
            says=r"xtk:workflow tracking: in error \(paused\)",
        ),
    ),
    apply=apply,
)
