"""``parameter-named-id``: a tracked link has two parameters called ``id``."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import parse_qsl

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.link_kinds import LinkKind
from campaign_tracking.urls import parts

_ONE: Final = 1


def find(facts: Facts) -> Iterator[Sign]:
    """Find the first tracked link that is none because of a second ``id``."""
    broken = (own.href for own in facts.links or () if own.kind is LinkKind.BROKEN)
    twice = [href for href in broken if ids_in(href) > _ONE]
    if twice:
        yield Sign(
            subject=twice[0],
            evidence=(Text("{count} links of the mail have more than one id: {link}"),),
            values={"count": str(len(twice)), "link": twice[0]},
        )


def ids_in(href: str) -> int:
    """Count the parameters called ``id``."""
    query = parse_qsl(parts(href).query, keep_blank_values=True)
    return sum(1 for name, _ in query if name == "id")


PARAMETER_NAMED_ID = KnownCause(
    id=("parameter-named-id",),
    statement=Text(
        "A parameter of a tracked link is called id, as the redirection's own is: the link leads "
        "elsewhere, or nowhere."
    ),
    owner=Owner.DESIGNER,
    steps=(
        Text("Rename the parameter in the URL as it stands in the content."),
        Text("If it stands in no URL there, the Campaign administrator's click formula adds it."),
    ),
    source="detecting-tracking-urls.md",
    find=find,
)
