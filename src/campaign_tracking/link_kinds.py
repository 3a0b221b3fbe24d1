"""What kind each link of a mail is: by what the platform says of it, and by its form.

Nothing is requested to find out, and no kind makes a link one that may be requested.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

from campaign_tracking.campaign.messages import TrackedUrl
from campaign_tracking.mailbox import MailLink
from campaign_tracking.redirection.link import TrackedLink
from campaign_tracking.url_sources import has_mark, stands_for
from campaign_tracking.urls import parts

CLICK_TYPE, OPT_OUT_TYPE, MIRROR_TYPE = 1, 3, 6  # indicator-calculation.md
FOLLOWED_TYPES = frozenset({CLICK_TYPE, OPT_OUT_TYPE})  # a designer wrote them; the others are made
_FOLLOWED = {"a", "area", "button", "form", ""}  # empty: in a text part
_VML = "v:"
# The beginning of a tracked link's address, whatever became of the rest (personalized-links.md).
_ALMOST_TRACKED = re.compile(
    r"\s*https?://[^/?#]+/+r/*\s*\?[^#]*?\bid=[a-z][0-9a-f]{1,16},[0-9a-f]",
    re.IGNORECASE | re.DOTALL,
)


class LinkKind(StrEnum):
    """What a link of the mail is."""

    TRACKED = "tracked"
    OPEN = "open"
    MIRROR_PAGE = "mirror page"
    OPT_OUT = "opt-out"
    NOT_LISTED = "tracked, by an id that the platform does not list"
    BROKEN = "a tracked link that is none any more"
    UNTRACKED_ON_PURPOSE = "untracked on purpose"
    UNTRACKED_BY_MISTAKE = "untracked by mistake"
    REWRITTEN = "rewritten by a mail gateway"
    FETCHED = "fetched by the mail program, not followed"
    NOT_WEB = "no web link"


OF_THE_PLATFORM = frozenset(
    {LinkKind.TRACKED, LinkKind.OPEN, LinkKind.MIRROR_PAGE, LinkKind.OPT_OUT}
)
_OF_TYPE = {OPT_OUT_TYPE: LinkKind.OPT_OUT, MIRROR_TYPE: LinkKind.MIRROR_PAGE}


def kind_of(
    found: MailLink,
    link: TrackedLink | None,
    url: TrackedUrl | None,
    urls: Sequence[TrackedUrl],
    mark: str,
) -> LinkKind:
    """Return what *found* is.

    Args:
        found: As the mail holds it.
        link: The same taken apart; None if it is no tracked link.
        url: The tracked URL with its third id, in the delivery that it names; None if none has.
        urls: All tracked URLs of the delivery.
        mark: What our own landing link carries.
    """
    if found.gateways:
        return LinkKind.REWRITTEN
    if link is None:
        return _of_form(found, urls, mark)
    if link.is_open:
        return LinkKind.OPEN
    return _OF_TYPE.get(url.type, LinkKind.TRACKED) if url else LinkKind.NOT_LISTED


def _of_form(found: MailLink, urls: Sequence[TrackedUrl], mark: str) -> LinkKind:
    """Return what a link is that is not tracked; by mistake if the platform tracks its like.

    Otherwise it is taken for one that is not to be tracked: its mode is "Not tracked" or "Never
    tracked", or it came into being when the mail was sent (detecting-tracking-urls.md).
    """
    opens = found.opens
    if _ALMOST_TRACKED.match(opens):
        return LinkKind.BROKEN
    if parts(opens).scheme not in {"http", "https"}:
        return LinkKind.NOT_WEB
    if found.tag not in _FOLLOWED and not found.tag.startswith(_VML):
        return LinkKind.FETCHED
    by_mistake = has_mark(found.href, mark) or _is_tracked_elsewhere(opens, urls)
    return LinkKind.UNTRACKED_BY_MISTAKE if by_mistake else LinkKind.UNTRACKED_ON_PURPOSE


def _is_tracked_elsewhere(href: str, urls: Sequence[TrackedUrl]) -> bool:
    """Say whether the platform tracks a URL that *href* is, or that it personalises."""
    followed = (url.source for url in urls if url.type in FOLLOWED_TYPES)
    return any(stands_for(source, href) for source in followed)
