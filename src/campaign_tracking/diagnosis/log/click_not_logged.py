"""Four faults that lose a click between the tracking server and the tracking log.

From outside the servers nothing tells them apart. Their files and processes do, where they were
read: then each cause has a module of its own.
"""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.log.lost_click import (
    LOG,
    SEEN,
    click_is_lost,
    daemons_are_known,
    waited_s,
)
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts

THE_SERVERS: Final = Text(
    "The tracking servers themselves: whether trackinglogd is switched on and runs, and whether "
    "the click stands in redir/log. If it does, NmsTracking_Pointer is beyond it; if the newest "
    "file is empty, the disk is full. Declared as a [[host]], they are read here."
)


def find(facts: Facts) -> Iterator[Sign]:
    """Find a click that is lost, where not every tracking server was read."""
    if click_is_lost(facts) and not daemons_are_known(facts):
        values = {"waited_s": waited_s(facts)}
        yield Sign(subject=LOG, evidence=SEEN, values=values, doubt=THE_SERVERS)


CLICK_NOT_LOGGED = KnownCause(
    id=(
        *("trackinglogd-down", "trackinglogd-not-enabled", "tracking-log-disk-full"),
        "tracking-pointer-ahead",
    ),
    statement=Text(
        "Clicks lead on and are not logged: trackinglogd does not run on a tracking server, its "
        "disk is full, or NmsTracking_Pointer is beyond the newest log."
    ),
    owner=Owner.CAMPAIGN_AND_SERVER,
    steps=(
        Text("On each tracking server see whether trackinglogd runs: nlserver pdump."),
        Text("Look there for the click in var/<instance>/redir/log, and at the disk (df)."),
        Text("If the click is there, set NmsTracking_Pointer back by the documented procedure."),
    ),
    source="about-message-tracking.md",
    find=find,
)
