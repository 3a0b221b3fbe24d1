"""Fault: clicks are deleted from the tracking log sooner than they may come into it."""

from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Set ``NmsCleanup_TrackingLogPurgeDelay`` to 5 s.

    The daily clean-up that obeys it (database-cleanup-workflow.md) does not come while a lab lives.
    """
    platform.database.set_option("NmsCleanup_TrackingLogPurgeDelay", "5", data_type=14)


PURGE_DELAY_TOO_SHORT = Fault(
    id="purge-delay-too-short",
    summary="NmsCleanup_TrackingLogPurgeDelay is 5 s: old clicks vanish",
    shown=(
        Shown(
            in_=EVERYWHERE,
            check="test_clicks_are_kept_long_enough",
            says=r"NmsCleanup_TrackingLogPurgeDelay: 5 s",
        ),
    ),
    apply=apply,
)
