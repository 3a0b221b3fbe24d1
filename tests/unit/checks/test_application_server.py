"""Step 2, check by check: what each amounts to for which answers of the application server."""

from dataclasses import replace

from campaign_tracking.campaign.platform import Platform
from checks import test_2_application_server as step
from tests.unit.checks.healthy import (
    LOGON_REFUSED,
    NOT_CAMPAIGN,
    PLATFORM,
    REFUSAL,
    UNREACHABLE,
)
from tests.unit.checks.rows import (
    Row,
    blocked,
    fails,
    holds,
    not_applicable,
    not_configured,
    table,
)
from tests.unit.samples import environment

NO_PASSWORD = Platform(url=PLATFORM.url, login="check", no_password="there is no password")
PING_REFUSED = ("HTTP 401: ", "HTTP 403: Forbidden", "HTTP 302: ", REFUSAL)

LOGON = (
    holds(step.test_application_server_answers, platform=PLATFORM),
    holds(step.test_application_server_answers, "something-else", platform=NOT_CAMPAIGN),
    fails(
        step.test_application_server_answers,
        "refused",
        "https://campaign.example.com: connection refused",
        platform=UNREACHABLE,
    ),
    holds(step.test_it_is_campaign),
    holds(step.test_it_is_campaign, "that-refuses-us", platform=LOGON_REFUSED),
    fails(
        step.test_it_is_campaign,
        "login-page",
        "https://campaign.example.com: HTTP 200, a login page",
        platform=NOT_CAMPAIGN,
    ),
    holds(step.test_we_can_log_on),
    fails(
        step.test_we_can_log_on,
        "refused",
        "check cannot log on: XSV-350012 wrong password",
        platform=LOGON_REFUSED,
    ),
    fails(
        step.test_we_can_log_on,
        "no-password",
        "check cannot log on: there is no password",
        platform=NO_PASSWORD,
    ),
    blocked(
        step.test_we_can_log_on,
        "unreachable",
        "test_application_server_answers",
        platform=UNREACHABLE,
    ),
    blocked(step.test_we_can_log_on, "login-page", "test_it_is_campaign", platform=NOT_CAMPAIGN),
)

INSTANCE = (
    holds(step.test_it_is_the_declared_instance),
    fails(
        step.test_it_is_the_declared_instance,
        "another",
        "expected prod, got stage",
        platform=replace(PLATFORM, instance="stage"),
    ),
    blocked(
        step.test_it_is_the_declared_instance,
        "logon-refused",
        "test_we_can_log_on",
        platform=LOGON_REFUSED,
    ),
    not_applicable(
        step.test_it_is_the_declared_instance,
        "not-told",
        "does not tell its instance",
        platform=replace(PLATFORM, instance=""),
    ),
)

DATABASE = (
    holds(step.test_database_answers),
    fails(
        step.test_database_answers,
        "in-trouble",
        "expected OK, got Error",
        platform=replace(PLATFORM, ping="Error", ping_ok=False),
    ),
    fails(
        step.test_database_answers,
        "server-error",
        "expected OK, got HTTP 500: no database",
        platform=replace(PLATFORM, ping="HTTP 500: no database", ping_ok=False),
    ),
    fails(
        step.test_database_answers,
        "empty-answer",
        "expected OK, got no answer",
        platform=replace(PLATFORM, ping="", ping_ok=False),
    ),
    blocked(
        step.test_database_answers,
        "unreachable",
        "test_application_server_answers",
        platform=UNREACHABLE,
    ),
    blocked(
        step.test_database_answers, "logon-refused", "test_we_can_log_on", platform=LOGON_REFUSED
    ),
    *(
        not_configured(
            step.test_database_answers,
            f"page-refused-{words[:8]}",
            f"let the operator ask ping.jsp from here ({words})",
            platform=replace(PLATFORM, ping=words, ping_ok=False),
        )
        for words in PING_REFUSED
    ),
)

CLOCK = (
    holds(step.test_clock_is_right_there),
    holds(
        step.test_clock_is_right_there,
        "at-the-limit",
        platform=replace(PLATFORM, clock_ahead_s=-60.0),
    ),
    fails(
        step.test_clock_is_right_there,
        "ahead",
        "off by +61 s, at most 60",
        platform=replace(PLATFORM, clock_ahead_s=61.0),
    ),
    fails(
        step.test_clock_is_right_there,
        "behind",
        "off by -31 s, at most 30",
        platform=replace(PLATFORM, clock_ahead_s=-31.0),
        environment=environment(limits={"clock_skew": 30}),
    ),
    blocked(
        step.test_clock_is_right_there,
        "logon-refused",
        "test_we_can_log_on",
        platform=LOGON_REFUSED,
    ),
    not_applicable(
        step.test_clock_is_right_there,
        "not-told",
        "tells no time",
        platform=replace(PLATFORM, clock_ahead_s=None),
    ),
)

# What a mutation or a second look found.
FOUND = (
    blocked(
        step.test_it_is_campaign,
        "unreachable",
        "test_application_server_answers",
        platform=UNREACHABLE,
    ),
    not_applicable(
        step.test_application_server_answers,
        "no-password",
        "nothing was asked",
        platform=NO_PASSWORD,
    ),
    not_applicable(
        step.test_it_is_campaign, "no-password", "nothing was asked", platform=NO_PASSWORD
    ),
    fails(
        step.test_database_answers,
        "database-error",
        "WDB-200001",
        platform=replace(PLATFORM, ping="HTTP 500: WDB-200001 no database", ping_ok=False),
    ),
)

ROWS = LOGON + INSTANCE + DATABASE + CLOCK + FOUND


@table(ROWS)
def test_application_server(row: Row) -> None:
    """A check of the application server amounts to what came of logging on, in the right words."""
    judged = row.judge()

    assert (judged.judged, judged.root) == (row.judged, row.root), judged.reason
    assert row.words in judged.why
