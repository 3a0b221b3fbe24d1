"""``tracking-server-slow``: seconds instead of milliseconds, again and again."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.redirection.rtest import RTest


def find(facts: Facts) -> Iterator[Sign]:
    """Find servers all of whose answers to ``/r/test`` were slow; each machine once."""
    if facts.environment is None:
        return
    limit_s = facts.environment.limits.slow_answer
    told: set[str] = set()
    for server in (facts.servers or {}).values():
        asked = [(address.ip, address.rtest) for address in server.addresses if address.rtest]
        slow = {ip: rtest for ip, rtest in asked if _is_slow(rtest, limit_s) and ip not in told}
        told |= set(slow)
        for rtest in list(slow.values())[:1]:
            times = ", ".join(f"{took_s:.1f}" for took_s in (rtest.elapsed_s, *rtest.further_s))
            seen = Text("{host} took {times} s to answer /r/test.", times=times)
            values = {"server": server.id, "host": server.host}
            yield Sign(subject=server.id, evidence=(seen,), values=values)


def _is_slow(rtest: RTest, limit_s: float) -> bool:
    return bool(rtest.further_s) and rtest.always_s > limit_s


TRACKING_SERVER_SLOW = KnownCause(
    id=("tracking-server-slow",),
    statement=Text("The tracking server {server} ({host}) is slow."),
    owner=Owner.SERVER,
    steps=(
        Text("Look at the load of {host}: memory, processor, disk, and Tomcat's threads."),
        Text("If the machine is idle, look at the way there with the network administrator."),
    ),
    source="monitoring-processes.md",
    find=find,
)
