"""``internal-name-not-resolved``: the internal URL's host has no address."""

from collections.abc import Iterator

from campaign_tracking import urls
from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.redirection.silence import Silence
from campaign_tracking.server_files.reaching import NAME_NOT_KNOWN


def find(facts: Facts) -> Iterator[Sign]:
    """Find internal URLs whose name is not found: from here, or on the application server."""
    environment = facts.environment
    for id_, url in (environment.tracking.internal_urls if environment else {}).items():
        host = urls.host(url)
        seen = tuple(_seen(facts, id_, url))
        if seen:
            yield Sign(subject=id_, evidence=seen, values={"server": id_, "host": host})


def _seen(facts: Facts, id_: str, url: str) -> Iterator[Text]:
    server = (facts.servers or {}).get(id_)
    if server and server.name and server.name.silence is Silence.NAME_NOT_FOUND:
        yield Text("This machine finds no address of {host}.")
    for machine in (facts.machines or {}).values():
        reached = {reach.url: reach.trouble for reach in machine.reached}
        if machine.role != "tracking" and reached.get(url) == NAME_NOT_KNOWN:
            yield Text("{machine} finds no address of {host}.", machine=machine.name)


INTERNAL_NAME_NOT_RESOLVED = KnownCause(
    id=("internal-name-not-resolved",),
    statement=Text("The name of the tracking server {server} leads to no address: {host}."),
    owner=Owner.NETWORK,
    steps=(
        Text(
            "Add {host} to the name service, or to the hosts file of the application server; or "
            "enter the right name in the deployment wizard, and register again."
        ),
        Text("Prepare the blocked deliveries again."),
    ),
    source="creating-an-instance-and-logging-on.md",
    find=find,
)
