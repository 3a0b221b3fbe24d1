"""Step 5: both mails are received, and the links of the tracked one are tracked."""

import pytest

from campaign_tracking.campaign.delivery import Delivery
from campaign_tracking.campaign.messages import Sending, TrackedUrl
from campaign_tracking.campaign.mid_sourcing import MidDelivery
from campaign_tracking.campaign.numbers import in_links
from campaign_tracking.campaign.options import Options
from campaign_tracking.campaign.order import marked
from campaign_tracking.campaign.routing_account import RoutingAccount
from campaign_tracking.environment import Environment
from campaign_tracking.judgement import NotApplicable, explained_by
from campaign_tracking.link_encoding import encoding_trouble
from campaign_tracking.link_kinds import FOLLOWED_TYPES, LinkKind
from campaign_tracking.link_words import rewritten, shortened
from campaign_tracking.mailbox import ReceivedMail, Reception
from campaign_tracking.mirror_pages import is_plain_mirror_page
from campaign_tracking.own_links import (
    OwnLink,
    Purpose,
    of_purpose,
    of_the_delivery,
    on_hosts,
    tracking_hosts,
    tracking_origins,
)
from campaign_tracking.rules import rule
from campaign_tracking.url_sources import (
    has_personalised_host,
    swallows_punctuation,
    unescaped_parts,
)
from campaign_tracking.urls import origin, path
from checks import test_1_server_files as files
from checks import test_2_application_server as application_server
from checks import test_3_redirection_configuration as configuration
from checks import test_3_related_options as related
from checks import test_4_deliveries as deliveries

pytestmark = [pytest.mark.tracking, pytest.mark.sends_mail]
reception_stage = pytest.mark.stage("reception")
links_stage = pytest.mark.stage("links")

# What a tracked link is made of.
MAKES_LINKS = (
    configuration.test_external_url_is_well_formed,
    related.test_formulas_are_on_one_line,
    related.test_formulas_give_links_a_base,
)


def parts_with(token: str, mail: ReceivedMail) -> list[str]:
    """Name the parts of a mail that the test mail was written into: a gateway may add one."""
    parts = {"html": mail.html, "text": mail.text}
    return [part for part, source in parts.items() if token in source]


@reception_stage
@explained_by(files.test_mails_are_really_sent, needed=False)
@explained_by(deliveries.test_mailbox_can_be_read, deliveries.test_control_mail_is_sent)
def test_control_mail_is_received(control_reception: Reception) -> None:
    """The control mail arrives in the mailbox.

    If it fails, too: tracking is not what is broken; the mail administrator looks for the mail on
    its way, in the junk folder, and in quarantine.
    """
    assert control_reception.silence is None, control_reception.told


@reception_stage
@explained_by(files.test_mails_are_really_sent, needed=False)
@explained_by(test_control_mail_is_received, deliveries.test_tracked_mail_is_sent)
def test_tracked_mail_is_received(tracked_reception: Reception) -> None:
    """The tracked mail arrives in the mailbox.

    If it fails while the control mail arrived: the mail administrator looks at what filters mails
    by their links: the tracking host may be on a block list.
    """
    assert tracked_reception.silence is None, tracked_reception.told


@links_stage
@explained_by(test_control_mail_is_received)
def test_no_gateway_rewrites_the_control_mail(control_mail: ReceivedMail) -> None:
    """No known mail gateway rewrote links of the control mail.

    If it fails: the mail administrator exempts the test mailbox from rewriting. What was rewritten
    is never requested here: the gateway would, and signed links may not survive it.
    """
    told = rewritten(control_mail.links)

    assert not told, told


@links_stage
@explained_by(test_no_gateway_rewrites_the_control_mail, test_control_mail_is_received)
def test_links_of_the_control_mail_are_untouched(
    control_mail: ReceivedMail, control: Delivery, environment: Environment
) -> None:
    """In the control mail the landing link is not tracked.

    If it fails: tracking cannot be switched off on a delivery, or a mail gateway rewrites links;
    the mail administrator looks at the gateway.
    """
    written = marked(environment.test_mail.landing_url, control.token)
    untouched = {link.where for link in control_mail.links if link.href == written}
    changed = [part for part in parts_with(control.token, control_mail) if part not in untouched]

    assert untouched, "the landing link is not in it as it was written"
    assert not changed, f"not as it was written in the part: {', '.join(changed)}"


@links_stage
@explained_by(configuration.test_tracking_is_activated, needed=False)
@explained_by(
    test_tracked_mail_is_received,
    deliveries.test_tracked_mail_is_sent,
    application_server.test_session_lasts,
)
def test_tracked_urls_can_be_read(tracked_urls: tuple[TrackedUrl, ...]) -> None:
    """The platform lists the URLs that it tracks in the delivery.

    If it fails: no tracked URL: "Activate tracking" is off in the template, which a delivery
    designer switches on. No right: the operator is given one to read nms:trackingUrl.
    """
    assert tracked_urls, "the delivery has no tracked URL"


@links_stage
@explained_by(
    test_tracked_mail_is_received,
    deliveries.test_tracked_mail_is_sent,
    application_server.test_session_lasts,
)
def test_mid_sourcing_server_knows_the_delivery(
    mid_delivery: MidDelivery, environment: Environment
) -> None:
    """The mid-sourcing server holds the tracked delivery: its ids are in the links.

    If it fails: the Campaign administrator sees whether the delivery's code travels with it to the
    mid-sourcing server, and whether the operator there may read deliveries.
    """
    if environment.mid_sourcing is None:
        raise NotApplicable("no mid-sourcing server is declared")

    assert not mid_delivery.trouble, mid_delivery.trouble
    assert mid_delivery.id is not None, "not found there"


@links_stage
@explained_by(test_no_gateway_rewrites_the_control_mail, test_tracked_mail_is_received)
def test_no_gateway_rewrites_the_tracked_mail(tracked_mail: ReceivedMail) -> None:
    """No known mail gateway rewrote links of the tracked mail.

    If it fails while the control mail came as it was: the gateway does not trust the tracking host;
    the mail administrator exempts it, or the test mailbox, from rewriting.
    """
    told = rewritten(tracked_mail.links)

    assert not told, told


@links_stage
@explained_by(test_tracked_urls_can_be_read, test_tracked_mail_is_received)
def test_no_tracked_url_has_a_personalised_host(tracked_urls: tuple[TrackedUrl, ...]) -> None:
    """No tracked URL takes its host from the recipient's data (privacy.md).

    If it fails: a delivery designer writes the host out: such links are unsupported, and with them
    the tracking server redirects to any page that somebody names. No link is tried to find out.
    """
    named = [url.source for url in tracked_urls if has_personalised_host(url.source)]

    assert tracked_urls, "the delivery has no tracked URL"
    assert not named, f"personalised host: {shortened(named)}"


@links_stage
@explained_by(test_tracked_urls_can_be_read, test_tracked_mail_is_received)
def test_personalised_parts_are_escaped(tracked_urls: tuple[TrackedUrl, ...]) -> None:
    """What personalises a tracked URL is wrapped in escapeUrl (detecting-tracking-urls.md).

    If it fails: a delivery designer writes ``<%=escapeUrl(...)%>``: a blank, an ampersand or an
    accent in the recipient's data breaks the link otherwise. A personalised host is told elsewhere.
    """
    ours = [url for url in tracked_urls if url.type in FOLLOWED_TYPES]
    named = [url.source for url in ours if not has_personalised_host(url.source)]
    bare = [part for source in named for part in unescaped_parts(source)]

    assert tracked_urls, "the delivery has no tracked URL"
    assert not bare, f"not in escapeUrl(...): {shortened(bare)}"


@links_stage
@explained_by(test_tracked_urls_can_be_read, test_tracked_mail_is_received)
def test_no_tracked_url_swallows_punctuation(tracked_urls: tuple[TrackedUrl, ...]) -> None:
    """No tracked URL ends in what ends a sentence (tracked-links.md).

    If it fails: a delivery designer puts the URL in the text part between ( ), [ ] or { }.
    """
    ours = [url.source for url in tracked_urls if url.type in FOLLOWED_TYPES]
    swallowing = [source for source in ours if swallows_punctuation(source)]

    assert tracked_urls, "the delivery has no tracked URL"
    assert not swallowing, f"ends in punctuation: {shortened(swallowing)}"


@rule(
    "R-65",
    reads="the links of the received mail",
    why="the tracking server does not resolve what is no whole tracked link",
    source="personalized-links.md",
)
@links_stage
@explained_by(*MAKES_LINKS, needed=False)
@explained_by(
    test_mid_sourcing_server_knows_the_delivery,
    test_tracked_urls_can_be_read,
    test_tracked_mail_is_received,
)
def test_tracked_links_are_whole(
    links: tuple[OwnLink, ...],
    options: Options,
    tracking_options: Options,
    routing_account: RoutingAccount,
    environment: Environment,
) -> None:
    """What begins as a tracked link of ours is one to its end: one id, no line feed, no blank.

    If it fails: after a line feed or a blank, the Campaign administrator writes the code of a click
    formula of one's own on one line. At a second "id", a delivery designer renames the URL's own.
    """
    hosts = tracking_hosts([options, tracking_options], environment, routing_account)
    broken = [own.href for own in on_hosts(links, hosts) if own.kind is LinkKind.BROKEN]

    assert not broken, f"no tracked link to its end: {shortened(broken)}"


@rule(
    "R-65",
    reads="the links of the received mail",
    why="what is no tracked link is never logged",
    source="personalized-links.md",
)
@links_stage
@explained_by(*MAKES_LINKS, needed=False)
@explained_by(
    test_no_gateway_rewrites_the_tracked_mail,
    test_tracked_links_are_whole,
    test_no_tracked_url_swallows_punctuation,
    test_mid_sourcing_server_knows_the_delivery,
    test_tracked_urls_can_be_read,
    test_tracked_mail_is_received,
    test_links_of_the_control_mail_are_untouched,
)
def test_landing_link_is_tracked(
    links: tuple[OwnLink, ...], tracked_mail: ReceivedMail, tracked: Delivery
) -> None:
    """The landing link leads through the tracking server, in the HTML part and in the text part.

    If it fails: a delivery designer activates tracking in the template; a mail gateway that
    rewrites links is the mail administrator's.
    """
    plain = [own.where for own in links if own.purpose is Purpose.UNTRACKED_LANDING]

    assert not plain, f"not tracked in the part: {', '.join(plain)}"
    found = {own.where for own in links if own.purpose is Purpose.LANDING}
    without = [part for part in parts_with(tracked.token, tracked_mail) if part not in found]
    assert found, "the mail holds no tracked landing link"
    assert not without, f"no tracked landing link in the part: {', '.join(without)}"


@links_stage
@explained_by(
    test_landing_link_is_tracked, test_tracked_urls_can_be_read, test_tracked_mail_is_received
)
def test_no_link_is_untracked_by_mistake(links: tuple[OwnLink, ...]) -> None:
    """No other link came plain whose URL the platform tracks.

    If it fails: a delivery designer looks how the link is written: what is put together when the
    mail is sent is not detected (detecting-tracking-urls.md).
    """
    plain = [
        own.href
        for own in links
        if own.kind is LinkKind.UNTRACKED_BY_MISTAKE
        and own.purpose is not Purpose.UNTRACKED_LANDING
    ]

    assert not plain, f"tracked by the platform, yet plain in the mail: {shortened(plain)}"


@links_stage
@explained_by(test_landing_link_is_tracked)
def test_parameters_are_encoded(links: tuple[OwnLink, ...]) -> None:
    """The parameters of the delivery's tracked links arrive as a link can carry them.

    If it fails: a delivery designer wraps what personalises the link in escapeUrl; entities that
    are written twice are the click formula's, which the Campaign administrator looks at.
    """
    ours = [own.href for own in of_the_delivery(links)]
    damaged = {href: encoding_trouble(href) for href in ours if encoding_trouble(href)}

    assert ours, "there is no tracked link of the delivery"
    assert not damaged, shortened([f"{trouble}: {href}" for href, trouble in damaged.items()])


@links_stage
@explained_by(configuration.test_external_url_is_well_formed, test_landing_link_is_tracked)
def test_links_lead_to_the_tracking_host(
    links: tuple[OwnLink, ...],
    options: Options,
    tracking_options: Options,
    routing_account: RoutingAccount,
    environment: Environment,
) -> None:
    """Our tracked links begin with an external URL, or the routing account's, scheme and host.

    What [tracking] declares counts like what the options hold: where a front ends TLS, one of the
    two may have the http URL, the other the https one. What neither has is no URL of the platform.

    If it fails: the Campaign administrator looks at the routing account's tracking URL
    (multi-branding) and at the click formula.
    """
    ours = [own.link.origin for own in links if own.link and own.purpose is not Purpose.OTHER]
    allowed = tracking_origins([options, tracking_options], environment, routing_account)
    others = sorted({url for url in ours if origin(url) not in allowed})
    trouble = routing_account.trouble
    unread = f"; the routing account's tracking URL is not known: {trouble}" if trouble else ""

    assert ours, "there is no tracked link of ours"
    assert not others, f"expected {' or '.join(sorted(allowed))}, got {', '.join(others)}{unread}"


@rule(
    "R-67",
    reads="the 2nd id of the links, nms:delivery",
    why="a link that names another delivery is logged there, or nowhere",
    source="about-message-tracking.md",
)
@links_stage
@explained_by(test_landing_link_is_tracked)
def test_links_name_the_delivery(
    links: tuple[OwnLink, ...],
    tracked: Delivery,
    mid_delivery: MidDelivery,
    tracked_urls: tuple[TrackedUrl, ...],
) -> None:
    """The second id of our links is the delivery's, here or on the mid-sourcing server (R-67).

    Either its id, or its tracking id, which a formula of one's own may take.

    If it fails: the Campaign administrator looks at the click formula.
    """
    ids = {own.link.delivery_id for own in links if own.link and own.purpose is not Purpose.OTHER}
    own = {in_links(id_) for id_ in (tracked.id, mid_delivery.id) if id_ is not None}
    known = own | {url.tracking_id for url in tracked_urls if url.tracking_id is not None}
    expected = " or ".join(map(str, sorted(known))) or "none"

    assert len(ids) == 1, f"expected one id, got {sorted(ids) or 'none'}"
    assert ids <= known, f"expected {expected}, got {sorted(ids)} {mid_delivery.trouble}".strip()


@rule(
    "R-67",
    reads="the 1st id of the links",
    why="the click is not attributed to the recipient",
    source="about-message-tracking.md",
)
@links_stage
@explained_by(test_landing_link_is_tracked)
def test_links_name_the_message(
    links: tuple[OwnLink, ...], tracked_sending: Sending, mid_delivery: MidDelivery
) -> None:
    """The first id of our links is that of our own message in a broadlog (R-67).

    If it fails: the Campaign administrator looks at the click formula; a click could not be
    attributed to the recipient.
    """
    ids = {own.link.message_id for own in links if own.link and own.purpose is not Purpose.OTHER}
    here = [tracked_sending.message.id] if tracked_sending.message else []
    known = {in_links(id_) for id_ in (*here, *mid_delivery.message_ids)}
    expected = " or ".join(map(str, sorted(known))) or "none"
    told = f"expected {expected}, got {sorted(ids)} of nms:broadLog {mid_delivery.trouble}".strip()

    assert len(ids) == 1, f"expected one id, got {sorted(ids) or 'none'}"
    assert ids <= known, told


@rule(
    "R-67",
    reads="the 3rd id of the links, nms:trackingUrl",
    why="the redirection server does not know where the link leads",
    source="about-message-tracking.md",
)
@links_stage
@explained_by(
    test_links_lead_to_the_tracking_host,
    test_landing_link_is_tracked,
    test_tracked_urls_can_be_read,
    test_tracked_mail_is_received,
)
def test_every_tracked_link_has_its_url(  # noqa: PLR0913, PLR0917  (a check takes its facts so)
    links: tuple[OwnLink, ...],
    tracked_urls: tuple[TrackedUrl, ...],
    options: Options,
    tracking_options: Options,
    routing_account: RoutingAccount,
    environment: Environment,
) -> None:
    """The third id of every tracked link is that of a URL that the platform tracks, or the open's.

    Of links that lead to a tracking host of the platform; it knows nothing of another sender's.

    If it fails: a delivery designer prepares the delivery again; content and tracked URLs have
    parted.
    """
    hosts = tracking_hosts([options, tracking_options], environment, routing_account)
    tracked = [own.link for own in on_hosts(links, hosts) if own.link]
    known = {url.id for url in tracked_urls} | {1}
    unknown = sorted({f"{link.url_id:x}" for link in tracked if link.url_id not in known})

    assert tracked, "there is no tracked link to a tracking host"
    assert not unknown, f"no tracked URL has the id {', '.join(unknown)} (hexadecimal)"


@links_stage
@explained_by(
    test_no_gateway_rewrites_the_tracked_mail,
    test_landing_link_is_tracked,
    test_tracked_urls_can_be_read,
    test_tracked_mail_is_received,
)
def test_mail_holds_an_open(links: tuple[OwnLink, ...], tracked_mail: ReceivedMail) -> None:
    """The HTML part holds the picture by which an opening is noticed.

    If it fails: a delivery designer ticks "Opens tracking" in the template. Where there is one that
    names another message or delivery, the Campaign administrator looks at the open formula.
    """
    if not tracked_mail.html:
        raise NotApplicable("a mail without HTML has none")
    others = [own.href for own in links if own.kind is LinkKind.OPEN]
    beside = f" that names what the landing link does; others: {shortened(others)}"

    assert of_purpose(links, Purpose.OPEN), f"no link with the URL id 1{beside if others else ''}"


@links_stage
@explained_by(
    test_no_gateway_rewrites_the_tracked_mail,
    test_landing_link_is_tracked,
    test_tracked_urls_can_be_read,
    test_tracked_mail_is_received,
)
def test_mail_holds_a_mirror_page_link(
    links: tuple[OwnLink, ...], tracked_mail: ReceivedMail
) -> None:
    """The mail holds a tracked link to its mirror page.

    If it fails: a delivery designer looks at the template's mirror page setting; where the link is
    there and plain, at its tracking mode and at the personalisation block that writes it.
    """
    if not tracked_mail.html:
        raise NotApplicable("there is no mirror page without HTML")
    plain = sorted({path(own.href) for own in links if is_plain_mirror_page(own.href)})
    beside = f"; not tracked: {shortened(plain)}" if plain else ""

    assert of_purpose(links, Purpose.MIRROR), f"no link to a URL of the type 6{beside}"
