"""``signature-broken-by-third-party``, and what shares its evidence where no files are read.

"was not found" is the answer to a link whose signature is wrong or missing (privacy.md). Whether
the servers agree on signatures stands in their files.
"""

import re
from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.click import signature_setting_differs, unsigned_links_blocked
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.read_machines import trackers
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.link_encoding import is_escaped_twice
from campaign_tracking.redirection.click import Click
from campaign_tracking.redirection.link import NotATrackedLinkError, TrackedLink
from campaign_tracking.urls import netloc

NOT_FOUND: Final = re.compile(r"Requested URL '.*' was not found", re.DOTALL)
_VALUE: Final = re.compile(r"p[0-9]+")
AS_SENT: Final = Text(
    "The link as it was sent: a copy of the mail from the sending server (mta/@dataLogPath), or a "
    "mailbox before the gateway. Where the two differ, what stands between changes links."
)


def find(facts: Facts) -> Iterator[Sign]:
    """Find a click that is refused, where neither the files nor the link tell why (R-14)."""
    refused = next(((at, one) for at, one in _clicks(facts) if _is_refused(one)), None)
    by_files = (*signature_setting_differs.find(facts), *unsigned_links_blocked.find(facts))
    if refused is None or by_files or is_escaped_twice(refused[1].url):
        return
    at, click = refused
    read = bool(list(trackers(facts)))
    signed = _has_a_signature(click.url)
    kept = Text("The link holds a parameter that may be its signature.")
    lost = Text("The link holds nothing that could be a signature.")
    said = Text("{at} says of our link: {said}", said=" ".join(click.text.split())[:160])
    by_settings = {"signature-setting-differs", "unsigned-links-blocked"} if read else set[str]()
    yield Sign(
        subject=at,
        evidence=(said, kept if signed else lost),
        values={"at": at},
        doubt=AS_SENT,
        ruled_out=frozenset({*by_settings, *(("unsigned-links-blocked",) if signed else ())}),
    )


def _clicks(facts: Facts) -> Iterator[tuple[str, Click]]:
    yield from (facts.direct_clicks or {}).items()
    if facts.landing_click is not None:
        yield netloc(facts.landing_click.url), facts.landing_click


def _is_refused(click: Click) -> bool:
    return NOT_FOUND.search(click.text) is not None


def _has_a_signature(url: str) -> bool:
    """Whether there is a parameter besides the id and the values: its name is not known (A-08)."""
    try:
        link = TrackedLink.parse(url)
    except NotATrackedLinkError:
        return False
    return any(not _VALUE.fullmatch(name) for name, _ in link.parameters)


LINK_REFUSED = KnownCause(
    id=(
        "signature-broken-by-third-party",
        "signature-setting-differs",
        "unsigned-links-blocked",
    ),
    statement=Text("The tracking server {at} refuses our link: its signature is wrong or missing."),
    owner=Owner.CAMPAIGN_AND_SERVER,
    steps=(
        Text("Compare the link as received with the link as sent: mail gateways rewrite links."),
        Text(
            "Where they differ, exempt the tracking host from rewriting, or upgrade to a build "
            "whose signature bears more."
        ),
        Text(
            "Where they do not, give mta/@signEmailLinks and "
            "tracking/@blockRedirectForUnsignedTrackingLink the same value on all servers."
        ),
    ),
    source="tracked-urls.md",
    find=find,
)
