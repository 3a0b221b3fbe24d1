"""Fault: the last tracking server keeps too few log files."""

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.machine import SERVER_FILE
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Set ``trackinglogd/@maxLogsSizeOnDiskMb`` of the last server below the documented least."""
    platform.last.set_attribute(SERVER_FILE, "maxLogsSizeOnDiskMb", "10")


TRACKING_LOGS_PURGED_EARLY = Fault(
    id="tracking-logs-purged-early",
    summary="the last tracking server keeps 10 MB of log files, not 100 or more",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_log_files_may_grow_enough[{last}]",
            says=r"serverConf.xml, line \d+: trackinglogd/@maxLogsSizeOnDiskMb = '10'",
        ),
    ),
    apply=apply,
)
