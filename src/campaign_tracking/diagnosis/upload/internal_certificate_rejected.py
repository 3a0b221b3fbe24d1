"""``internal-certificate-rejected``: the certificate of an internal URL is not accepted."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.delivery_log import codes_for
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.redirection.endpoint import Endpoint
from campaign_tracking.redirection.silence import CERTIFICATE


def find(facts: Facts) -> Iterator[Sign]:
    """Find internal URLs whose certificate we do not accept.

    One that an external URL shows, too, is the external URL's.
    """
    environment, servers = facts.environment, facts.servers or {}
    internal = environment.tracking.internal_urls if environment else {}
    external = {at for id_, server in servers.items() if id_ not in internal for at in _at(server)}
    for id_, server in servers.items():
        words = _rejected(server)
        if id_ in internal and words and not external & _at(server):
            yield _sign(facts, server, words)


def _at(server: Endpoint) -> set[tuple[str, int]]:
    return {(address.ip, address.port) for address in server.addresses}


def _rejected(server: Endpoint) -> str:
    """Return TLS's own words of why; empty if nothing is."""
    spoken = [address.tls for address in server.addresses if address.tls]
    return next((tls.words for tls in spoken if tls.silence in CERTIFICATE), "")


def _sign(facts: Facts, server: Endpoint, words: str) -> Sign:
    codes = codes_for(facts, server.host)
    seen = Text("The certificate at {url} is not accepted: {words}", words=words)
    told = Text("The delivery log names {host} with {codes}.", codes=", ".join(sorted(codes)))
    doubt = Text(
        "The platform did not complain of it, so it may know an authority that this verification "
        "does not: declare it as [campaign] ca_file."
    )
    silent_log = facts.tracked is not None and bool(facts.tracked.log) and not codes
    return Sign(
        subject=server.id,
        evidence=(seen, told) if codes else (seen,),
        values={"server": server.id, "url": server.url, "host": server.host},
        doubt=doubt if silent_log else None,
    )


INTERNAL_CERTIFICATE_REJECTED = KnownCause(
    id=("internal-certificate-rejected",),
    statement=Text(
        "The certificate of the tracking server {server} is not accepted at its internal URL {url}."
    ),
    owner=Owner.SERVER,
    steps=(
        Text(
            "Install on {host} a valid certificate for that name with its whole chain; a private "
            "authority has to be known on the application server."
        ),
        Text("Prepare the blocked deliveries again."),
    ),
    source="release-2021.md",
    find=find,
)
