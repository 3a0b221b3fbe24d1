"""Fault: the last tracking server is uploaded to by https, and its certificate has expired."""

from campaign_tracking.lab.certificates import Certificate
from campaign_tracking.lab.faults.fault import TWO_SERVERS_OR_MORE, Fault, Shown
from campaign_tracking.lab.faults.upload.hosted import HTTPS, hosted
from campaign_tracking.lab.faults.upload.internal_urls import agree_on
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Make the internal URL https, and let the certificate end before the lab starts."""
    server = platform.servers[-1]
    server.certificate = Certificate.EXPIRED
    agree_on(platform, server.secure_url)


INTERNAL_CERTIFICATE_REJECTED = Fault(
    id="internal-certificate-rejected",
    summary="the certificate of the last tracking server's internal URL has expired: RED-520025",
    shown=(
        Shown(
            in_=TWO_SERVERS_OR_MORE,
            check="test_certificate_is_trusted[{last}]",
            says=r"certificate expired",
        ),
        hosted(HTTPS),
    ),
    apply=apply,
)
