"""Step 6, check by check: what each amounts to for which answers to our clicks."""

from dataclasses import replace

from campaign_tracking.campaign.order import marked
from campaign_tracking.judgement import Absent, Judged
from checks import test_6_click as step
from tests.unit.checks.healthy import (
    LANDING,
    LANDING_CLICK,
    LANDING_ID,
    MIRROR_CLICK,
    MIRROR_PAGE,
    MIRROR_URL,
    OPEN_CLICK,
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
from tests.unit.samples import RECIPIENT, TOKEN, environment, received

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
        "expected an answer below 400, got HTTP 400",
        open_click=replace(OPEN_CLICK, status_code=400),
    ),
    fails(
        step.test_open_is_answered,
        "silent",
        "expected an answer below 400, got timed out",
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

ROWS = ANSWER + PLACE + REST + FOUND


@table(ROWS)
def test_click(row: Row) -> None:
    """A check of the clicks amounts to what they were answered with, in the right words."""
    judged = row.judge()

    assert (judged.judged, judged.root) == (row.judged, row.root), judged.reason
    assert row.words in judged.why
