"""No fault: ping.jsp does not take the session that calls are made with."""

from dataclasses import replace

from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.settings import LabSettings


def asked(settings: LabSettings) -> LabSettings:
    """Have pages take a token in their URL only, as monitoring-processes.md describes it."""
    return replace(settings, pages_take_headers=False)


PING_TOKEN_REFUSED = Fault(
    id="ping-token-refused",
    summary="no fault: ping.jsp refuses the session that calls are made with",
    shown=(Shown(in_=EVERYWHERE, check=""),),
    asked=asked,
)
