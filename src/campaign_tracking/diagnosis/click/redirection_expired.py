"""``redirection-expired``: a link leads to the page for what is over."""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.read_machines import held, trackers
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.environment import Environment
from campaign_tracking.facts import Facts
from campaign_tracking.redirection.click import Click
from campaign_tracking.server_files.settings import effective
from campaign_tracking.urls import netloc, origin, path

EXPIRATION: Final = "web/redirection/@expirationURL"
THE_FILE: Final = Text(
    "web/redirection/@expirationURL on the tracking servers: where it is this page, the delivery's "
    "web validity is over; else the delivery's file holds another URL."
)


def find(facts: Facts) -> Iterator[Sign]:
    """Find a click that leads to the servers' expirationURL, or elsewhere where that is unknown."""
    click, environment = facts.landing_click, facts.environment
    if click is None or environment is None or not _leads_elsewhere(environment, click):
        return
    pages = [effective(machine, EXPIRATION) for machine in trackers(facts)]
    meant = [page for page in pages if page.value and _same_page(page.value, click.location)]
    if pages and not meant:
        return
    direct = facts.direct_clicks or {}
    led = [id_ for id_, one in direct.items() if one.location == click.location]
    yield Sign(
        subject=led[0] if led else netloc(environment.test_mail.landing_url),
        evidence=(Text("Our link leads to {location}."), *map(held, meant[:1])),
        values={"location": click.location},
        doubt=None if meant else THE_FILE,
    )


def _leads_elsewhere(environment: Environment, click: Click) -> bool:
    itself = click.sends_on_to_https(environment.tracking.secure_url or "")
    landing = _same_page(environment.test_mail.landing_url, click.location)
    return click.redirected and not itself and not landing


def _same_page(one: str, other: str) -> bool:
    return (origin(one), path(one)) == (origin(other), path(other))


REDIRECTION_EXPIRED = KnownCause(
    id=("redirection-expired",),
    statement=Text("Our link has expired: it leads to {location}."),
    owner=Owner.DESIGNER,
    steps=(
        Text("Nothing, if the delivery is old: its links end with its web validity."),
        Text("Lengthen the validity of online resources in the delivery template."),
    ),
    source="the-server-configuration-file.md",
    find=find,
)
