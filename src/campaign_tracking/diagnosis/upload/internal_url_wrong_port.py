"""``internal-url-wrong-port``: the right host, and a port where no web server of it listens."""

from collections.abc import Iterator

from campaign_tracking import urls
from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.registration.refusal import REGISTER_AGAIN
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.diagnosis.upload.internal_urls import CORRECT_IT, strays
from campaign_tracking.facts import Facts


def find(facts: Facts) -> Iterator[Sign]:
    """Find URLs in the list that differ from declared ones in the port alone."""
    for stray in strays(facts):
        same_host = urls.host(stray.held) == urls.host(stray.declared)
        if same_host and urls.parts(stray.held).scheme == urls.parts(stray.declared).scheme:
            yield stray.sign()


INTERNAL_URL_WRONG_PORT = KnownCause(
    id=("internal-url-wrong-port",),
    statement=Text(
        "The deployment wizard holds another port of the tracking server {server}: {held}."
    ),
    owner=Owner.CAMPAIGN,
    steps=(CORRECT_IT, REGISTER_AGAIN),
    source="network-configuration.md",
    find=find,
    registers=True,
)
