"""``url-not-tracked``: one link of the tracked mail came plain, and others did not."""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.link_kinds import LinkKind
from campaign_tracking.mirror_pages import is_plain_mirror_page
from campaign_tracking.own_links import OwnLink, Purpose
from campaign_tracking.urls import path

PLAIN: Final = Text("The mail holds this link as it is, not by way of a tracking server: {link}")


def find(facts: Facts) -> Iterator[Sign]:
    """Find plain links that should be tracked, in a mail whose landing link is."""
    links = facts.links or ()
    if any(own.purpose is Purpose.LANDING for own in links):
        plain = dict.fromkeys(_subject(own) for own in links if _should_be_tracked(own))
        for subject in plain:
            yield Sign(subject=subject, evidence=(PLAIN,), values={"link": subject})


def _should_be_tracked(own: OwnLink) -> bool:
    by_mistake = own.kind is LinkKind.UNTRACKED_BY_MISTAKE
    return by_mistake or is_plain_mirror_page(own.href)


def _subject(own: OwnLink) -> str:
    """Name the link; of a mirror page without what tells whose it is."""
    return path(own.href) if is_plain_mirror_page(own.href) else own.href


URL_NOT_TRACKED = KnownCause(
    id=("url-not-tracked",),
    statement=Text("A link of the mail is not tracked, though others are: {link}"),
    owner=Owner.DESIGNER,
    steps=(
        Text("Look at the URL's tracking mode in the delivery: Not tracked, Never tracked."),
        Text(
            "Look how the link is written: what is put together when the mail is sent is not "
            "detected, in a personalisation block neither; write the URL out, or use include url."
        ),
    ),
    source="detecting-tracking-urls.md",
    find=find,
)
