"""Rows on the links of the mails: gateways, tracked URLs, what became of a link on its way."""

from dataclasses import replace

from campaign_tracking.campaign.messages import TrackedUrl
from campaign_tracking.campaign.routing_account import RoutingAccount
from campaign_tracking.mailbox.links import links_in_html, links_in_text
from campaign_tracking.redirection.link import OPEN_URL_ID
from checks import test_5_mail as step
from tests.unit.checks.healthy import (
    CONTROL_MAIL,
    DELIVERY_ID,
    EXTERNAL,
    LANDING,
    LANDING_ID,
    MIRROR_ID,
    NOT_ARRIVED,
    TRACKED_URLS,
    in_html,
    in_text,
    link,
    tracked_mail,
)
from tests.unit.checks.rows import Row, blocked, fails, holds
from tests.unit.samples import received

SAFE_LINK = (
    "https://eur01.safelinks.protection.outlook.com/?url=http%3A%2F%2Ft.example.com%2Fr%2F%3F"
    "id%3Dh4d%2C2329%2Ca1&data=05%7C02&reserved=0"
)
MIMECAST = "https://protect-eu.mimecast.com/s/AbC1Cd2Ef3?domain=t.example.com"
OTHER_ID, BROKEN = 0xA7, f"{EXTERNAL}/r/?id=h4d,2329,a1&id=7"
BY_SAFE_LINKS = received(*links_in_html(f'<a href="{SAFE_LINK}">x</a>'), *links_in_text(SAFE_LINK))
NOT_RECEIVED: dict[str, object] = {
    "tracked_reception": NOT_ARRIVED,
    "tracked_mail": None,
    "tracked_urls": None,
}
NO_URL: dict[str, object] = {
    "tracked_urls": (),
    "tracked_mail": received(in_html(LANDING), in_text(LANDING)),
}
BOTH_PARTS = tracked_mail().links


def also_tracked(source: str, type_: int = 1) -> tuple[TrackedUrl, ...]:
    """Return what is tracked on the healthy platform, and one URL more."""
    more = TrackedUrl(delivery_id=DELIVERY_ID, id=OTHER_ID, type=type_, source=source)
    return (*TRACKED_URLS, more)


GATEWAYS = (
    holds(step.test_no_gateway_rewrites_the_control_mail),
    fails(
        step.test_no_gateway_rewrites_the_control_mail,
        "safe-links",
        "Microsoft Safe Links rewrote 2 of 2 links; before: http://t.example.com/r/?id=h4d,2329,a1",
        control_mail=BY_SAFE_LINKS,
    ),
    fails(
        step.test_no_gateway_rewrites_the_control_mail,
        "opaque",
        "Mimecast URL Protect rewrote 1 of 1 links; what they were is not readable",
        control_mail=received(*links_in_text(MIMECAST)),
    ),
    blocked(
        step.test_no_gateway_rewrites_the_control_mail,
        "not-received",
        "test_control_mail_is_received",
        control_reception=NOT_ARRIVED,
        control_mail=None,
    ),
    blocked(
        step.test_links_of_the_control_mail_are_untouched,
        "rewritten",
        "test_no_gateway_rewrites_the_control_mail",
        control_mail=BY_SAFE_LINKS,
    ),
    holds(step.test_no_gateway_rewrites_the_tracked_mail),
    fails(
        step.test_no_gateway_rewrites_the_tracked_mail,
        "this-mail-only",
        "Microsoft Safe Links rewrote 2 of 2 links",
        tracked_mail=BY_SAFE_LINKS,
    ),
    blocked(
        step.test_no_gateway_rewrites_the_tracked_mail,
        "the-control-mail-too",
        "test_no_gateway_rewrites_the_control_mail",
        tracked_mail=BY_SAFE_LINKS,
        control_mail=BY_SAFE_LINKS,
    ),
    blocked(
        step.test_no_gateway_rewrites_the_tracked_mail,
        "not-received",
        "test_tracked_mail_is_received",
        **NOT_RECEIVED,
    ),
    *(
        blocked(
            check,
            "rewritten",
            "test_no_gateway_rewrites_the_tracked_mail",
            tracked_mail=BY_SAFE_LINKS,
        )
        for check in (
            step.test_landing_link_is_tracked,
            step.test_mail_holds_an_open,
            step.test_mail_holds_a_mirror_page_link,
            step.test_parameters_are_encoded,
        )
    ),
)

URLS = (
    holds(step.test_no_tracked_url_has_a_personalised_host),
    holds(
        step.test_no_tracked_url_has_a_personalised_host,
        "path-personalised",
        tracked_urls=also_tracked("https://www.example.com/<%=escapeUrl(recipient.id)%>"),
    ),
    fails(
        step.test_no_tracked_url_has_a_personalised_host,
        "personalised",
        "personalised host: https://<%= recipient.domain %>/path",
        tracked_urls=also_tracked("https://<%= recipient.domain %>/path"),
    ),
    holds(step.test_personalised_parts_are_escaped),
    holds(
        step.test_personalised_parts_are_escaped,
        "escaped",
        tracked_urls=also_tracked("http://www.example.com/a?p=<%= escapeUrl(recipient.email) %>"),
    ),
    holds(
        step.test_personalised_parts_are_escaped,
        "made-by-the-platform",
        tracked_urls=also_tracked("http://www.example.com/m.jsp?c=<%= mirrorPage.token %>", 6),
    ),
    holds(
        step.test_personalised_parts_are_escaped,
        "host-which-another-tells",
        tracked_urls=also_tracked("https://<%= recipient.domain %>/path"),
    ),
    fails(
        step.test_personalised_parts_are_escaped,
        "bare",
        "not in escapeUrl(...): <%= recipient.email %>",
        tracked_urls=also_tracked("http://www.example.com/a?p=<%= recipient.email %>"),
    ),
    holds(step.test_no_tracked_url_swallows_punctuation),
    fails(
        step.test_no_tracked_url_swallows_punctuation,
        "semicolon",
        "ends in punctuation: https://www.example.com/imprint;",
        tracked_urls=also_tracked("https://www.example.com/imprint;"),
    ),
    *(
        row
        for check in (
            step.test_no_tracked_url_has_a_personalised_host,
            step.test_personalised_parts_are_escaped,
            step.test_no_tracked_url_swallows_punctuation,
        )
        for row in (
            blocked(check, "none", "test_tracked_urls_can_be_read", **NO_URL),
            blocked(check, "not-received", "test_tracked_mail_is_received", **NOT_RECEIVED),
        )
    ),
)

ARRIVED = (
    holds(step.test_tracked_links_are_whole),
    fails(
        step.test_tracked_links_are_whole,
        "two-ids",
        f"no tracked link to its end: {BROKEN}",
        tracked_mail=received(*BOTH_PARTS, in_html(BROKEN)),
    ),
    fails(
        step.test_tracked_links_are_whole,
        "line-feed",
        f"no tracked link to its end: {link(MIRROR_ID)} &p1=Ada",
        tracked_mail=received(*BOTH_PARTS, in_html(f"{link(MIRROR_ID)}\n&p1=Ada")),
    ),
    holds(
        step.test_tracked_links_are_whole,
        "beside-another-sender's",
        tracked_mail=received(*BOTH_PARTS, in_html("https://other.example/r/?id=a1,2b")),
    ),
    fails(
        step.test_tracked_links_are_whole,
        "of-the-routing-account's-host",
        "no tracked link to its end: http://brand.example.net/r/?id=h4d,2329",
        routing_account=RoutingAccount(id=7, tracking_url="http://brand.example.net:80"),
        tracked_mail=received(*BOTH_PARTS, in_html("http://brand.example.net/r/?id=h4d,2329")),
    ),
    blocked(
        step.test_tracked_links_are_whole,
        "not-received",
        "test_tracked_mail_is_received",
        **NOT_RECEIVED,
    ),
    blocked(
        step.test_landing_link_is_tracked,
        "not-whole",
        "test_tracked_links_are_whole",
        tracked_mail=received(in_html(BROKEN), in_text(BROKEN)),
    ),
    holds(step.test_no_link_is_untracked_by_mistake),
    holds(
        step.test_no_link_is_untracked_by_mistake,
        "picture-of-a-tracked-page",
        tracked_urls=also_tracked("https://www.example.com/logo.png"),
        tracked_mail=received(
            *BOTH_PARTS, replace(in_html("https://www.example.com/logo.png"), tag="img")
        ),
    ),
    holds(
        step.test_no_link_is_untracked_by_mistake,
        "beside-a-page-of-which-nothing-is-written-but-the-host",
        tracked_urls=also_tracked("https://www.example.com/<%=escapeUrl(recipient.page)%>"),
    ),
    holds(
        step.test_no_link_is_untracked_by_mistake,
        "a-link-that-shares-the-landing-page",
        tracked_mail=received(*BOTH_PARTS, in_html(f"https://social.example/?u={LANDING}")),
    ),
    holds(
        step.test_no_link_is_untracked_by_mistake,
        "landing-which-another-tells",
        tracked_mail=received(in_html(LANDING), in_text(LANDING)),
    ),
    fails(
        step.test_no_link_is_untracked_by_mistake,
        "plain",
        "yet plain in the mail: https://www.example.com/imprint",
        tracked_urls=also_tracked("https://www.example.com/imprint"),
    ),
    fails(
        step.test_no_link_is_untracked_by_mistake,
        "plain-and-personalised",
        "yet plain in the mail: https://www.example.com/a?p=Ada",
        tracked_urls=also_tracked("https://www.example.com/a?p=<%= escapeUrl(recipient.name) %>"),
        tracked_mail=received(*BOTH_PARTS, in_text("https://www.example.com/a?p=Ada")),
    ),
    blocked(
        step.test_no_link_is_untracked_by_mistake,
        "nothing-tracked",
        "test_landing_link_is_tracked",
        tracked_urls=also_tracked("https://www.example.com/imprint"),
        tracked_mail=received(in_html(LANDING), in_html("https://www.example.com/imprint")),
    ),
    holds(step.test_parameters_are_encoded),
    holds(
        step.test_parameters_are_encoded,
        "encoded-twice-as-newer-builds-do",
        tracked_mail=received(*BOTH_PARTS, in_html(f"{link(LANDING_ID)}&p1=Ada%2520%C3%A9&sig=a=")),
    ),
    *(
        fails(
            step.test_parameters_are_encoded,
            case,
            words,
            tracked_mail=received(*BOTH_PARTS, in_html(f"{link(LANDING_ID)}{parameters}")),
        )
        for case, parameters, words in (
            ("accent", "&p1=Ad\u00e9", "'\\xe9' in it is not encoded: http://t.example.com/r/?id="),
            ("quotation-mark", '&p1="Ada"', "in it is not encoded"),
            ("percent", "&p1=100%&p2=1", "'%&p' in it encodes nothing"),
            ("entity", "&amp;p1=Ada", "'&amp;' is left in it"),
        )
    ),
    holds(
        step.test_parameters_are_encoded,
        "somebody-else's-is-not-judged",
        tracked_mail=received(*BOTH_PARTS, in_html(f"{link(0xFF)}&p1=\u00e9")),
    ),
    holds(
        step.test_parameters_are_encoded,
        "nor-is-another-sender's-picture",
        tracked_mail=received(
            *BOTH_PARTS, in_html("https://news.partner.example/r/?id=hab,cd,1&n=caf\u00e9")
        ),
    ),
    fails(
        step.test_parameters_are_encoded,
        "accent-in-our-own-open",
        "'\\xe9' in it is not encoded",
        tracked_mail=received(*BOTH_PARTS, in_html(f"{link(OPEN_URL_ID)}&n=caf\u00e9")),
    ),
    blocked(
        step.test_parameters_are_encoded,
        "nothing-tracked",
        "test_landing_link_is_tracked",
        tracked_mail=CONTROL_MAIL,
    ),
)

LINK_ROWS: tuple[Row, ...] = GATEWAYS + URLS + ARRIVED
