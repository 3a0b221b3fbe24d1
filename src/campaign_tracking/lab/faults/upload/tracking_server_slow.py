"""Fault: the last tracking server takes seconds for everything."""

from campaign_tracking.lab.faults.fault import (
    STAND_ALONE,
    TWO_SERVERS_OR_MORE,
    Fault,
    Shown,
)
from campaign_tracking.lab.platform import Platform

_LATENCY_S = 3.0
_SAYS = r"/r/test took [34]\.\d s or more each time, at most 2$"


def apply(platform: Platform) -> None:
    """Have it answer late: an upload takes as long, and succeeds all the same."""
    platform.servers[-1].latency_s = _LATENCY_S


TRACKING_SERVER_SLOW = Fault(
    id="tracking-server-slow",
    summary="the last tracking server takes seconds instead of milliseconds",
    shown=(
        Shown(in_=(STAND_ALONE,), check="test_it_answers_in_time[external]", says=_SAYS),
        Shown(in_=TWO_SERVERS_OR_MORE, check="test_it_answers_in_time[{last}]", says=_SAYS),
    ),
    apply=apply,
)
