"""``external-port-closed``: recipients do not get through to the tracking servers."""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.environment import RESERVED_IDS
from campaign_tracking.facts import Facts
from campaign_tracking.redirection.endpoint import Endpoint
from campaign_tracking.redirection.silence import Silence

_LOST: Final = frozenset({Silence.TIMED_OUT, Silence.UNREACHABLE})
FROM_ELSEWHERE: Final = Text(
    "Whether the port opens from another network: a firewall of our own may be in the way, or the "
    "name leads to an old address."
)


def find(facts: Facts) -> Iterator[Sign]:
    """Find an external URL from whose port nothing comes back (R-02); of both, the first.

    A tracking server of which all ports are lost is unreachable, whoever asks.
    """
    servers = facts.servers or {}
    outside = [servers[id_] for id_ in RESERVED_IDS if id_ in servers]
    lost = [server for server in outside if _is_lost(server)]
    internal = [server for id_, server in servers.items() if id_ not in RESERVED_IDS]
    own = {ip for server in internal if _is_lost(server) for ip in _ips(server)}
    if not lost or _ips(lost[0]) & own:
        return
    open_beside = [server for server in outside if server not in lost and _ips(server)]
    seen = Text("Connections to {url} time out.")
    beside = [Text("{other} answers.", other=server.url) for server in open_beside]
    yield Sign(
        subject=lost[0].id,
        evidence=(seen, *beside),
        values={"url": lost[0].url, "host": lost[0].host, "port": str(lost[0].port)},
        doubt=None if open_beside else FROM_ELSEWHERE,
    )


def _ips(server: Endpoint) -> set[str]:
    return {address.ip for address in server.addresses}


def _is_lost(server: Endpoint) -> bool:
    tcps = [address.tcp for address in server.addresses]
    return bool(tcps) and all(tcp and tcp.silence in _LOST for tcp in tcps)


EXTERNAL_PORT_CLOSED = KnownCause(
    id=("external-port-closed",),
    statement=Text("Nothing gets through to the external URL {url}: clicks on it time out."),
    owner=Owner.NETWORK,
    steps=(
        Text("Open the port {port} of {host} to the Internet, up to the balancer or web server."),
    ),
    source="network-configuration.md",
    find=find,
)
