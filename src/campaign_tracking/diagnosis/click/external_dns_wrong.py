"""``external-dns-wrong``: the name with which links begin leads nowhere."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.environment import RESERVED_IDS
from campaign_tracking.facts import Facts


def find(facts: Facts) -> Iterator[Sign]:
    """Find external names that the DNS does not know; each is told once."""
    told: set[str] = set()
    for id_ in RESERVED_IDS:
        server = (facts.servers or {}).get(id_)
        if server is None or server.name is None or server.addresses or server.host in told:
            continue
        told.add(server.host)
        words = server.name.words
        seen = Text("{host} was looked up: {words}", words=words)
        without_route = ", ".join(server.without_route)
        no_route = Text("No route from here to {ips}.", ips=without_route)
        yield Sign(
            subject=id_,
            evidence=(seen,) if words else (no_route,),
            values={"host": server.host},
        )


EXTERNAL_DNS_WRONG = KnownCause(
    id=("external-dns-wrong",),
    statement=Text("The name {host}, with which links in mails begin, is not known in the DNS."),
    owner=Owner.NETWORK,
    steps=(
        Text("Add {host} to the public DNS, or correct its CNAME or delegation."),
        Text("Where the name itself is wrong, correct the external URL in the deployment wizard."),
    ),
    source="dc-migration-faq.md",
    find=find,
)
