"""``mirror-page-missing``: the link of the mirror page leads on, and no page is served."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.read_machines import sign, trackers
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.mirror_pages import MIRROR_PAGE
from campaign_tracking.server_files.relay import RelayRule, first_applying, read_relay
from campaign_tracking.urls import netloc

SERVER_URL: Final = "NmsServer_MirrorPageUrl"
OTHERS: Final = Text(
    "It may be a relay rule that denies /nl/jsp/m.jsp, another NmsServer_MirrorPageUrl than the "
    "server's, or a delivery whose online validity is over: look at them in this order."
)


def find(facts: Facts) -> Iterator[Sign]:
    """Find a relay that denies the page; where none does, a page that is not served."""
    denied = list(_denied(facts))
    yield from denied
    page = facts.mirror_page
    if page is not None and page.status_code != HTTPStatus.OK and not denied:
        status = str(page.silence or f"HTTP {page.status_code}")
        yield Sign(
            evidence=(Text("The mirror page answers {status}: {url}"),),
            values={"status": status, "url": page.url},
            doubt=OTHERS,
        )


def _denied(facts: Facts) -> Iterator[Sign]:
    for machine in trackers(facts):
        rule = _rule(facts, read_relay(machine))
        if rule is not None and rule.deny:
            told = Text("{where}: the rule {path} denies it.", where=rule.where, path=rule.url_path)
            yield sign(machine, told)


def _rule(facts: Facts, rules: list[RelayRule]) -> RelayRule | None:
    """Return the rule for mirror pages; None where they are served elsewhere."""
    if facts.options is None or facts.environment is None:
        return None
    url, tracking = facts.options.value(SERVER_URL), facts.environment.tracking
    own = [netloc(each) for each in (tracking.url, tracking.secure_url) if each]
    host = netloc(url) if url else next(iter(own), "")
    return first_applying(rules, MIRROR_PAGE, host=host) if host in own else None


MIRROR_PAGE_MISSING = KnownCause(
    id=("mirror-page-missing",),
    statement=Text("The mirror page is not served: its link leads to an error."),
    owner=Owner.SERVER,
    steps=(
        Text("Let a relay rule admit /nl/jsp/m.jsp before the one that denies it."),
        Text("Restart the web server."),
    ),
    source="deploying-an-instance.md",
    find=find,
)
