"""RED-520025 alone, and nothing seen that tells why: the causes that share this evidence.

From outside the servers nothing tells them apart (A-01). What was seen all the same rules some of
them out: the server answers us, its files were read, its URL is http, or its host an address.
"""

from collections.abc import Callable, Iterable, Iterator

from campaign_tracking.campaign.delivery import LogLine
from campaign_tracking.campaign.named_servers import origins_in
from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.delivery_log import WRONG_CONFIGURATION, codes_for
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.environment import Environment
from campaign_tracking.facts import Facts
from campaign_tracking.redirection.endpoint import Address, Endpoint
from campaign_tracking.server_files.identity import is_address

WEB_SERVER = frozenset(
    {
        *("tracking-web-server-down", "internal-url-outdated", "internal-url-wrong-port"),
        *("one-tracking-server-down", "internal-name-not-resolved"),
        *("internal-certificate-rejected", "internal-scheme-mismatch"),
    }
)
ON_THE_SERVER = frozenset(
    {
        *("tracking-web-process-down", "relay-denies-soaprouter", "zone-refuses-http"),
        "tomcat-port-changed-relay-not",
    }
)
TLS = frozenset({"internal-certificate-rejected", "internal-scheme-mismatch"})
ASK_THERE = Text(
    "A connection from the application server to {host} on the port of its internal URL, and the "
    "files of {host}."
)
Finder = Callable[[Facts], Iterable[Sign]]


def finder(*specific: Finder) -> Finder:
    """Return what finds servers that the log complains of, and that no *specific* one explains."""

    def find(facts: Facts) -> Iterator[Sign]:
        if facts.environment is None or facts.tracked is None:
            return
        signs = [sign for finds in specific for sign in finds(facts)]
        explained = {sign.values.get("host", "") for sign in signs}
        if any("machine" in sign.values for sign in signs):
            return
        for scheme, host in sorted(origins_in(facts.tracked.log)):
            if host not in explained and _is_alone(facts.tracked.log):
                yield from _sign(facts, facts.environment, scheme, host)

    return find


def _is_alone(log: Iterable[LogLine]) -> bool:
    return not any(line.code == WRONG_CONFIGURATION for line in log)


def _sign(facts: Facts, environment: Environment, scheme: str, host: str) -> Iterator[Sign]:
    seen = [server for server in (facts.servers or {}).values() if server.host == host]
    if any(map(_is_silent, seen)):
        return
    id_ = environment.tracking_server_id(host)
    machine = (facts.machines or {}).get(id_)
    ruled_out = {
        *(() if scheme == "https" else TLS),
        *(("zone-refuses-http",) if scheme == "https" else ()),
        *(("internal-name-not-resolved",) if is_address(host) else ()),
        *(WEB_SERVER if seen else ()),
        *(ON_THE_SERVER if machine and not machine.unread else ()),
    }
    codes = ", ".join(sorted(codes_for(facts, host)))
    named = Text("The delivery log names {host} with {codes} alone.", codes=codes)
    answers = Text("{host} answers this machine, so its web server runs.")
    yield Sign(
        subject=id_ or host,
        evidence=(named, answers) if seen else (named,),
        values={"host": host, "server": environment.name_server(host)},
        doubt=ASK_THERE,
        ruled_out=frozenset(ruled_out),
    )


def _is_silent(server: Endpoint) -> bool:
    return not server.addresses or any(map(_no_answer, server.addresses))


def _no_answer(address: Address) -> bool:
    layers = (address.tcp, address.tls, address.rtest, address.soap_router)
    return any(layer is not None and layer.silence for layer in layers)


def unanswered_upload(*specific: Finder) -> KnownCause:
    """Return the tie, told only where none of the *specific* causes is."""
    return KnownCause(
        id=(
            *("tracking-web-server-down", "tracking-host-unreachable", "internal-url-outdated"),
            *("internal-url-wrong-port", "tracking-web-process-down", "one-tracking-server-down"),
            *("internal-name-not-resolved", "relay-denies-soaprouter", "zone-refuses-http"),
            *("internal-certificate-rejected", "internal-scheme-mismatch"),
            *("tomcat-port-changed-relay-not", "tomcat-threads-exhausted"),
            *("tracking-server-slow", "restart-window"),
        ),
        statement=Text(
            "The application server does not get an answer from the tracking server {server}."
        ),
        owner=Owner.SERVER,
        steps=(
            Text(
                "From the application server, connect to {host} on the port of its internal URL. "
                "Refused: start its web server. Timed out: open that port. Name not found: add it."
            ),
            Text(
                "If it connects, look on {host} at the web process (nlserver pdump), the relay's "
                "rules for soaprouter.jsp, and the securityZone of the application server."
            ),
            Text("Prepare the blocked deliveries again: what was a restart is over by then."),
        ),
        source="network-configuration.md",
        find=finder(*specific),
    )
