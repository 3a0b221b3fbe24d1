"""Fault: the marketing instance names another tracking instance than the mid has."""

from campaign_tracking.lab.faults.fault import MID_SOURCING, Fault, Shown
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Give the marketing instance's ``NmsTracking_Instance`` a name that the mid does not know.

    Of the two ways to be refused by the mid it is the one that is told in an option: what the box
    "Use this platform as a proxy" is called in the account is not public.
    """
    platform.database.set_option("NmsTracking_Instance", "mid_old")


MID_TRACKING_PROXY_DISABLED = Fault(
    id="mid-tracking-proxy-disabled",
    summary="the mid refuses to be the proxy to the tracking servers: another instance is named",
    shown=(
        Shown(
            in_=(MID_SOURCING,),
            check="test_marketing_names_a_tracking_instance_that_is_there",
            says=r"NmsTracking_Instance: expected one of mid, got mid_old",
        ),
    ),
    apply=apply,
)
