"""Fault: tracking is not activated."""

from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Set ``NmsTracking_Available`` to 0 on every instance."""
    for instance in platform.instances:
        instance.database.set_option("NmsTracking_Available", "0", data_type=3)


TRACKING_NOT_AVAILABLE = Fault(
    id="tracking-not-available",
    summary="NmsTracking_Available is 0: no link of any mail is tracked",
    shown=(Shown(in_=EVERYWHERE, check="test_tracking_is_activated", says=r"expected 1, got '0'"),),
    apply=apply,
)
