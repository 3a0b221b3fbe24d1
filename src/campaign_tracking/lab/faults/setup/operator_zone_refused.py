"""Set-up: the operator's security zone does not admit this machine."""

from dataclasses import replace

from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.settings import LabSettings


def asked(settings: LabSettings) -> LabSettings:
    """Have the operator in a zone that no machine of the lab is in."""
    return replace(settings, refuse_address=True)


OPERATOR_ZONE_REFUSED = Fault(
    id="operator-zone-refused",
    summary="the operator's security zone does not admit us: XSV-350013",
    shown=(Shown(in_=EVERYWHERE, check="test_we_can_log_on", says=r"XSV-350013"),),
    asked=asked,
)
