"""``clock-skew``: a server's clock is wrong."""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.environment import RESERVED_IDS
from campaign_tracking.facts import Facts
from campaign_tracking.redirection.endpoint import Endpoint

SEEN: Final = Text("/r/test of {url} tells a time that is {ahead_s} s off.")


def find(facts: Facts) -> Iterator[Sign]:
    """Find tracking servers whose clock is off by more than is declared.

    What the public names show is told only where no server behind them was found.
    """
    limit_s = facts.environment.limits.clock_skew if facts.environment else 0.0
    off = {
        server.id: _sign(server, max(skews, key=abs))
        for server in (facts.servers or {}).values()
        if facts.environment and (skews := _skews(server, limit_s))
    }
    behind = [sign for id_, sign in off.items() if id_ not in RESERVED_IDS]
    yield from behind or list(off.values())[:1]


def _skews(server: Endpoint, limit_s: float) -> list[float]:
    told = (address.rtest.clock_ahead_s for address in server.addresses if address.rtest)
    return [ahead_s for ahead_s in told if ahead_s is not None and abs(ahead_s) > limit_s]


def _sign(server: Endpoint, ahead_s: float) -> Sign:
    values = {"server": server.id, "url": server.url, "ahead_s": f"{ahead_s:+,.0f}"}
    return Sign(subject=server.id, evidence=(SEEN,), values=values)


CLOCK_SKEW = KnownCause(
    id=("clock-skew",),
    statement=Text(
        "The clock of the tracking server {server} ({url}) is wrong: its clicks carry that time."
    ),
    owner=Owner.SERVER,
    steps=(Text("Have the machine's clock set by a time service (NTP)."),),
    source="monitoring-processes.md",
    find=find,
)
