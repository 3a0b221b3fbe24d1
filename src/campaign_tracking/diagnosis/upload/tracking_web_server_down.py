"""``tracking-web-server-down``: a machine is there, and its web server is not."""

from collections.abc import Iterator

from campaign_tracking.campaign.named_servers import COMMUNICATION_FAILED
from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.delivery_log import WRONG_CONFIGURATION, codes_for
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.diagnosis.upload.one_tracking_server_down import find as servers_down
from campaign_tracking.facts import Facts
from campaign_tracking.redirection.endpoint import Endpoint
from campaign_tracking.redirection.silence import Silence


def find(facts: Facts) -> Iterator[Sign]:
    """Find machines that refuse connections; each is named once, as the log names it."""
    down = {sign.subject for sign in servers_down(facts)}  # there it is not the web server alone
    servers = [
        server
        for server in (facts.servers or {}).values()
        if not server.leads_to_tomcat and server.id not in down
    ]
    told: set[str] = set()
    for ip in _refusing(servers):
        there = [server for server in servers if ip in _ips(server)]
        if ip not in told and all(_connects(server, ip) is False for server in there):
            told.update(*(_ips(server) for server in there))
            named = [server for server in there if codes_for(facts, server.host)]
            yield _sign(facts, (named or there)[0])


def _ips(server: Endpoint) -> set[str]:
    return {address.ip for address in server.addresses}


def _refusing(servers: list[Endpoint]) -> list[str]:
    return [
        address.ip
        for server in servers
        for address in server.addresses
        if address.tcp is not None and address.tcp.silence is Silence.REFUSED
    ]


def _connects(server: Endpoint, ip: str) -> bool:
    """Whether a port of that machine opens: then its web server is not what is down."""
    return any(
        address.tcp is not None and address.tcp.connected
        for address in server.addresses
        if address.ip == ip
    )


def _doubt(facts: Facts, codes: set[str]) -> Text | None:
    """Return what speaks against it and how to be sure; None if nothing does."""
    if WRONG_CONFIGURATION in codes:
        return Text(
            "the log holds RED-520005, as of a server that answers: ask the port from the "
            "application server"
        )
    if facts.tracked is not None and facts.tracked.log and COMMUNICATION_FAILED not in codes:
        return Text(
            "the platform did not complain of it, so it may refuse only us: ask the port from the "
            "application server"
        )
    return None


def _sign(facts: Facts, server: Endpoint) -> Sign:
    codes = codes_for(facts, server.host)
    evidence = [Text("Port {port} of {host} refuses connections from this machine.")]
    if codes:
        named = ", ".join(sorted(codes))
        evidence.append(Text("The delivery log names {host} with {codes}.", codes=named))
    return Sign(
        subject=server.id,
        evidence=tuple(evidence),
        values={
            "server": server.id,
            "url": server.url,
            "host": server.host,
            "port": str(server.port),
        },
        doubt=_doubt(facts, codes),
    )


TRACKING_WEB_SERVER_DOWN = KnownCause(
    id=("tracking-web-server-down",),
    statement=Text("The web server of the tracking server {server} ({url}) is down."),
    owner=Owner.SERVER,
    steps=(
        Text("Start the web server (Apache or IIS) on {host}."),
        Text("Prepare the blocked deliveries again."),
    ),
    source="failure-to-connect.md",
    find=find,
)
