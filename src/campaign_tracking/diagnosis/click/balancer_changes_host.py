"""``balancer-changes-host``: the servers are asked by another name than the public one."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.environment import RESERVED_IDS
from campaign_tracking.facts import Facts


def find(facts: Facts) -> Iterator[Sign]:
    """Find a public name that does not get through, and so selects no instance (R-07)."""
    for id_ in RESERVED_IDS:
        server = (facts.servers or {}).get(id_)
        for address in server.addresses if server else ():
            if server and address.rtest and address.rtest.is_lost_under_another_name(server.url):
                seen = Text(
                    "{url}/r/test: the server was told the name {told}, which selects no instance.",
                    told=address.rtest.host,
                )
                yield Sign(subject=id_, evidence=(seen,), values={"url": server.url})
                return


BALANCER_CHANGES_HOST = KnownCause(
    id=("balancer-changes-host",),
    statement=Text(
        "What stands in front of the tracking servers changes the Host header: behind {url} no "
        "instance is found, and no link is known."
    ),
    owner=Owner.NETWORK,
    steps=(
        Text("Have the balancer or reverse proxy pass the original Host header on."),
        Text("Or add the name that it sends to dataStore/@hosts on all tracking servers."),
    ),
    source="creating-an-instance-and-logging-on.md",
    find=find,
)
