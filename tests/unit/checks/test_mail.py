"""Step 5, check by check: what each amounts to for which received mails."""

from dataclasses import replace

from campaign_tracking.campaign.messages import TrackedUrl
from campaign_tracking.campaign.mid_sourcing import MidDelivery
from campaign_tracking.campaign.routing_account import RoutingAccount
from campaign_tracking.judgement import Absent, Judged
from campaign_tracking.mailbox import MailboxState, MailSilence
from checks import test_5_mail as step
from tests.unit.checks.healthy import (
    CONTROL,
    DELIVERY_ID,
    EXTERNAL,
    LANDING,
    LANDING_ID,
    LOST,
    MESSAGE_ID,
    MID_DELIVERY,
    MID_DELIVERY_ID,
    MID_ENVIRONMENT,
    MID_LANDING_ID,
    MID_MESSAGE_ID,
    MID_MIRROR_ID,
    MID_URLS,
    MIRROR_ID,
    NO_MAILBOX,
    NO_RIGHT,
    NOT_ARRIVED,
    RECEPTION,
    REFUSAL,
    SECURE,
    SENDING,
    SILENT_LIFE,
    TRACKED,
    TRACKED_URLS,
    in_html,
    in_text,
    link,
    options,
    tracked_mail,
)
from tests.unit.checks.link_rows import LINK_ROWS
from tests.unit.checks.rows import (
    Row,
    blocked,
    fails,
    holds,
    not_applicable,
    not_configured,
    table,
)
from tests.unit.samples import environment, received

WRAPPED = "https://gateway.example.net/?u=http%3A%2F%2Ft.example.com"
MINUS_77, MINUS_9001 = 2**32 - 77, 2**32 - 9001
HYBRID = environment(hosting="hybrid")
HTTP_ONLY = environment(tracking={"url": EXTERNAL})
SECURE_ONLY = environment(tracking={"secure_url": SECURE})
NOT_SENT = replace(SENDING, message=None)
MAILBOX_GONE = replace(
    RECEPTION,
    mail=None,
    silence=MailSilence.MAILBOX_UNREADABLE,
    words="permission denied",
    waited_s=0.0,
)
TRACKED_LANDING = (in_html(link(LANDING_ID)), in_text(link(LANDING_ID, "t")))
UNTRACKED_MAIL = received(in_html(LANDING), in_text(LANDING))
NO_LINKS = received()
DISCLAIMER = "This mail was scanned."  # what a gateway adds as a text part to a mail without one
PARTNERS = in_html("https://news.partner.example/r/?id=hab,cd,1&n=caf\u00e9")
AT_ITS_PORT = tracked_mail(origin=f"{SECURE}:443")
TEXT_ONLY = replace(received(in_text(link(LANDING_ID, "t"))), html="")
NOT_RECEIVED: dict[str, object] = {"tracked_reception": NOT_ARRIVED, "tracked_mail": None}
ADOBES = Absent(judged=Judged.NOT_APPLICABLE, why="Adobe hosts the mid-sourcing server")
NOT_THERE = MidDelivery(trouble="no delivery there has the code")
OF_THE_MID: dict[str, object] = {
    "environment": MID_ENVIRONMENT,
    "mid_delivery": MID_DELIVERY,
    "tracked_urls": (*TRACKED_URLS, *MID_URLS),
    "tracked_mail": tracked_mail(
        message_id=MID_MESSAGE_ID,
        delivery_id=MID_DELIVERY_ID,
        landing_id=MID_LANDING_ID,
        mirror_id=MID_MIRROR_ID,
    ),
}
NOTHING_TRACKED: dict[str, object] = {"tracked_urls": (), "tracked_mail": UNTRACKED_MAIL}

RECEPTIONS = (
    holds(step.test_control_mail_is_received),
    fails(
        step.test_control_mail_is_received,
        "not-arrived",
        "maildir /var/mail/check: not arrived after 300 s",
        control_reception=NOT_ARRIVED,
    ),
    fails(
        step.test_control_mail_is_received,
        "mailbox-lost-meanwhile",
        "mailbox not readable after 0 s permission denied",
        control_reception=MAILBOX_GONE,
    ),
    blocked(
        step.test_control_mail_is_received,
        "mailbox-unreadable",
        "test_mailbox_can_be_read",
        control_reception=MAILBOX_GONE,
        mailbox_state=MailboxState(mailbox=RECEPTION.mailbox, trouble="permission denied"),
    ),
    blocked(
        step.test_control_mail_is_received,
        "not-sent",
        "test_control_mail_is_sent",
        control_reception=NOT_ARRIVED,
        control_sending=NOT_SENT,
    ),
    not_configured(
        step.test_control_mail_is_received,
        "no-mailbox",
        "declare the [mailbox]",
        control_reception=NO_MAILBOX,
    ),
    holds(step.test_tracked_mail_is_received),
    fails(
        step.test_tracked_mail_is_received,
        "not-arrived",
        "maildir /var/mail/check: not arrived after 300 s",
        tracked_reception=NOT_ARRIVED,
    ),
    blocked(
        step.test_tracked_mail_is_received,
        "control-neither",
        "test_control_mail_is_received",
        tracked_reception=NOT_ARRIVED,
        control_reception=NOT_ARRIVED,
    ),
    blocked(
        step.test_tracked_mail_is_received,
        "not-sent",
        "test_tracked_mail_is_sent",
        tracked_reception=NOT_ARRIVED,
        tracked_sending=NOT_SENT,
    ),
    not_configured(
        step.test_tracked_mail_is_received,
        "no-mailbox",
        "declare the [mailbox]",
        tracked_reception=NO_MAILBOX,
    ),
)

CONTROL_LINKS = (
    holds(step.test_links_of_the_control_mail_are_untouched),
    holds(
        step.test_links_of_the_control_mail_are_untouched,
        "landing-url-with-a-query",
        environment=environment(
            test_mail={
                "template": "mail",
                "recipient": "check@example.com",
                "allowed_recipients": ["*"],
                "landing_url": "https://www.example.com/check?a=1&b=%20#top",
            }
        ),
        control_mail=received(
            *(part(LANDING.replace("?", "?a=1&b=%20&") + "#top") for part in (in_html, in_text))
        ),
    ),
    holds(
        step.test_links_of_the_control_mail_are_untouched,
        "text-only",
        control_mail=replace(received(in_text(LANDING)), html=""),
    ),
    *(
        holds(
            step.test_links_of_the_control_mail_are_untouched,
            case,
            control_mail=replace(received(in_html(LANDING)), text=text),
        )
        for case, text in (("with-a-disclaimer", DISCLAIMER), ("with-a-blank-part", " \n\n"))
    ),
    fails(
        step.test_links_of_the_control_mail_are_untouched,
        "wrapped-by-a-gateway",
        "the landing link is not in it as it was written",
        control_mail=received(in_html(WRAPPED), in_text(WRAPPED)),
    ),
    fails(
        step.test_links_of_the_control_mail_are_untouched,
        "wrapped-in-the-html-part",
        "not as it was written in the part: html",
        control_mail=received(in_html(WRAPPED), in_text(LANDING)),
    ),
    fails(
        step.test_links_of_the_control_mail_are_untouched,
        "tracked",
        "the landing link is not in it as it was written",
        control_mail=received(*TRACKED_LANDING),
    ),
    fails(
        step.test_links_of_the_control_mail_are_untouched,
        "of-another-run",
        "the landing link is not in it as it was written",
        control=replace(CONTROL, token="ctc-another"),
    ),
    blocked(
        step.test_links_of_the_control_mail_are_untouched,
        "not-received",
        "test_control_mail_is_received",
        control_reception=NOT_ARRIVED,
        control_mail=None,
    ),
    not_configured(
        step.test_links_of_the_control_mail_are_untouched,
        "no-mailbox",
        "declare the [mailbox]",
        control_reception=NO_MAILBOX,
        control_mail=None,
    ),
)

LANDINGS = (
    holds(step.test_tracked_urls_can_be_read),
    fails(
        step.test_tracked_urls_can_be_read,
        "none",
        "the delivery has no tracked URL",
        tracked_urls=(),
    ),
    fails(
        step.test_tracked_urls_can_be_read,
        "silent",
        "nothing is known of: tracked urls",
        tracked_urls=None,
    ),
    blocked(
        step.test_tracked_urls_can_be_read,
        "not-received",
        "test_tracked_mail_is_received",
        tracked_urls=(),
        **NOT_RECEIVED,
    ),
    not_configured(step.test_tracked_urls_can_be_read, "no-right", REFUSAL, tracked_urls=NO_RIGHT),
    holds(step.test_landing_link_is_tracked),
    holds(step.test_landing_link_is_tracked, "text-only", tracked_mail=TEXT_ONLY),
    *(
        holds(
            step.test_landing_link_is_tracked,
            case,
            tracked_mail=replace(received(in_html(link(LANDING_ID))), text=text),
        )
        for case, text in (("with-a-disclaimer", DISCLAIMER), ("with-a-blank-part", " \n\n"))
    ),
    holds(
        step.test_landing_link_is_tracked,
        "beside-a-link-that-shares-the-page",
        tracked_mail=received(*TRACKED_LANDING, in_html(f"https://social.example/?u={LANDING}")),
    ),
    fails(
        step.test_landing_link_is_tracked,
        "untracked",
        "not tracked in the part: html, text",
        tracked_mail=UNTRACKED_MAIL,
    ),
    fails(
        step.test_landing_link_is_tracked,
        "untracked-in-the-text-part",
        "not tracked in the part: text",
        tracked_mail=received(in_html(link(LANDING_ID)), in_text(LANDING)),
    ),
    fails(
        step.test_landing_link_is_tracked,
        "in-the-html-part-only",
        "no tracked landing link in the part: text",
        tracked_mail=received(in_html(link(LANDING_ID))),
    ),
    fails(
        step.test_landing_link_is_tracked,
        "in-the-text-part-only",
        "no tracked landing link in the part: html",
        tracked_mail=received(in_text(link(LANDING_ID))),
    ),
    fails(
        step.test_landing_link_is_tracked,
        "wrapped-by-a-gateway",
        "the mail holds no tracked landing link",
        tracked_mail=received(in_html(WRAPPED), in_text(WRAPPED)),
    ),
    blocked(
        step.test_landing_link_is_tracked,
        "no-tracked-url",
        "test_tracked_urls_can_be_read",
        **NOTHING_TRACKED,
    ),
    blocked(
        step.test_landing_link_is_tracked,
        "not-received",
        "test_tracked_mail_is_received",
        **NOT_RECEIVED,
    ),
    not_configured(step.test_landing_link_is_tracked, "no-right", REFUSAL, tracked_urls=NO_RIGHT),
    holds(step.test_links_lead_to_the_tracking_host),
    holds(
        step.test_links_lead_to_the_tracking_host,
        "to-the-secure-one",
        tracked_mail=tracked_mail(origin=SECURE.upper().replace("HTTPS", "https")),
    ),
    holds(
        step.test_links_lead_to_the_tracking_host,
        "to-the-declared-one",
        options=options(
            NmsTracking_ServerUrl="http://old.example.com",
            NmsTracking_SecureServerUrl="https://old.example.com",
        ),
    ),
    holds(
        step.test_links_lead_to_the_tracking_host,
        "to-the-held-one",
        options=options(NmsTracking_ServerUrl="http://new.example.com"),
        tracked_mail=tracked_mail(origin="http://new.example.com"),
    ),
    holds(
        step.test_links_lead_to_the_tracking_host,
        "with-the-port-that-goes-without-saying",
        tracked_mail=AT_ITS_PORT,
    ),
    holds(
        step.test_links_lead_to_the_tracking_host,
        "without-the-port-that-is-held",
        environment=HTTP_ONLY,
        options=options(NmsTracking_SecureServerUrl=f"{SECURE}:443"),
        tracked_mail=tracked_mail(origin=SECURE),
    ),
    holds(
        step.test_links_lead_to_the_tracking_host,
        "in-another-script",
        options=options(NmsTracking_ServerUrl="http://t.b\u00fccher.example"),
        tracked_mail=tracked_mail(origin="http://t.xn--bcher-kva.example"),
    ),
    holds(
        step.test_links_lead_to_the_tracking_host,
        "beside-another-sender's-picture",
        tracked_mail=received(*tracked_mail().links, PARTNERS),
    ),
    fails(
        step.test_links_lead_to_the_tracking_host,
        "elsewhere",
        "expected http://t.example.com or https://t.example.com, got http://brand.example.net",
        tracked_mail=tracked_mail(origin="http://brand.example.net"),
    ),
    fails(
        step.test_links_lead_to_the_tracking_host,
        "to-another-port",
        "got http://t.example.com:8080",
        tracked_mail=tracked_mail(origin=f"{EXTERNAL}:8080"),
    ),
    holds(
        step.test_links_lead_to_the_tracking_host,
        "to-the-routing-account's",
        routing_account=RoutingAccount(id=7, tracking_url="https://Brand.example.net/"),
        tracked_mail=tracked_mail(origin="https://brand.example.net"),
    ),
    fails(
        step.test_links_lead_to_the_tracking_host,
        "to-the-routing-account's-by-http",
        "got http://brand.example.net",
        routing_account=RoutingAccount(id=7, tracking_url="https://brand.example.net"),
        tracked_mail=tracked_mail(origin="http://brand.example.net"),
    ),
    fails(
        step.test_links_lead_to_the_tracking_host,
        "to-a-routing-account's-that-cannot-be-read",
        "got http://brand.example.net; the routing account's tracking URL is not known: XTK-170036",
        routing_account=RoutingAccount(id=7, trouble="XTK-170036 Unknown field"),
        tracked_mail=tracked_mail(origin="http://brand.example.net"),
    ),
    holds(
        step.test_links_lead_to_the_tracking_host,
        "routing-account-that-cannot-be-read",
        routing_account=RoutingAccount(trouble=REFUSAL),
    ),
    fails(
        step.test_links_lead_to_the_tracking_host,
        "by-https-where-there-is-http-only",
        "expected http://t.example.com, got https://t.example.com",
        environment=HTTP_ONLY,
        options=options(NmsTracking_SecureServerUrl=""),
        tracked_mail=tracked_mail(origin=SECURE),
    ),
    fails(
        step.test_links_lead_to_the_tracking_host,
        "by-http-where-there-is-https-only",
        "expected https://t.example.com, got http://t.example.com",
        environment=SECURE_ONLY,
        options=options(NmsTracking_ServerUrl=""),
        tracked_mail=tracked_mail(),
    ),
    holds(
        step.test_links_lead_to_the_tracking_host,
        "by-https-that-the-option-alone-holds",
        environment=HTTP_ONLY,
        tracked_mail=tracked_mail(origin=SECURE),
    ),
    holds(
        step.test_links_lead_to_the_tracking_host,
        "by-https-that-is-declared-alone",
        options=options(NmsTracking_SecureServerUrl=""),
        tracked_mail=tracked_mail(origin=SECURE),
    ),
    blocked(
        step.test_links_lead_to_the_tracking_host,
        "external-url-malformed",
        "test_external_url_is_well_formed",
        options=options(NmsTracking_ServerUrl="http://[::1"),
        tracked_mail=tracked_mail(origin="http://brand.example.net"),
    ),
    blocked(
        step.test_links_lead_to_the_tracking_host,
        "nothing-tracked",
        "test_landing_link_is_tracked",
        tracked_mail=UNTRACKED_MAIL,
    ),
)

KNOWN_THERE = (
    holds(step.test_mid_sourcing_server_knows_the_delivery, **OF_THE_MID),
    fails(
        step.test_mid_sourcing_server_knows_the_delivery,
        "not-found",
        "no delivery there has the code",
        **OF_THE_MID | {"mid_delivery": NOT_THERE},
    ),
    fails(
        step.test_mid_sourcing_server_knows_the_delivery,
        "no-right",
        REFUSAL,
        **OF_THE_MID | {"mid_delivery": MidDelivery(trouble=REFUSAL)},
    ),
    fails(
        step.test_mid_sourcing_server_knows_the_delivery,
        "not-looked-for",
        "not found there",
        **OF_THE_MID | {"mid_delivery": MidDelivery()},
    ),
    *(
        blocked(
            step.test_mid_sourcing_server_knows_the_delivery,
            case,
            root,
            **OF_THE_MID | {"mid_delivery": NOT_THERE},
            **facts,
        )
        for case, root, facts in (
            ("not-received", "test_tracked_mail_is_received", {"tracked_reception": NOT_ARRIVED}),
            ("not-sent", "test_tracked_mail_is_sent", {"tracked_sending": NOT_SENT}),
            ("session-lost", "test_session_lasts", {"session_life": LOST}),
            ("mid-silent", "test_session_lasts", {"mid_session_life": SILENT_LIFE}),
        )
    ),
    not_applicable(
        step.test_mid_sourcing_server_knows_the_delivery, "none", "no mid-sourcing server"
    ),
    not_applicable(
        step.test_mid_sourcing_server_knows_the_delivery,
        "hybrid",
        "Adobe hosts the mid-sourcing server",
        environment=HYBRID,
        mid_delivery=ADOBES,
    ),
    *(
        blocked(
            step.test_tracked_urls_can_be_read,
            case,
            "test_session_lasts",
            tracked_urls=Absent(judged=Judged.FAILS, why="not readable: timed out"),
            session_life=life,
        )
        for case, life in (("session-lost", LOST), ("platform-silent", SILENT_LIFE))
    ),
    fails(
        step.test_tracked_urls_can_be_read,
        "not-answered",
        "not readable: timed out",
        tracked_urls=Absent(judged=Judged.FAILS, why="not readable: timed out"),
    ),
    not_configured(
        step.test_landing_link_is_tracked,
        "of-the-mid-and-no-right",
        REFUSAL,
        **OF_THE_MID | {"tracked_urls": NO_RIGHT},
    ),
)

IDS = (
    holds(step.test_links_name_the_delivery),
    holds(
        step.test_links_name_the_delivery,
        "negative",
        tracked=replace(TRACKED, id=-9001),
        tracked_mail=tracked_mail(delivery_id=MINUS_9001),
    ),
    holds(
        step.test_links_name_the_delivery,
        "beside-another-sender's-picture",
        tracked_mail=received(*tracked_mail().links, PARTNERS),
    ),
    *(
        holds(
            step.test_links_name_the_delivery,
            case,
            mid_delivery=mid_delivery,
            tracked_urls=(
                *(replace(url, tracking_id=1911) for url in TRACKED_URLS),
                *mid_delivery.urls,
            ),
            tracked_mail=tracked_mail(delivery_id=1911),
        )
        for case, mid_delivery in (
            ("by-its-tracking-id", MidDelivery()),
            ("by-its-tracking-id-beside-a-mid", MID_DELIVERY),
        )
    ),
    fails(
        step.test_links_name_the_delivery,
        "by-another-tracking-id",
        "expected 1911 or 9001, got [1912]",
        tracked_urls=tuple(replace(url, tracking_id=1911) for url in TRACKED_URLS),
        tracked_mail=tracked_mail(delivery_id=1912),
    ),
    fails(
        step.test_links_name_the_delivery,
        "another",
        "expected 9001, got [9002]",
        tracked_mail=tracked_mail(delivery_id=9002),
    ),
    fails(
        step.test_links_name_the_delivery,
        "another-too",
        "expected one id, got [9001, 9002]",
        tracked_mail=received(
            *TRACKED_LANDING, in_html(link(MIRROR_ID, delivery_id=DELIVERY_ID + 1))
        ),
    ),
    fails(
        step.test_links_name_the_delivery,
        "id-not-known",
        "expected none, got [9001]",
        tracked=replace(TRACKED, id=None),
    ),
    blocked(
        step.test_links_name_the_delivery,
        "nothing-tracked",
        "test_landing_link_is_tracked",
        tracked_mail=UNTRACKED_MAIL,
    ),
    not_applicable(
        step.test_links_name_the_delivery,
        "hybrid",
        "Adobe hosts the mid-sourcing server",
        environment=HYBRID,
        mid_delivery=ADOBES,
        tracked_mail=tracked_mail(delivery_id=9002),
    ),
    holds(step.test_links_name_the_delivery, "of-the-mid", **OF_THE_MID),
    holds(step.test_links_name_the_delivery, "our-own-despite-a-mid", mid_delivery=MID_DELIVERY),
    fails(
        step.test_links_name_the_delivery,
        "of-neither",
        "expected 5001 or 9001, got [9002]",
        mid_delivery=MID_DELIVERY,
        tracked_mail=tracked_mail(delivery_id=9002),
    ),
    blocked(
        step.test_links_name_the_delivery,
        "not-found-on-the-mid",
        "test_mid_sourcing_server_knows_the_delivery",
        **OF_THE_MID | {"mid_delivery": NOT_THERE},
    ),
    fails(
        step.test_links_name_the_delivery,
        "of-both",
        "expected one id, got [5001, 9001]",
        mid_delivery=MID_DELIVERY,
        tracked_mail=received(
            *TRACKED_LANDING, in_html(link(MIRROR_ID, delivery_id=MID_DELIVERY_ID))
        ),
    ),
    holds(step.test_links_name_the_message),
    holds(
        step.test_links_name_the_message,
        "beside-another-sender's-picture",
        tracked_mail=received(*tracked_mail().links, PARTNERS),
    ),
    holds(
        step.test_links_name_the_message,
        "negative",
        tracked_sending=replace(
            SENDING, message=replace(SENDING.message, id=-77) if SENDING.message else None
        ),
        tracked_mail=tracked_mail(message_id=MINUS_77),
    ),
    fails(
        step.test_links_name_the_message,
        "another",
        "expected 77, got [78]",
        tracked_mail=tracked_mail(message_id=MESSAGE_ID + 1),
    ),
    fails(
        step.test_links_name_the_message,
        "message-not-known",
        "expected none, got [77]",
        tracked_sending=NOT_SENT,
    ),
    blocked(
        step.test_links_name_the_message,
        "nothing-tracked",
        "test_landing_link_is_tracked",
        tracked_mail=UNTRACKED_MAIL,
    ),
    not_applicable(
        step.test_links_name_the_message,
        "hybrid",
        "Adobe hosts the mid-sourcing server",
        environment=HYBRID,
        mid_delivery=ADOBES,
        tracked_mail=tracked_mail(message_id=MESSAGE_ID + 1),
    ),
    holds(step.test_links_name_the_message, "of-the-mid", **OF_THE_MID),
    fails(
        step.test_links_name_the_message,
        "of-neither",
        "expected 42 or 77, got [78]",
        mid_delivery=MID_DELIVERY,
        tracked_mail=tracked_mail(message_id=MESSAGE_ID + 1),
    ),
    blocked(
        step.test_links_name_the_message,
        "not-found-on-the-mid",
        "test_mid_sourcing_server_knows_the_delivery",
        **OF_THE_MID | {"mid_delivery": NOT_THERE},
    ),
    fails(
        step.test_links_name_the_message,
        "of-two",
        "expected one id, got [42, 77]",
        mid_delivery=MID_DELIVERY,
        tracked_mail=received(
            *TRACKED_LANDING, in_html(link(MIRROR_ID, message_id=MID_MESSAGE_ID))
        ),
    ),
    holds(step.test_every_tracked_link_has_its_url),
    holds(
        step.test_every_tracked_link_has_its_url,
        "open-not-listed",
        tracked_urls=tuple(url for url in TRACKED_URLS if url.id != 1),
    ),
    holds(
        step.test_every_tracked_link_has_its_url,
        "beside-another-sender's",
        tracked_mail=received(
            *TRACKED_LANDING, in_html("https://news.partner.example/r/?id=hab,cd,ef")
        ),
    ),
    fails(
        step.test_every_tracked_link_has_its_url,
        "unknown",
        "no tracked URL has the id a9 (hexadecimal)",
        tracked_mail=received(*TRACKED_LANDING, in_html(link(0xA9))),
    ),
    fails(
        step.test_every_tracked_link_has_its_url,
        "unknown-by-another-writing-of-the-host",
        "no tracked URL has the id a9 (hexadecimal)",
        tracked_mail=received(
            *TRACKED_LANDING, in_html(link(0xA9, origin="https://T.Example.com:443"))
        ),
    ),
    blocked(
        step.test_every_tracked_link_has_its_url,
        "elsewhere",
        "test_links_lead_to_the_tracking_host",
        tracked_mail=tracked_mail(origin="http://brand.example.net"),
    ),
    blocked(
        step.test_every_tracked_link_has_its_url,
        "no-tracked-url",
        "test_tracked_urls_can_be_read",
        **NOTHING_TRACKED,
    ),
    blocked(
        step.test_every_tracked_link_has_its_url,
        "not-received",
        "test_tracked_mail_is_received",
        **NOT_RECEIVED,
    ),
)

OPEN_AND_MIRROR = (
    holds(step.test_mail_holds_an_open),
    fails(
        step.test_mail_holds_an_open,
        "none",
        "no link with the URL id 1",
        tracked_mail=received(*TRACKED_LANDING, in_html(link(MIRROR_ID))),
    ),
    *(
        fails(
            step.test_mail_holds_an_open,
            case,
            f"no link with the URL id 1 that names what the landing link does; others: {href}",
            tracked_mail=received(*TRACKED_LANDING, in_html(href)),
        )
        for case, href in (
            ("another-sender's", PARTNERS.href),
            ("another-message's", link(1, message_id=MESSAGE_ID + 1)),
            ("another-delivery's", link(1, delivery_id=DELIVERY_ID + 1)),
        )
    ),
    blocked(
        step.test_mail_holds_an_open,
        "no-tracked-url",
        "test_tracked_urls_can_be_read",
        **NOTHING_TRACKED,
    ),
    not_applicable(
        step.test_mail_holds_an_open, "text-only", "without HTML", tracked_mail=TEXT_ONLY
    ),
    holds(step.test_mail_holds_a_mirror_page_link),
    fails(
        step.test_mail_holds_a_mirror_page_link,
        "none",
        "no link to a URL of the type 6",
        tracked_mail=received(*TRACKED_LANDING, in_html(link(1))),
    ),
    fails(
        step.test_mail_holds_a_mirror_page_link,
        "of-another-type",
        "no link to a URL of the type 6",
        tracked_urls=(
            *TRACKED_URLS[:2],
            TrackedUrl(delivery_id=DELIVERY_ID, id=MIRROR_ID, type=3, source=""),
        ),
    ),
    blocked(
        step.test_mail_holds_a_mirror_page_link,
        "not-received",
        "test_tracked_mail_is_received",
        **NOT_RECEIVED,
    ),
    not_applicable(
        step.test_mail_holds_a_mirror_page_link,
        "text-only",
        "without HTML",
        tracked_mail=TEXT_ONLY,
    ),
)

# What a mutation or a second look found.
FOUND = (
    blocked(
        step.test_landing_link_is_tracked,
        "control-wrapped-too",
        "test_links_of_the_control_mail_are_untouched",
        tracked_mail=received(in_html(WRAPPED), in_text(WRAPPED)),
        control_mail=received(in_html(WRAPPED), in_text(WRAPPED)),
    ),
    *(
        blocked(
            check, "nothing-tracked", "test_landing_link_is_tracked", tracked_mail=UNTRACKED_MAIL
        )
        for check in (
            step.test_every_tracked_link_has_its_url,
            step.test_mail_holds_an_open,
            step.test_mail_holds_a_mirror_page_link,
        )
    ),
)

ROWS = (
    RECEPTIONS + CONTROL_LINKS + LANDINGS + KNOWN_THERE + IDS + OPEN_AND_MIRROR + FOUND + LINK_ROWS
)


@table(ROWS)
def test_mail(row: Row) -> None:
    """A check of the mails amounts to what arrived, in the right words."""
    judged = row.judge()

    assert (judged.judged, judged.root) == (row.judged, row.root), judged.reason
    assert row.words in judged.why
