"""Fault: the last tracking server's internal URL is https, with the port of plain HTTP."""

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.faults.upload.hosted import HTTPS, hosted
from campaign_tracking.lab.faults.upload.internal_urls import agree_on
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Change the scheme, and not the port."""
    agree_on(platform, platform.servers[-1].url.replace("http://", "https://"))


INTERNAL_SCHEME_MISMATCH = Fault(
    id="internal-scheme-mismatch",
    summary="the last tracking server's internal URL is https with a port of http: RED-520025",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_certificate_is_trusted[{last}]",
            says=r"not TLS",
        ),
        hosted(HTTPS),
    ),
    apply=apply,
)
