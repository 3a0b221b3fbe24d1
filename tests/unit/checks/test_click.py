"""Step 6, check by check: what each amounts to for which answers to our clicks."""

from dataclasses import replace

from campaign_tracking.campaign.delivery import SENT, Message
from campaign_tracking.campaign.order import marked
from campaign_tracking.judgement import Absent, Judged
from campaign_tracking.redirection.click import Click
from campaign_tracking.redirection.silence import Silence
from campaign_tracking.redirection.walk import Stop, Walk
from checks import test_6_at_each_server as each
from checks import test_6_click as step
from tests.unit.checks.healthy import (
    EXPIRED_TLS,
    LANDING,
    LANDING_CLICK,
    LANDING_ID,
    MESSAGE_ID,
    MIRROR_CLICK,
    MIRROR_PAGE,
    MIRROR_URL,
    NOT_ASKED,
    OPEN_CLICK,
    SENDING,
    SILENT_RTEST,
    TRACKED,
    click,
    closed,
    in_html,
    in_text,
    link,
    server,
    servers,
    silent,
    tracked_mail,
)
from tests.unit.checks.rows import Row, blocked, fails, holds, not_applicable, table
from tests.unit.samples import RECIPIENT, TOKEN, TRK2, environment, received

CHECK, SECURE_SITE = "https://www.example.com/check", "https://www.example.com"
BUECHER = "https://b\u00fccher.example"
WITH_A_QUERY = "https://www.example.com/check?campaign=a%20b&empty="
NO_OTHER_HOST = Absent(judged=Judged.NOT_APPLICABLE, why="it leads to cdn.example.net")
UNTRACKED: dict[str, object] = {
    "tracked_mail": received(in_html(LANDING), in_text(LANDING)),
    "landing_click": None,
    "open_click": None,
    "mirror_click": None,
    "mirror_page": None,
}
ONLY_LANDING = received(in_html(link(LANDING_ID)), in_text(link(LANDING_ID, "t")))
SILENT: dict[str, object] = {
    "landing_click": silent(LANDING_CLICK),
    "open_click": silent(OPEN_CLICK),
    "mirror_click": silent(MIRROR_CLICK),
    "mirror_page": None,
}


def landing_on(url: str) -> dict[str, object]:
    """Return what is declared if *url* is the landing page."""
    mail = {
        "template": "mail",
        "recipient": RECIPIENT,
        "allowed_recipients": ["*@example.com"],
        "landing_url": url,
    }
    return {"environment": environment(test_mail=mail)}


def leads_to(location: str) -> dict[str, object]:
    """Return a click that is sent on to *location*."""
    return {"landing_click": click(link(LANDING_ID), location=location)}


NOT_FOUND = "Requested URL '/r/ id=h4d,2329,a1' cannot be found"
NOT_THERE = replace(click(link(LANDING_ID), 404), text=NOT_FOUND)
LOGIN_PAGE = replace(click(link(LANDING_ID), 200), text="<html><title>Sign in</title>")
ON_TRK1 = click(link(LANDING_ID), location=LANDING)


def on_trk2(answer: Click) -> dict[str, object]:
    """Return what comes of clicking directly if *answer* is trk2's."""
    return {"direct_clicks": {"trk1": ON_TRK1, "trk2": answer}}


def untrusted(id_: str) -> dict[str, object]:
    """Return a platform on which a server's certificate has ended, and every click stops there."""
    ended = {
        name: replace(silent(one), silence=Silence.CERTIFICATE_EXPIRED)
        for name, one in (("landing_click", LANDING_CLICK), ("open_click", OPEN_CLICK))
    }
    return {"servers": servers(server(id_, tls=EXPIRED_TLS)), **SILENT, **ended}


BY_HTTPS = link(LANDING_ID, origin="https://t.example.com")
ANOTHER_MESSAGE = Message(id=MESSAGE_ID + 1, address=RECIPIENT, status=SENT)
NOT_CLICKED: dict[str, object] = {
    **dict.fromkeys(("landing_click", "open_click", "mirror_click", "mirror_page"), None),
    "tracked_sending": replace(SENDING, message=ANOTHER_MESSAGE),
}
DIRECT = (
    holds(each.test_tracking_server_resolves_the_link, "healthy", "trk2"),
    *(
        not_applicable(
            each.test_tracking_server_resolves_the_link,
            case,
            "asked by http, it sends the public name on to https",
            "trk2",
            **on_trk2(click(asked, location=BY_HTTPS)),
        )
        for case, asked in (("sent-on-to-https", link(LANDING_ID)), ("https-again", BY_HTTPS))
    ),
    fails(
        each.test_tracking_server_resolves_the_link,
        "a-loop-by-https",
        f"got HTTP 302 to {BY_HTTPS}",
        "trk2",
        servers=servers(server("trk2", url=f"https://{TRK2}")),
        **on_trk2(click(BY_HTTPS, location=BY_HTTPS)),
    ),
    fails(
        each.test_tracking_server_resolves_the_link,
        "sent-on-to-https-elsewhere",
        "got HTTP 302 to https://evil.example/r/?id=h4d,2329,a1",
        "trk2",
        **on_trk2(
            click(link(LANDING_ID), location=link(LANDING_ID, origin="https://evil.example"))
        ),
    ),
    fails(
        each.test_tracking_server_resolves_the_link,
        "sent-on-to-https-as-another-link",
        f"got HTTP 302 to {BY_HTTPS}&x=1",
        "trk2",
        **on_trk2(click(link(LANDING_ID), location=f"{BY_HTTPS}&x=1")),
    ),
    blocked(
        each.test_tracking_server_resolves_the_link,
        "of-another-message",
        "test_links_name_the_message",
        "trk2",
        **NOT_CLICKED,
    ),
    fails(
        each.test_tracking_server_resolves_the_link,
        "without-the-delivery",
        f"http://{TRK2}: expected https://www.example.com/check with our mark, got HTTP 404: "
        f'"{NOT_FOUND}"',
        "trk2",
        **on_trk2(NOT_THERE),
    ),
    fails(
        each.test_tracking_server_resolves_the_link,
        "leads-elsewhere",
        "got HTTP 302 to https://www.example.com/expired",
        "trk2",
        **on_trk2(click(link(LANDING_ID), location="https://www.example.com/expired")),
    ),
    fails(
        each.test_tracking_server_resolves_the_link,
        "silent",
        "got no answer: timed out (ReadTimeout)",
        "trk2",
        **on_trk2(silent(ON_TRK1)),
    ),
    fails(
        each.test_tracking_server_resolves_the_link,
        "not-asked",
        "got no click: it was not asked",
        "trk2",
        direct_clicks={"trk1": ON_TRK1},
    ),
    not_applicable(
        each.test_tracking_server_resolves_the_link, "public-name", "public name", "external"
    ),
    not_applicable(
        each.test_tracking_server_resolves_the_link,
        "tomcat",
        "leads to Tomcat, which knows no link",
        "trk3",
        servers=servers(server("trk3")),
    ),
    blocked(
        each.test_tracking_server_resolves_the_link,
        "port-closed",
        "test_port_opens[trk2]",
        "trk2",
        servers=servers(closed("trk2")),
        **on_trk2(silent(ON_TRK1)),
    ),
    blocked(
        each.test_tracking_server_resolves_the_link,
        "no-module",
        "test_redirection_module_answers[trk2]",
        "trk2",
        servers=servers(server("trk2", rtest=SILENT_RTEST)),
        **on_trk2(NOT_THERE),
    ),
    blocked(
        each.test_tracking_server_resolves_the_link,
        "untracked",
        "test_landing_link_is_tracked",
        "trk2",
        **UNTRACKED,
    ),
    not_applicable(
        each.test_tracking_server_resolves_the_link,
        "not-reachable-from-here",
        "internal URLs can't be asked from here",
        "trk2",
        every_server={"trk2": NOT_ASKED},
        direct_clicks={},
    ),
)
OF_THE_FRONT = (
    blocked(
        step.test_click_is_answered,
        "certificate-ended",
        "test_certificate_is_trusted[external-secure]",
        **untrusted("external-secure"),
    ),
    fails(
        step.test_click_is_answered,
        "silent-beside-a-certificate",
        "no answer: timed out",
        **{"servers": servers(server("external-secure", tls=EXPIRED_TLS)), **SILENT},
    ),
    blocked(
        step.test_click_is_redirected,
        "one-server-lacks-it",
        "test_tracking_server_resolves_the_link[trk2]",
        landing_click=NOT_THERE,
        **on_trk2(NOT_THERE),
    ),
    blocked(
        step.test_open_is_answered,
        "one-server-lacks-it",
        "test_tracking_server_resolves_the_link[trk2]",
        open_click=click(OPEN_CLICK.url, 404),
        **on_trk2(NOT_THERE),
    ),
    blocked(
        step.test_mirror_page_link_is_redirected,
        "one-server-lacks-it",
        "test_tracking_server_resolves_the_link[trk2]",
        mirror_click=click(MIRROR_CLICK.url, 404),
        mirror_page=None,
        **on_trk2(NOT_THERE),
    ),
    fails(
        step.test_open_is_answered,
        "refused-beside-a-server-that-lacks-it",
        "expected a picture, or to be sent on to one, got HTTP 403",
        open_click=click(OPEN_CLICK.url, 403),
        **on_trk2(NOT_THERE),
    ),
    fails(
        step.test_click_is_redirected,
        "refused-in-front",
        "got HTTP 403: 'The requested URL'; asked directly, trk1 redirect it",
        landing_click=click(link(LANDING_ID), 403),
        **on_trk2(NOT_THERE),
    ),
    fails(
        step.test_click_is_redirected,
        "refused-in-front-of-one-that-wants-https",
        "got HTTP 403: 'The requested URL'; asked directly, trk1 redirect it",
        landing_click=click(link(LANDING_ID), 403),
        **on_trk2(click(link(LANDING_ID), location=BY_HTTPS)),
    ),
    fails(
        step.test_click_is_redirected,
        "login-page",
        "got HTTP 200: '<html><title>Sign in</title>'; asked directly, trk1, trk2 redirect it",
        landing_click=LOGIN_PAGE,
    ),
    fails(
        step.test_click_is_redirected,
        "nobody-was-asked-directly",
        "expected a redirect, got HTTP 403: 'The requested URL'",
        landing_click=click(link(LANDING_ID), 403),
        direct_clicks={},
    ),
)
HOP = click(LANDING, location="https://www.example.com/en/")
LAST = click("https://www.example.com/en/")
WALK = Walk(hops=(HOP, LAST), stop=None, next_url="")
LEAVING = Walk(hops=(HOP,), stop=Stop.OTHER_HOST, next_url="https://sso.example.net/login")
WAYS = (
    holds(step.test_redirects_stay_on_the_landing_hosts, landing_walk=WALK),
    not_applicable(step.test_redirects_stay_on_the_landing_hosts, "default", "landing_hosts"),
    fails(
        step.test_redirects_stay_on_the_landing_hosts,
        "leaving",
        f"{LANDING} (HTTP 302) -> https://sso.example.net/login: it leads on a host that is not",
        landing_walk=LEAVING,
    ),
    fails(
        step.test_redirects_stay_on_the_landing_hosts,
        "loop",
        "where it had been before",
        landing_walk=replace(LEAVING, stop=Stop.LOOP),
    ),
    blocked(
        step.test_redirects_stay_on_the_landing_hosts,
        "link-not-redirected",
        "test_click_is_redirected",
        landing_click=click(link(LANDING_ID), 404),
        landing_walk=None,
    ),
    holds(step.test_landing_page_is_served, landing_walk=WALK),
    fails(
        step.test_landing_page_is_served,
        "not-found",
        "expected HTTP 200 in the end, got https://www.example.com/en/ (HTTP 404)",
        landing_walk=replace(WALK, hops=(click("https://www.example.com/en/", 404),)),
    ),
    fails(
        step.test_landing_page_is_served,
        "silent",
        "(timed out)",
        landing_walk=replace(WALK, hops=(HOP, silent(LAST))),
    ),
    blocked(
        step.test_landing_page_is_served,
        "leaving",
        "test_redirects_stay_on_the_landing_hosts",
        landing_walk=LEAVING,
    ),
    blocked(
        step.test_landing_page_is_served,
        "leaving-at-once",
        "test_redirects_stay_on_the_landing_hosts",
        landing_walk=replace(LEAVING, hops=()),
    ),
)

ANSWER = (
    holds(step.test_click_is_answered),
    holds(
        step.test_click_is_answered,
        "with-an-error",
        landing_click=click(link(LANDING_ID), 500),
    ),
    fails(step.test_click_is_answered, "silent", "no answer: timed out (ReadTimeout)", **SILENT),
    blocked(
        step.test_click_is_answered,
        "port-closed",
        "test_port_opens[external]",
        servers=servers(closed("external")),
        **SILENT,
    ),
    blocked(
        step.test_click_is_answered,
        "secure-port-closed",
        "test_port_opens[external-secure]",
        servers=servers(closed("external-secure")),
        **SILENT,
    ),
    blocked(step.test_click_is_answered, "untracked", "test_landing_link_is_tracked", **UNTRACKED),
    blocked(
        step.test_click_is_answered,
        "not-to-a-tracking-host",
        "test_links_lead_to_the_tracking_host",
        **{
            **UNTRACKED,
            "tracked_mail": tracked_mail(origin="http://brand.example.net"),
        },
    ),
    blocked(
        step.test_click_is_answered,
        "of-another-message",
        "test_links_name_the_message",
        **NOT_CLICKED,
    ),
    holds(step.test_click_is_redirected),
    fails(
        step.test_click_is_redirected,
        "another-page",
        "expected a redirect, got HTTP 404: 'The requested URL'",
        landing_click=click(link(LANDING_ID), 404),
    ),
    blocked(step.test_click_is_redirected, "silent", "test_click_is_answered", **SILENT),
)

PLACE = (
    holds(step.test_click_leads_to_the_landing_url),
    holds(
        step.test_click_leads_to_the_landing_url,
        "host-written-otherwise",
        **leads_to(LANDING.replace("www.example.com", "WWW.example.com")),
    ),
    *(
        holds(
            step.test_click_leads_to_the_landing_url,
            case,
            **landing_on(declared),
            **leads_to(marked(location, TOKEN)),
        )
        for case, declared, location in (
            ("port-that-goes-without-saying", CHECK, f"{SECURE_SITE}:443/check"),
            ("in-another-script", f"{BUECHER}/x", "https://xn--bcher-kva.example/x"),
            ("accent-encoded", f"{SECURE_SITE}/caf\u00e9", f"{SECURE_SITE}/caf%C3%A9"),
            ("tilde-encoded", f"{SECURE_SITE}/a%7eb", f"{SECURE_SITE}/a~b"),
        )
    ),
    holds(
        step.test_click_leads_to_the_landing_url,
        "with-its-own-query",
        **landing_on(WITH_A_QUERY),
        **leads_to(marked(WITH_A_QUERY.replace("%20", "+"), TOKEN)),
    ),
    holds(
        step.test_click_leads_to_the_landing_url,
        "no-path",
        **landing_on("https://www.example.com"),
        **leads_to(marked("https://www.example.com/", TOKEN)),
    ),
    fails(
        step.test_click_leads_to_the_landing_url,
        "own-query-lost",
        f"expected {WITH_A_QUERY} with our mark, got {LANDING}",
        direct_clicks={},
        **landing_on(WITH_A_QUERY),
    ),
    blocked(
        step.test_click_leads_to_the_landing_url,
        "as-a-server-sends-it-on-itself",
        "test_tracking_server_resolves_the_link[trk1]",
        **landing_on(WITH_A_QUERY),
    ),
    fails(
        step.test_click_leads_to_the_landing_url,
        "one-value-lost",
        f"expected {WITH_A_QUERY} with our mark",
        **landing_on(WITH_A_QUERY),
        **leads_to(marked("https://www.example.com/check?campaign=a%20b", TOKEN)),
    ),
    fails(
        step.test_click_leads_to_the_landing_url,
        "parameter-gained",
        "expected https://www.example.com/check with our mark",
        **leads_to(f"{LANDING}&gclid=1"),
    ),
    fails(
        step.test_click_leads_to_the_landing_url,
        "our-mark-lost",
        "got https://www.example.com/check",
        **leads_to("https://www.example.com/check"),
    ),
    fails(
        step.test_click_leads_to_the_landing_url,
        "of-another-run",
        "got https://www.example.com/check?campaign_tracking_check=ctc-0123456789ab-tracked",
        tracked=replace(TRACKED, token="ctc-another"),
        direct_clicks={},
    ),
    *(
        fails(
            step.test_click_leads_to_the_landing_url,
            case,
            f"expected https://www.example.com/check with our mark, got {location}",
            **leads_to(location),
        )
        for case, location in {
            "another-host": marked("https://www.example.org/check", TOKEN),
            "another-port": marked("https://www.example.com:8443/check", TOKEN),
            "another-scheme": marked("http://www.example.com/check", TOKEN),
            "a-slash-that-was-encoded": marked(f"{SECURE_SITE}/check%2F", TOKEN),
            "another-path": marked("https://www.example.com/expired", TOKEN),
            "malformed": "http://[::1",
        }.items()
    ),
    fails(
        step.test_click_leads_to_the_landing_url,
        "nowhere",
        "got nowhere",
        landing_click=replace(LANDING_CLICK, location=""),
    ),
    blocked(
        step.test_click_leads_to_the_landing_url,
        "not-redirected",
        "test_click_is_redirected",
        landing_click=click(link(LANDING_ID), 404),
    ),
)

REST = (
    holds(step.test_open_is_answered),
    holds(
        step.test_open_is_answered,
        "sent-on",
        open_click=replace(OPEN_CLICK, status_code=302, redirected=True),
    ),
    fails(
        step.test_open_is_answered,
        "another-page",
        "expected a picture, or to be sent on to one, got HTTP 400",
        open_click=replace(OPEN_CLICK, status_code=400),
    ),
    fails(
        step.test_open_is_answered,
        "login-page",
        "got HTTP 200: 'The requested URL'",
        open_click=replace(OPEN_CLICK, content_type="text/html; charset=utf-8"),
    ),
    fails(
        step.test_open_is_answered,
        "login-page-of-no-type",
        "got HTTP 200: '<html>login</html>'",
        open_click=replace(OPEN_CLICK, content_type="", text="<html>login</html>"),
    ),
    fails(
        step.test_open_is_answered,
        "silent",
        "expected a picture, or to be sent on to one, got no answer: timed out",
        open_click=silent(OPEN_CLICK),
    ),
    blocked(step.test_open_is_answered, "as-the-click", "test_click_is_answered", **SILENT),
    blocked(
        step.test_open_is_answered,
        "none-in-the-mail",
        "test_mail_holds_an_open",
        tracked_mail=ONLY_LANDING,
        open_click=None,
    ),
    holds(step.test_mirror_page_link_is_redirected),
    fails(
        step.test_mirror_page_link_is_redirected,
        "another-page",
        "expected a redirect, got HTTP 404",
        mirror_click=click(MIRROR_CLICK.url, 404),
        mirror_page=None,
    ),
    fails(
        step.test_mirror_page_link_is_redirected,
        "silent",
        "expected a redirect, got timed out",
        mirror_click=silent(MIRROR_CLICK),
        mirror_page=None,
    ),
    blocked(
        step.test_mirror_page_link_is_redirected,
        "as-the-click",
        "test_click_is_answered",
        **SILENT,
    ),
    blocked(
        step.test_mirror_page_link_is_redirected,
        "none-in-the-mail",
        "test_mail_holds_a_mirror_page_link",
        tracked_mail=ONLY_LANDING,
        mirror_click=None,
        mirror_page=None,
    ),
    holds(step.test_mirror_page_is_served),
    fails(
        step.test_mirror_page_is_served,
        "denied",
        "expected HTTP 200, got HTTP 403",
        mirror_page=click(MIRROR_URL, 403),
    ),
    fails(
        step.test_mirror_page_is_served,
        "silent",
        "expected HTTP 200, got timed out",
        mirror_page=silent(MIRROR_PAGE),
    ),
    blocked(
        step.test_mirror_page_is_served,
        "link-not-redirected",
        "test_mirror_page_link_is_redirected",
        mirror_click=click(MIRROR_CLICK.url, 404),
        mirror_page=None,
    ),
    not_applicable(
        step.test_mirror_page_is_served,
        "on-a-host-not-known",
        "cdn.example.net",
        mirror_page=NO_OTHER_HOST,
    ),
)

# What a mutation or a second look found.
FOUND = (
    fails(
        step.test_click_is_answered,
        "silent-without-an-http-url",
        "no answer: timed out",
        servers={"external-secure": server("external-secure")},
        **SILENT,
    ),
)

ROWS = ANSWER + DIRECT + OF_THE_FRONT + PLACE + WAYS + REST + FOUND


@table(ROWS)
def test_click(row: Row) -> None:
    """A check of the clicks amounts to what they were answered with, in the right words."""
    judged = row.judge()

    assert (judged.judged, judged.root) == (row.judged, row.root), judged.reason
    assert row.words in judged.why
