"""Fault: the deployment wizard holds no external URL."""

from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Empty both options: links begin with nothing then."""
    for option in ("NmsTracking_ServerUrl", "NmsTracking_SecureServerUrl"):
        platform.executing.database.set_option(option, "")


EXTERNAL_URL_MISSING = Fault(
    id="external-url-missing",
    summary="NmsTracking_ServerUrl and NmsTracking_SecureServerUrl are empty",
    shown=(
        Shown(
            in_=EVERYWHERE,
            check="test_external_url_is_well_formed",
            says=r"NmsTracking_ServerUrl: 'empty'",
        ),
    ),
    apply=apply,
)
