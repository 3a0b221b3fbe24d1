"""No fault: ``/r/test`` tells us no build and no name."""

from dataclasses import replace

from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.settings import LabSettings
from campaign_tracking.lab.zones import Right


def asked(settings: LabSettings) -> LabSettings:
    """Have the zone of all callers without ``allowDebug``."""
    return replace(settings, rights=settings.rights - {Right.ALLOW_DEBUG})


DEBUG_HIDDEN = Fault(
    id="debug-hidden",
    summary="no fault: /r/test hides build and localHost, our zone has no allowDebug",
    shown=(Shown(in_=EVERYWHERE, check=""),),
    asked=asked,
)
