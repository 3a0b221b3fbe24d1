"""Fault: links in mails begin with a name that only the server itself knows."""

from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Name the external host ``localhost`` in both options."""
    held = {
        "NmsTracking_ServerUrl": platform.front.url,
        "NmsTracking_SecureServerUrl": platform.front.secure_url,
    }
    for option, url in held.items():
        scheme, _, port = url.split(":")
        platform.executing.database.set_option(option, f"{scheme}://localhost:{port}")


EXTERNAL_URL_NOT_PUBLIC = Fault(
    id="external-url-not-public",
    summary="the external URLs name localhost",
    shown=(
        Shown(
            in_=EVERYWHERE,
            check="test_external_url_is_public",
            says=r"localhost \(NmsTracking_ServerUrl\), localhost \(NmsTracking_SecureServerUrl\)",
        ),
    ),
    apply=apply,
)
