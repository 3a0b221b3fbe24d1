"""``internal-scheme-mismatch``: https on a port that speaks plain HTTP, or the reverse."""

from collections.abc import Iterator

from campaign_tracking import urls
from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.registration.refusal import REGISTER_AGAIN
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.diagnosis.upload.internal_urls import strays
from campaign_tracking.facts import Facts
from campaign_tracking.redirection.silence import Silence


def find(facts: Facts) -> Iterator[Sign]:
    """Find internal URLs whose port speaks no TLS, and those with another scheme than declared."""
    environment = facts.environment
    internal = environment.tracking.internal_urls if environment else {}
    for server in (facts.servers or {}).values():
        spoken = [address.tls for address in server.addresses if address.tls]
        if server.id in internal and any(tls.silence is Silence.NOT_TLS for tls in spoken):
            seen = Text("Port {port} of {host} is asked for TLS, and speaks none.")
            values = {"server": server.id, "held": server.url, "host": server.host}
            values["port"] = str(server.port)
            yield Sign(subject=server.id, evidence=(seen,), values=values)
    for stray in strays(facts):
        same_host = urls.host(stray.held) == urls.host(stray.declared)
        if same_host and urls.parts(stray.held).scheme != urls.parts(stray.declared).scheme:
            yield stray.sign()


INTERNAL_SCHEME_MISMATCH = KnownCause(
    id=("internal-scheme-mismatch",),
    statement=Text(
        "Scheme and port of the tracking server {server} do not belong together: {held}."
    ),
    owner=Owner.CAMPAIGN,
    steps=(
        Text("Correct {held} in the deployment wizard: http or https, as its port speaks."),
        REGISTER_AGAIN,
    ),
    source="configure-tomcat.md",
    find=find,
    registers=True,
)
