"""``tracking-host-unreachable``: nothing comes back from the tracking server (R-01)."""

from collections.abc import Iterator

from campaign_tracking import urls
from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.delivery_log import codes_for
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.environment import Environment
from campaign_tracking.facts import Facts
from campaign_tracking.redirection.endpoint import Endpoint
from campaign_tracking.redirection.silence import Silence
from campaign_tracking.server_files.reaching import NO_ROUTE, TIMED_OUT

_LOST = frozenset({Silence.TIMED_OUT, Silence.UNREACHABLE})


def find(facts: Facts) -> Iterator[Sign]:
    """Find servers of internal URLs from which nothing comes back: here, or where it counts."""
    environment = facts.environment
    told: set[str] = set()
    for id_, url in (environment.tracking.internal_urls if environment else {}).items():
        host = urls.host(url)
        lost = _lost_from_here(facts, id_)
        missing = [*_lost_from_the_uploader(facts, url)]
        if environment and host not in told and (lost or missing):
            told.add(host)
            yield _sign(facts, environment, lost[0].id if lost else id_, url, missing)


def _lost_from_here(facts: Facts, id_: str) -> list[Endpoint]:
    """Return the server, and others of the same machine, from which nothing comes back."""
    servers = facts.servers or {}
    if id_ not in servers or not _is_lost(servers[id_]):
        return []
    own = {address.ip for address in servers[id_].addresses}
    return [
        server
        for server in servers.values()
        if _is_lost(server) and all(address.ip in own for address in server.addresses)
    ]


def _is_lost(server: Endpoint) -> bool:
    tcps = [address.tcp for address in server.addresses]
    return bool(tcps) and all(tcp and tcp.silence in _LOST for tcp in tcps)


def _lost_from_the_uploader(facts: Facts, url: str) -> Iterator[str]:
    for machine in (facts.machines or {}).values():
        reached = {reach.url: reach.trouble for reach in machine.reached}
        if machine.role != "tracking" and reached.get(url) in {TIMED_OUT, NO_ROUTE}:
            yield machine.name


def _sign(facts: Facts, environment: Environment, id_: str, url: str, missing: list[str]) -> Sign:
    host = urls.host(url)
    codes = codes_for(facts, host)
    from_here = id_ in (facts.servers or {}) and bool(_lost_from_here(facts, id_))
    seen = [
        *((Text("Connections from this machine to {url} time out."),) if from_here else ()),
        *(Text("{machine} does not reach {url}.", machine=name) for name in missing),
    ]
    if codes:
        named = ", ".join(sorted(codes))
        seen.append(Text("The delivery log names {host} with {codes}.", codes=named))
    silent_log = bool(facts.tracked and facts.tracked.log and not codes)
    doubt = Text(
        "The platform did not complain of it, so it may be out of reach from here alone: ask the "
        "port from the application server."
    )
    return Sign(
        subject=id_,
        evidence=tuple(seen),
        values={"server": environment.name_server(host), "url": url, "host": host},
        doubt=doubt if silent_log and not missing else None,
    )


TRACKING_HOST_UNREACHABLE = KnownCause(
    id=("tracking-host-unreachable",),
    statement=Text(
        "Nothing comes back from the tracking server {server}: a firewall or a route is in the way."
    ),
    owner=Owner.NETWORK,
    steps=(
        Text("Open the port of {url} from the application server to {host}."),
        Text("Prepare the blocked deliveries again."),
    ),
    source="network-configuration.md",
    find=find,
)
