"""``spare-server-unreachable``: tracking servers do not reach each other on a spare's port."""

from collections.abc import Iterator

from campaign_tracking import urls
from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.read_machines import runs_process, sign, trackers
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.environment import Environment
from campaign_tracking.facts import Facts
from campaign_tracking.redirection.endpoint import Endpoint
from campaign_tracking.server_files import identity
from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.settings import effective


def find(facts: Facts) -> Iterator[Sign]:
    """Find URLs that a server does not reach, though the other one runs; each is told once."""
    environment = facts.environment
    if environment is None:
        return
    told: set[str] = set()
    for machine in trackers(facts):
        missed = [
            reach
            for reach in machine.reached
            if reach.trouble and not _is_explained(facts, environment, reach.url)
        ]
        if {reach.url for reach in missed} - told:
            told.update(reach.url for reach in missed)
            seen = [
                Text("From {from_}, {url}: {trouble}.", url=reach.url, trouble=reach.trouble)
                for reach in missed
            ]
            values = {"from_": machine.name}
            yield sign(machine, *(text.with_values(**values) for text in seen))


def _is_explained(facts: Facts, environment: Environment, url: str) -> bool:
    """Whether something that is wrong with the other server itself explains it."""
    meant = [
        machine
        for machine in trackers(facts)
        if identity.means(urls.host(url), machine, environment)
    ]
    names = {machine.name for machine in meant}
    servers = (facts.servers or {}).values()
    asked = [each for each in servers if each.id in names or each.host == urls.host(url)]
    return any(map(_is_silent, asked)) or any(_has_no_tomcat(each, url, facts) for each in meant)


def _is_silent(server: Endpoint) -> bool:
    return not server.addresses or any(
        address.tcp is not None and address.tcp.silence is not None for address in server.addresses
    )


def _has_no_tomcat(machine: Machine, url: str, facts: Facts) -> bool:
    """Whether the URL leads to a Tomcat that does not run there, or listens elsewhere."""
    port = urls.parts(url).port
    ports = facts.environment.tracking.tomcat_ports if facts.environment else ()
    if port not in ports:
        return False
    return not runs_process(machine, "web") or effective(machine, "web/@httpPort").number != port


SPARE_SERVER_UNREACHABLE = KnownCause(
    id=("spare-server-unreachable",),
    statement=Text(
        "The tracking server {server} does not reach another one for what it lacks: links fail "
        "after one of them was down."
    ),
    owner=Owner.NETWORK,
    steps=(
        Text("Open the ports of the spareServer URLs between all tracking servers, both ways."),
        Text("Where a URL names a port on which nobody listens, correct it on all of them."),
    ),
    source="network-configuration.md",
    find=find,
)
