"""Fault: an entry of the wizard's list of internal URLs has no scheme."""

from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.faults.upload.internal_urls import enter
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Enter the last server's host and port alone."""
    enter(platform, platform.servers[-1].url.removeprefix("http://"))


INTERNAL_URL_LIST_MALFORMED = Fault(
    id="internal-url-list-malformed",
    summary="the wizard's list holds the last tracking server without a scheme: RED-520025",
    shown=(
        Shown(
            in_=EVERYWHERE,
            check="test_internal_urls_are_well_formed",
            says=r"NmsTracking_ServerUrlList holds '127\.0\.0\.\d+:\d+': ",
        ),
    ),
    apply=apply,
)
