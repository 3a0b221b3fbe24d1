"""Fault: no internal URLs are entered, and the external one cannot be reached from inside."""

from urllib.parse import urlsplit

from campaign_tracking.lab.faults.fault import BALANCED, HOSTED, Fault, Shown
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Empty the list; the balancer's public address does not lead back in."""
    executing = platform.executing
    executing.database.set_option("NmsTracking_ServerUrlList", "")
    executing.machine.unreachable.add(urlsplit(platform.front.url).hostname or "")


INTERNAL_URL_EMPTY_HAIRPIN = Fault(
    id="internal-url-empty-hairpin",
    summary="no internal URLs, and the external one is not reached from inside: RED-520025",
    shown=(
        Shown(
            in_=(BALANCED,),
            check="test_internal_urls_are_the_declared_ones",
            says=r"NmsTracking_ServerUrlList: missing in the wizard: http.*; not declared: none$",
        ),
        Shown(
            in_=(HOSTED,),
            check="test_analysis_reports_no_tracking_error",
            says=r"got RED-520025, naming 127\.1\.0\.1$",
        ),
    ),
    apply=apply,
)
