"""``tracking-web-server-down``: a machine is there, and its web server is not."""

from collections.abc import Iterator

from campaign_tracking.campaign.named_servers import COMMUNICATION_FAILED
from campaign_tracking.diagnosis.cause import Cause
from campaign_tracking.diagnosis.delivery_log import WRONG_CONFIGURATION, codes_for
from campaign_tracking.diagnosis.owner import owner, remedy
from campaign_tracking.facts import Facts
from campaign_tracking.redirection.endpoint import Endpoint
from campaign_tracking.redirection.silence import Silence

ASK_THERE = "ask the port from the application server"


def find(facts: Facts) -> Iterator[Cause]:
    """Find machines that refuse connections; each is named once, as the log names it."""
    servers = [server for server in (facts.servers or {}).values() if not server.leads_to_tomcat]
    told: set[str] = set()
    for ip in _refusing(servers):
        there = [server for server in servers if ip in _ips(server)]
        if ip not in told and all(_connects(server, ip) is False for server in there):
            told.update(*(_ips(server) for server in there))
            named = [server for server in there if codes_for(facts, server.host)]
            yield _cause(facts, (named or there)[0])


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


def _doubt(facts: Facts, codes: set[str]) -> str:
    """Return what speaks against it and how to be sure; empty if nothing does."""
    if WRONG_CONFIGURATION in codes:
        return f"the log holds {WRONG_CONFIGURATION}, as of a server that answers: {ASK_THERE}"
    if facts.tracked is not None and facts.tracked.log and COMMUNICATION_FAILED not in codes:
        return f"the platform did not complain of it, so it may refuse only us: {ASK_THERE}"
    return ""


def _cause(facts: Facts, server: Endpoint) -> Cause:
    codes = codes_for(facts, server.host)
    doubt = _doubt(facts, codes)
    evidence = [f"Port {server.port} of {server.host} refuses connections from this machine."]
    if codes:
        evidence.append(f"The delivery log names {server.host} with {', '.join(sorted(codes))}.")
    return Cause(
        id=("tracking-web-server-down",),
        statement=f"The web server of the tracking server {server.id} ({server.url}) is down.",
        likely=bool(doubt),
        subject=server.id,
        evidence=tuple(evidence),
        owner=owner(facts, "server administrator"),
        remedy=remedy(
            facts,
            f"Start the web server (Apache or IIS) on {server.host}.",
            "Prepare the blocked deliveries again.",
        ),
        told_apart_by=doubt,
        source="failure-to-connect.md",
    )
