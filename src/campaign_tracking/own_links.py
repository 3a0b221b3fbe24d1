"""Which links of a received mail are our own, by their ids and what the platform says of them.

Only these may be requested (R-66): the landing link, the open, the mirror page. Any other link of
the mail is listed and never touched: an opt-out link looks like any other.
"""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum

from campaign_tracking.campaign.messages import TrackedUrl
from campaign_tracking.campaign.numbers import in_links
from campaign_tracking.campaign.options import Options
from campaign_tracking.campaign.order import MARK
from campaign_tracking.campaign.routing_account import RoutingAccount
from campaign_tracking.environment import Environment
from campaign_tracking.link_kinds import (
    CLICK_TYPE,
    MIRROR_TYPE,
    OF_THE_PLATFORM,
    LinkKind,
    kind_of,
)
from campaign_tracking.mailbox import MailLink, ReceivedMail
from campaign_tracking.redirection.link import NotATrackedLinkError, TrackedLink
from campaign_tracking.url_sources import has_mark
from campaign_tracking.urls import netloc, origin


class Purpose(StrEnum):
    """What a link of the mail is."""

    LANDING = "landing"
    OPEN = "open"
    MIRROR = "mirror page"
    UNTRACKED_LANDING = "landing, not tracked"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLink:
    """One link of the mail.

    Attributes:
        href: Exactly as received.
        where: ``html`` or ``text``.
        purpose: What it is. An open is ours only if it names the message and the delivery that a
            landing link of the mail names: any sender's picture ends in ``,1``.
        link: Taken apart; None if it is not a tracked one.
        kind: Which kind it is, whoever's; only the purpose says what may be requested.
        gateways: The mail gateways that rewrote it, the outermost first.
        original: What it was before; empty if none rewrote it, or that cannot be read.
    """

    href: str
    where: str
    purpose: Purpose
    link: TrackedLink | None
    kind: LinkKind
    gateways: tuple[str, ...] = ()
    original: str = ""


def classify(mail: ReceivedMail, token: str, urls: Sequence[TrackedUrl]) -> tuple[OwnLink, ...]:
    """Say of each link of *mail* what it is.

    Args:
        mail: The mail as received.
        token: The run's token, which marks our own landing link.
        urls: The tracked URLs of the delivery, as the platform lists them.
    """
    found = tuple(_links(mail, token, urls))
    own = {_named(link) for link in of_purpose(found, Purpose.LANDING)}
    return tuple(
        replace(each, purpose=Purpose.OPEN) if _is_open_of(each, own) else each for each in found
    )


def tracking_origins(
    options: Iterable[Options], environment: Environment, routing_account: RoutingAccount | None
) -> frozenset[str]:
    """Return the schemes with hosts and ports, as they are compared, that our links may begin with.

    The options hold them, the environment file declares them, or, with multi-branding, they are the
    routing account's (additional-configurations.md).
    """
    names = ("NmsTracking_ServerUrl", "NmsTracking_SecureServerUrl")
    declared = (environment.tracking.url or "", environment.tracking.secure_url or "")
    held = (each.value(name) for each in options for name in names)
    brand = routing_account.tracking_url if routing_account else ""
    return frozenset(map(origin, (*held, *declared, brand))) - {""}


def tracking_hosts(
    options: Iterable[Options], environment: Environment, routing_account: RoutingAccount | None
) -> frozenset[str]:
    """Return the hosts, with their ports, that our links may lead to."""
    return frozenset(map(netloc, tracking_origins(options, environment, routing_account)))


def of_purpose(links: Sequence[OwnLink], purpose: Purpose) -> tuple[TrackedLink, ...]:
    """Return the tracked links of *purpose*, those of the HTML part first."""
    return tuple(own.link for own in links if own.purpose is purpose and own.link is not None)


def on_hosts(links: Sequence[OwnLink], hosts: AbstractSet[str]) -> list[OwnLink]:
    """Return the links that lead to *hosts*; those without a host of their own are among them.

    A mail may hold tracked links of another sender, of which our platform knows nothing.
    """
    return [own for own in links if netloc(own.href) in {*hosts, ""}]


def of_the_delivery(links: Sequence[OwnLink]) -> list[OwnLink]:
    """Return the tracked links by which the platform counts in this delivery."""
    return [
        own
        for own in links
        if own.kind in OF_THE_PLATFORM
        and (own.kind is not LinkKind.OPEN or own.purpose is Purpose.OPEN)
    ]


def logged_as(
    links: Sequence[OwnLink],
    href: str,
    urls: Sequence[TrackedUrl],
    delivery_id: int,
    purpose: Purpose = Purpose.LANDING,
) -> frozenset[int]:
    """Return the ids by which the tracking log may know our link *href* of that *purpose*.

    That of its URL in the delivery *delivery_id*, which the log is about, and the link's own: a
    mid-sourcing server has ids of its own. An id of another of the delivery's URLs is none.
    """
    clicked = [link for link in of_purpose(links, purpose) if link.text == href]
    meant = [url for link in clicked for url in [_url_of(link, urls)] if url is not None]
    same = {url.id for each in meant for url in urls if _alike(url, each)}
    others = {
        url.id
        for url in urls
        if url.delivery_id == delivery_id and not any(_alike(url, each) for each in meant)
    }
    return frozenset(same - others)


def _alike(one: TrackedUrl, other: TrackedUrl) -> bool:
    return (one.type, one.source) == (other.type, other.source)


def _links(mail: ReceivedMail, token: str, urls: Sequence[TrackedUrl]) -> Iterator[OwnLink]:
    mark = f"{MARK}={token}"
    for found in mail.links:
        link = _tracked(found.href)
        url = _url_of(link, urls) if link else None
        yield OwnLink(
            href=found.href,
            where=found.where,
            purpose=_purpose(found, link, url, mark),
            link=link,
            kind=kind_of(found, link, url, urls, mark),
            gateways=found.gateways,
            original=found.original,
        )


def _tracked(href: str) -> TrackedLink | None:
    try:
        return TrackedLink.parse(href)
    except NotATrackedLinkError:
        return None


def _purpose(
    found: MailLink, link: TrackedLink | None, url: TrackedUrl | None, mark: str
) -> Purpose:
    if found.gateways:  # a request would go to the gateway
        return Purpose.OTHER
    if link is None:
        return Purpose.UNTRACKED_LANDING if has_mark(found.href, mark) else Purpose.OTHER
    if link.is_open:  # whose it is, the landing link tells
        return Purpose.OTHER
    if url is not None and url.type == MIRROR_TYPE:
        return Purpose.MIRROR
    if url is not None and url.type == CLICK_TYPE and has_mark(url.source, mark):
        return Purpose.LANDING
    return Purpose.OTHER


def _named(link: TrackedLink) -> tuple[int, int]:
    return link.message_id, link.delivery_id


def _is_open_of(own: OwnLink, named: AbstractSet[tuple[int, int]]) -> bool:
    link = own.link if not own.gateways else None  # a request would go to the gateway
    return link is not None and link.is_open and _named(link) in named


def _url_of(link: TrackedLink, urls: Sequence[TrackedUrl]) -> TrackedUrl | None:
    """Return the URL with the link's third id, in the delivery that the link names.

    By its id, else by its tracking id. A second id that is neither tells nothing, and the third
    counts only if no other server's ids are among *urls*: each counts for itself.
    """
    deliveries = {url.delivery_id for url in urls}
    named = {id_ for id_ in deliveries if in_links(id_) == link.delivery_id}
    called = {url.delivery_id for url in urls if url.tracking_id == link.delivery_id}
    meant = named or called or deliveries
    found = [url for url in urls if url.id == link.url_id and url.delivery_id in meant]
    return found[0] if found and len(meant) == 1 else None
