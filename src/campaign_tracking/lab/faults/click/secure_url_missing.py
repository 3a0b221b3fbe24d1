"""Fault: the deployment wizard holds no secure external URL, though there is one."""

from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Empty the option: https links begin with the http URL then."""
    platform.executing.database.set_option("NmsTracking_SecureServerUrl", "")


SECURE_URL_MISSING = Fault(
    id="secure-url-missing",
    summary="NmsTracking_SecureServerUrl is empty, though https is used",
    shown=(
        Shown(
            in_=EVERYWHERE,
            check="test_secure_url_is_the_declared_one",
            says=r"NmsTracking_SecureServerUrl: expected https://\S+, got none",
        ),
    ),
    apply=apply,
)
