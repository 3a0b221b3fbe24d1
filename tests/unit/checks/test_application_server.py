"""Step 2, check by check: what each amounts to for which answers of the application server."""

from dataclasses import replace

from campaign_tracking.campaign.platform import Barrier
from campaign_tracking.campaign.session import SessionLife
from checks import test_2_application_server as step
from tests.unit.checks.healthy import (
    CERTIFICATE_REFUSED,
    EMPTY_HANDED,
    EXPIRED,
    LOGON_REFUSED,
    LOST,
    MID_ENVIRONMENT,
    MID_PLATFORM,
    NO_MID,
    NOT_CAMPAIGN,
    PLATFORM,
    REFUSAL,
    SILENCE,
    SILENT_LIFE,
    TOKEN_DENIED,
    UNREACHABLE,
    barred,
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

PING_REFUSED = {
    "HTTP-401": "HTTP 401: ",
    "HTTP-403": "HTTP 403: Forbidden",
    "HTTP-302": "HTTP 302: ",
    "no-right": REFUSAL,
    "by-its-own-rules": EXPIRED,
    "password": "wrong login or password (XSV-350012 Wrong login)",
    "address": "the operator's security zone (XSV-350013 Not allowed)",
}
IMS = environment(
    campaign={
        "url": PLATFORM.url,
        "instance": "prod",
        "auth": "ims",
        "client_id": "client",
        "scopes": ["openid"],
    }
)
PLAIN_HTTP = replace(PLATFORM, url="http://campaign.example.com")
SPEAKS_OF_A_CODE = replace(PLATFORM, ping=f"OK\n{REFUSAL}", ping_ok=True)

IDENTITY = (
    holds(step.test_identity_service_grants_a_token, environment=IMS),
    holds(
        step.test_identity_service_grants_a_token,
        "campaign-refuses-it",
        environment=IMS,
        platform=LOGON_REFUSED,
    ),
    fails(
        step.test_identity_service_grants_a_token,
        "denied",
        "HTTP 400, invalid_client: no such client",
        environment=IMS,
        platform=TOKEN_DENIED,
    ),
    not_applicable(
        step.test_identity_service_grants_a_token, "password", "auth = 'password' needs none"
    ),
    not_applicable(
        step.test_identity_service_grants_a_token,
        "session-token",
        "auth = 'session-token' needs none",
        environment=environment(
            campaign={"url": PLATFORM.url, "instance": "prod", "auth": "session-token"}
        ),
    ),
)

CERTIFICATE = (
    holds(step.test_its_certificate_is_trusted),
    holds(step.test_its_certificate_is_trusted, "something-else", platform=NOT_CAMPAIGN),
    fails(
        step.test_its_certificate_is_trusted,
        "expired",
        "https://campaign.example.com: certificate expired",
        platform=CERTIFICATE_REFUSED,
    ),
    blocked(
        step.test_its_certificate_is_trusted,
        "unreachable",
        "test_application_server_answers",
        platform=UNREACHABLE,
    ),
    not_applicable(
        step.test_its_certificate_is_trusted, "plain-http", "is plain HTTP", platform=PLAIN_HTTP
    ),
    not_applicable(
        step.test_its_certificate_is_trusted,
        "no-token",
        "it was not asked: HTTP 400, invalid_client",
        platform=TOKEN_DENIED,
        environment=IMS,
    ),
    holds(
        step.test_application_server_answers, "expired-certificate", platform=CERTIFICATE_REFUSED
    ),
    blocked(
        step.test_it_is_campaign,
        "expired-certificate",
        "test_its_certificate_is_trusted",
        platform=CERTIFICATE_REFUSED,
    ),
    blocked(
        step.test_we_can_log_on,
        "expired-certificate",
        "test_its_certificate_is_trusted",
        platform=CERTIFICATE_REFUSED,
    ),
)

LIFE = (
    holds(step.test_session_lasts),
    holds(step.test_session_lasts, "never-renewed", session_life=SessionLife()),
    holds(step.test_session_lasts, "renewed-on-the-mid", mid_session_life=SessionLife(renewed=1)),
    fails(step.test_session_lasts, "lost", "expired again after", session_life=LOST),
    fails(
        step.test_session_lasts,
        "silent",
        f"xtk:session#GetOption: {SILENCE}",
        session_life=SILENT_LIFE,
    ),
    fails(
        step.test_session_lasts,
        "silent-and-lost-in-the-end",
        "expired again after",
        session_life=replace(SILENT_LIFE, lost=LOST.lost),
    ),
    fails(
        step.test_session_lasts,
        "lost-on-the-mid",
        "the mid-sourcing server: xtk:session#GetUserInfo: expired again after",
        mid_session_life=LOST,
    ),
    fails(
        step.test_session_lasts,
        "silent-mid",
        f"the mid-sourcing server: xtk:session#GetOption: {SILENCE}",
        mid_session_life=SILENT_LIFE,
    ),
    blocked(
        step.test_session_lasts,
        "logon-refused",
        "test_we_can_log_on",
        session_life=None,
        platform=LOGON_REFUSED,
    ),
    blocked(
        step.test_database_answers,
        "session-lost",
        "test_session_lasts",
        platform=replace(PLATFORM, ping="timed out", ping_ok=False),
        session_life=LOST,
    ),
    blocked(
        step.test_database_answers,
        "session-lost-by-the-page",
        "test_session_lasts",
        platform=replace(PLATFORM, ping=LOST.lost, ping_ok=False),
        session_life=LOST,
    ),
    blocked(
        step.test_database_answers,
        "silent",
        "test_session_lasts",
        platform=replace(PLATFORM, ping=SILENCE, ping_ok=False),
        session_life=SILENT_LIFE,
    ),
    fails(
        step.test_database_answers,
        "silent-page-of-a-server-that-answers",
        f"expected OK, got {SILENCE}",
        platform=replace(PLATFORM, ping=SILENCE, ping_ok=False),
    ),
)

MID_SOURCING = (
    holds(step.test_mid_sourcing_server_can_be_logged_on_to, mid_platform=MID_PLATFORM),
    fails(
        step.test_mid_sourcing_server_can_be_logged_on_to,
        "refused",
        "https://mid.example.com: XSV-350012 wrong password",
        mid_platform=barred(Barrier.REFUSED, "XSV-350012 wrong password", MID_PLATFORM.url),
    ),
    not_applicable(
        step.test_mid_sourcing_server_can_be_logged_on_to,
        "none",
        "no mid-sourcing server is declared",
        mid_platform=NO_MID,
    ),
    holds(
        step.test_it_is_the_declared_mid_sourcing_instance,
        mid_platform=MID_PLATFORM,
        environment=MID_ENVIRONMENT,
    ),
    fails(
        step.test_it_is_the_declared_mid_sourcing_instance,
        "another",
        "expected mid, got stage",
        mid_platform=replace(MID_PLATFORM, instance="stage"),
        environment=MID_ENVIRONMENT,
    ),
    blocked(
        step.test_it_is_the_declared_mid_sourcing_instance,
        "refused",
        "test_mid_sourcing_server_can_be_logged_on_to",
        mid_platform=barred(Barrier.UNREACHABLE, "timed out", MID_PLATFORM.url),
        environment=MID_ENVIRONMENT,
    ),
    not_applicable(
        step.test_it_is_the_declared_mid_sourcing_instance,
        "not-told",
        "does not tell its instance",
        mid_platform=replace(MID_PLATFORM, instance=""),
        environment=MID_ENVIRONMENT,
    ),
)

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
        "check cannot log on: no password for [campaign]",
        platform=EMPTY_HANDED,
    ),
    fails(
        step.test_we_can_log_on,
        "token-refused",
        "auth = 'ims' cannot log on: XSV-350012",
        platform=LOGON_REFUSED,
        environment=IMS,
    ),
    blocked(
        step.test_we_can_log_on,
        "no-token",
        "test_identity_service_grants_a_token",
        platform=TOKEN_DENIED,
        environment=IMS,
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
            f"page-refused-{case}",
            f"let the operator ask ping.jsp from here ({words})",
            platform=replace(PLATFORM, ping=words, ping_ok=False),
        )
        for case, words in PING_REFUSED.items()
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
        "it was not asked: no password",
        platform=EMPTY_HANDED,
    ),
    not_applicable(
        step.test_it_is_campaign,
        "no-password",
        "it was not asked: no password",
        platform=EMPTY_HANDED,
    ),
    fails(
        step.test_database_answers,
        "no-data-source",
        "XSV-350063",
        platform=replace(PLATFORM, ping="XSV-350063 No data source defined", ping_ok=False),
    ),
    holds(step.test_database_answers, "that-speaks-of-a-code", platform=SPEAKS_OF_A_CODE),
    fails(
        step.test_database_answers,
        "database-error",
        "WDB-200001",
        platform=replace(PLATFORM, ping="HTTP 500: WDB-200001 no database", ping_ok=False),
    ),
)

ROWS = IDENTITY + CERTIFICATE + LOGON + LIFE + INSTANCE + DATABASE + CLOCK + MID_SOURCING + FOUND


@table(ROWS)
def test_application_server(row: Row) -> None:
    """A check of the application server amounts to what came of logging on, in the right words."""
    judged = row.judge()

    assert (judged.judged, judged.root) == (row.judged, row.root), judged.reason
    assert row.words in judged.why
