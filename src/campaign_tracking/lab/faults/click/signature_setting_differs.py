"""Fault: the last tracking server has another setting of signatures than the others."""

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.machine import SERVER_FILE
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Set ``mta/@signEmailLinks`` of the last server to false."""
    platform.last.set_attribute(SERVER_FILE, "signEmailLinks", "false")


SIGNATURE_SETTING_DIFFERS = Fault(
    id="signature-setting-differs",
    summary="signEmailLinks is false on the last tracking server alone",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_links_are_signed_alike",
            says=r"{last}: serverConf.xml, line \d+: mta/@signEmailLinks = 'false'",
        ),
    ),
    apply=apply,
)
