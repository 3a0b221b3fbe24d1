"""``delivery-file-missing``, ``-unreadable``, ``tracking-url-id-missing``: where no file was read.

From outside, the answer to the click is the same: "cannot be found". Where the servers' files were
read each of the three has a module of its own.
"""

import re
from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.read_machines import trackers
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.redirection.click import Click
from campaign_tracking.urls import netloc

NOT_FOUND: Final = re.compile(r"Requested URL '.*' cannot be found", re.DOTALL)
THE_FILE: Final = Text(
    "On the tracking server, redir/url/<year>/<delivery>.xml: whether it is there, whether "
    "everybody may read it, and whether it holds the link's third id."
)


def find(facts: Facts) -> Iterator[Sign]:
    """Find a link that a tracking server does not know, where no files were read (R-14)."""
    log = facts.tracked.log if facts.tracked else ()
    complained = any(line.code.startswith("RED-") for line in log)
    unknown = next(((at, click) for at, click in _clicks(facts) if _is_unknown(click)), None)
    if unknown is None or complained or list(trackers(facts)):
        return
    server, click = unknown
    seen = Text("{server} says of our link: {said}", said=" ".join(click.text.split())[:160])
    yield Sign(subject=server, evidence=(seen,), values={"server": server}, doubt=THE_FILE)


def _clicks(facts: Facts) -> Iterator[tuple[str, Click]]:
    """Yield what was clicked, on each server directly and at the public name."""
    yield from (facts.direct_clicks or {}).items()
    for click in (facts.landing_click, facts.mirror_click):
        if click is not None:
            yield netloc(click.url), click


def _is_unknown(click: Click) -> bool:
    return NOT_FOUND.search(click.text) is not None


LINK_NOT_RESOLVED = KnownCause(
    id=("delivery-file-missing", "delivery-file-unreadable", "tracking-url-id-missing"),
    statement=Text(
        "The tracking server {server} does not know our link: the delivery's file is not there, "
        "cannot be read, or lacks the link."
    ),
    owner=Owner.SERVER,
    steps=(
        Text("On the tracking servers, look for the delivery's file below redir/url."),
        Text("Missing: see the spareServer entries. Not readable: chmod 644."),
        Text("Without the link's third id: have the delivery prepared and sent again."),
    ),
    source="about-message-tracking.md",
    find=find,
)
