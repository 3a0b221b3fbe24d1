"""Fault: the certificate that readers see has expired."""

from dataclasses import replace

from campaign_tracking.lab.certificates import Certificate
from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Let the certificate end before the lab starts: the balancer's, or the first server's."""
    if platform.front.balancer:
        platform.front = replace(platform.front, certificate=Certificate.EXPIRED)
    else:
        platform.servers[0].certificate = Certificate.EXPIRED


EXTERNAL_CERTIFICATE_INVALID = Fault(
    id="external-certificate-invalid",
    summary="the certificate of the secure external URL has expired",
    shown=(
        Shown(
            in_=EVERYWHERE,
            check="test_certificate_is_trusted[external-secure]",
            says=r"certificate expired",
        ),
    ),
    apply=apply,
)
