"""Fault: the wizard holds an address that the last tracking server no longer has."""

from urllib.parse import urlsplit

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.faults.upload.hosted import HTTP, hosted
from campaign_tracking.lab.faults.upload.internal_urls import enter
from campaign_tracking.lab.platform import Platform

_OLD_ADDRESS = "127.0.0.251"  # no server of a lab has it


def apply(platform: Platform) -> None:
    """Enter the address from before a move: nobody listens there now."""
    port = urlsplit(platform.servers[-1].url).port
    enter(platform, f"http://{_OLD_ADDRESS}:{port}")


INTERNAL_URL_OUTDATED = Fault(
    id="internal-url-outdated",
    summary="the wizard holds an old address of the last tracking server: RED-520025",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_internal_urls_are_the_declared_ones",
            says=r"NmsTracking_ServerUrlList: missing .*; not declared: http://127.0.0.251:\d+$",
        ),
        hosted(HTTP, says=r"got RED-520025, naming 127\.0\.0\.251$"),
    ),
    apply=apply,
)
