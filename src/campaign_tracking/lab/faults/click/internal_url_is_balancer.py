"""Fault: the wizard's internal list holds the balancer in place of the servers behind it."""

from campaign_tracking.lab.faults.fault import BALANCED, Fault, Shown
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Enter the external URL as the only internal one: an upload reaches one server."""
    platform.executing.database.set_option("NmsTracking_ServerUrlList", platform.front.url)


INTERNAL_URL_IS_BALANCER = Fault(
    id="internal-url-is-balancer",
    summary="NmsTracking_ServerUrlList holds the balancer, not the servers behind it",
    shown=(
        Shown(
            in_=(BALANCED,),
            check="test_internal_urls_are_the_declared_ones",
            says=r"NmsTracking_ServerUrlList: .* not declared: http://127\.1\.0\.1:\d+$",
        ),
    ),
    apply=apply,
)
