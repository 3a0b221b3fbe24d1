"""Fault: the last tracking server has room for few log entries in shared memory."""

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.machine import SERVER_FILE
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Set ``trackinglogd/@maxSharedLogs`` of the last server below the documented least."""
    platform.last.set_attribute(SERVER_FILE, "maxSharedLogs", "5000")


SHARED_MEMORY_TOO_SMALL = Fault(
    id="shared-memory-too-small",
    summary="maxSharedLogs of the last tracking server is 5000, not 10000 or more",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_shared_memory_is_large_enough[{last}]",
            says=r"serverConf.xml, line \d+: trackinglogd/@maxSharedLogs = '5000'",
        ),
    ),
    apply=apply,
)
