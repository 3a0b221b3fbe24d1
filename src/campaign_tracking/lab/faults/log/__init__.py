"""The click is not logged (catalogue, 10.4)."""

from typing import Final

from campaign_tracking.lab.faults.fault import Fault
from campaign_tracking.lab.faults.log.shared_memory_too_small import SHARED_MEMORY_TOO_SMALL
from campaign_tracking.lab.faults.log.trackinglogd_down import TRACKINGLOGD_DOWN
from campaign_tracking.lab.faults.log.trackinglogd_not_enabled import TRACKINGLOGD_NOT_ENABLED
from campaign_tracking.lab.faults.log.workflow_affinity_unserved import WORKFLOW_AFFINITY_UNSERVED

LOG: Final[tuple[Fault, ...]] = (
    TRACKINGLOGD_DOWN,
    TRACKINGLOGD_NOT_ENABLED,
    SHARED_MEMORY_TOO_SMALL,
    WORKFLOW_AFFINITY_UNSERVED,
)
