"""``tracking-web-server-down``: a machine is there, and its web server is not."""

from collections.abc import Iterator

from campaign_tracking.campaign.named_servers import COMMUNICATION_FAILED
from campaign_tracking.diagnosis.cause import Cause
from campaign_tracking.diagnosis.delivery_log import codes_for
from campaign_tracking.diagnosis.owner import owner, remedy
from campaign_tracking.facts import Facts
from campaign_tracking.redirection.endpoint import Address, Endpoint
from campaign_tracking.redirection.silence import Silence


def find(facts: Facts) -> Iterator[Cause]:
    """Find servers whose port refuses connections; each machine is named once."""
    told: set[str] = set()
    for server in (facts.servers or {}).values():
        refused = {address.ip for address in server.addresses if _refuses(address)}
        if refused - told:
            told |= refused
            yield _cause(facts, server)


def _refuses(address: Address) -> bool:
    return address.tcp is not None and address.tcp.silence is Silence.REFUSED


def _doubt(facts: Facts, codes: set[str]) -> str:
    """Return what speaks against it and how to be sure; empty if nothing does."""
    if facts.tracked is None or not facts.tracked.log or codes == {COMMUNICATION_FAILED}:
        return ""
    if codes:
        return (
            "the log also holds RED-520005, which speaks for a server that answers the platform: "
            "ask the port from the application server"
        )
    return (
        "the platform's own upload did not complain of this server, so it may be refused to this "
        "machine only: ask the port from the application server"
    )


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
