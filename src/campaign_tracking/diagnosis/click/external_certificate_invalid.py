"""``external-certificate-invalid``: readers see a warning in place of the page."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.environment import RESERVED_IDS
from campaign_tracking.facts import Facts
from campaign_tracking.redirection.silence import CERTIFICATE

_ID = ("external-certificate-invalid",)
_STATEMENT = Text(
    "The certificate at the external URL {url} is not valid: readers see a warning when they click."
)
_SOURCE = "capability-matrix.md"


def find(facts: Facts) -> Iterator[Sign]:
    """Find an external URL whose certificate is not accepted (R-17)."""
    for id_ in RESERVED_IDS:
        server = (facts.servers or {}).get(id_)
        spoken = [address.tls for address in server.addresses if address.tls] if server else []
        words = next((tls.words for tls in spoken if tls.silence in CERTIFICATE), "")
        if server and words:
            seen = Text("The certificate at {url} is not accepted: {words}", words=words)
            yield Sign(subject=id_, evidence=(seen,), values={"url": server.url})


def _hosted_by_adobe(facts: Facts) -> bool:
    return facts.environment is not None and facts.environment.hosting != "on-premise"


EXTERNAL_CERTIFICATE_INVALID = KnownCause(
    id=_ID,
    statement=_STATEMENT,
    owner=Owner.SERVER,
    steps=(
        Text("Install a valid certificate for that name with its whole chain where TLS ends."),
        Text("Restart what ends TLS there: the web server, or the balancer."),
    ),
    source=_SOURCE,
    find=lambda facts: () if _hosted_by_adobe(facts) else find(facts),
)

# Where Adobe hosts the tracking servers, customers renew certificates themselves.
EXTERNAL_CERTIFICATE_INVALID_HOSTED = KnownCause(
    id=_ID,
    statement=_STATEMENT,
    owner=Owner.CAMPAIGN,
    steps=(Text("Renew the certificate of that subdomain in the Control Panel."),),
    source=_SOURCE,
    find=lambda facts: find(facts) if _hosted_by_adobe(facts) else (),
)
