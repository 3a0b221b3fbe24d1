"""No fault: nobody lets us read files and processes of the servers."""

from dataclasses import replace

from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.settings import LabSettings


def asked(settings: LabSettings) -> LabSettings:
    """Declare no ``[[host]]``."""
    return replace(settings, declares_hosts=False)


NO_SERVER_ACCESS = Fault(
    id="no-server-access",
    summary="no fault: files and processes of the servers cannot be read",
    shown=(Shown(in_=EVERYWHERE, check=""),),
    asked=asked,
)
