"""Fault: the wizard holds a port of the last tracking server where nobody listens."""

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.faults.upload.hosted import hosted
from campaign_tracking.lab.faults.upload.internal_urls import enter
from campaign_tracking.lab.platform import Platform

_UNUSED_PORT = 9


def apply(platform: Platform) -> None:
    """Enter the right host with another port."""
    enter(platform, f"http://{platform.last.address}:{_UNUSED_PORT}")


INTERNAL_URL_WRONG_PORT = Fault(
    id="internal-url-wrong-port",
    summary="the wizard holds another port of the last tracking server: RED-520025",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_internal_urls_are_the_declared_ones",
            says=r"NmsTracking_ServerUrlList: missing .*; not declared: http://127.0.0.\d+:9$",
        ),
        hosted(),
    ),
    apply=apply,
)
