"""No fault: the session expires while the verification runs."""

from dataclasses import replace
from typing import Final

from campaign_tracking.lab.application.lives import Life
from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.settings import LabSettings

_CALLS: Final = 30


def asked(settings: LabSettings) -> LabSettings:
    """End the first session after a few calls, as a day does."""
    return replace(settings, life=Life(first_ends_at_call=_CALLS))


SESSION_EXPIRED = Fault(
    id="session-expired",
    summary="no fault: the session expires in between, and is renewed",
    shown=(Shown(in_=EVERYWHERE, check=""),),
    asked=asked,
)
