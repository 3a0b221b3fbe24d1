"""Fault: the clock of the last tracking server is wrong."""

from datetime import timedelta
from typing import Final

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, HOSTED, Fault, Shown
from campaign_tracking.lab.platform import Platform

_SAYS: Final = r"off by \+(59|60)\d s"


def apply(platform: Platform) -> None:
    """Set its clock ten minutes ahead; of all servers where the last one cannot be asked alone."""
    for machine in platform.clicked if platform.adobe_hosts else [platform.last]:
        machine.clock_ahead = timedelta(minutes=10)


CLOCK_SKEW = Fault(
    id="clock-skew",
    summary="the clock of the last tracking server is ten minutes ahead",
    shown=(
        Shown(in_=EVERYWHERE_WITH_FILES, check="test_clock_is_right[{last}]", says=_SAYS),
        Shown(in_=(HOSTED,), check="test_clock_is_right[external]", says=_SAYS),
    ),
    apply=apply,
)
