"""Step 3, check by check: what each amounts to for which options and declarations."""

from dataclasses import replace
from datetime import timedelta

import pytest

from campaign_tracking.campaign.mid_sourcing import TrackingAccount
from campaign_tracking.campaign.mid_workflows import NAMES, MidWorkflow, MidWorkflows
from campaign_tracking.campaign.platform import Barrier
from campaign_tracking.campaign.workflow import PAUSED, STOPPED, TrackingWorkflow
from campaign_tracking.judgement import Absent, Judged, judge
from campaign_tracking.rulebook import checks_of
from checks import test_3_redirection_configuration as step
from checks import test_3_related_options as related
from tests.unit.checks.healthy import (
    ACCOUNT,
    EXTERNAL,
    LOGON_REFUSED,
    LOST,
    MID_ENVIRONMENT,
    MID_PLATFORM,
    NO_RIGHT,
    NOW,
    PLATFORM,
    REFUSAL,
    SECURE,
    UNREADABLE,
    WORKFLOW,
    barred,
    facts,
    options,
    redir,
    server,
    servers,
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
from tests.unit.samples import AT, TRK1, TRK2, environment
from tests.unit.server_files.platforms import mid_sourcing

INTERNAL = {"trk1": f"http://{TRK1}", "trk2": f"http://{TRK2}"}
HTTP_ONLY = environment(tracking={"url": EXTERNAL, "internal_urls": INTERNAL})
SECURE_ONLY = environment(tracking={"secure_url": SECURE, "internal_urls": INTERNAL})
NO_LIST = environment(tracking={"url": EXTERNAL, "secure_url": SECURE})
HYBRID = environment(hosting="hybrid")
LAB = environment(simulation=True)
BEHIND_THE_MID = mid_sourcing().read()
MID_TABLE = {"mid_sourcing": {"url": "https://mid.example.com", "instance": "mid", "login": "c"}}
NO_URLS = options(NmsTracking_ServerUrl="", NmsTracking_SecureServerUrl="")
BROKEN_URLS = {
    "broken-bracket": ("http://[::1", "Invalid IPv6 URL"),
    "no-port": ("http://x:y", "Port could not be cast"),
    "no-scheme": ("t.example.com", "allowed: an absolute http"),
    "white-space": ("http://t.example .com", "white space"),
    "login": ("http://me:secret@t.example.com", "a login does not belong"),
}
MID_REFUSES = barred(Barrier.REFUSED, "XSV-350012 wrong password", MID_PLATFORM.url)
UNDECLARED: dict[str, object] = {
    "tracking_options": Absent(judged=Judged.NOT_CONFIGURED, why="declare [mid_sourcing]")
}


def consolidated(seconds_ago: float) -> str:
    """Return the option of a consolidation that is so long ago."""
    return f"{NOW - timedelta(seconds=seconds_ago):%Y-%m-%d %H:%M:%S}.000Z"


READING = (
    holds(step.test_options_can_be_read),
    fails(
        step.test_options_can_be_read,
        "silent-in-between",
        "not readable: NmsTracking_Available: timed out",
        options=UNREADABLE,
    ),
    blocked(
        step.test_options_can_be_read,
        "logon-refused",
        "test_we_can_log_on",
        options=None,
        platform=LOGON_REFUSED,
    ),
    not_configured(step.test_options_can_be_read, "no-right", REFUSAL, options=NO_RIGHT),
    fails(
        step.test_options_can_be_read,
        "silent-mid",
        "not readable: NmsTracking_Available: timed out",
        tracking_options=UNREADABLE,
        mid_platform=MID_PLATFORM,
    ),
    blocked(
        step.test_options_can_be_read,
        "session-lost",
        "test_session_lasts",
        options=UNREADABLE,
        session_life=LOST,
    ),
    blocked(
        step.test_options_can_be_read,
        "no-session-on-the-mid",
        "test_mid_sourcing_server_can_be_logged_on_to",
        tracking_options=None,
        mid_platform=MID_REFUSES,
    ),
    not_configured(
        step.test_options_can_be_read, "mid-not-declared", "declare [mid_sourcing]", **UNDECLARED
    ),
    holds(step.test_tracking_is_activated),
    holds(
        step.test_tracking_is_activated, "in-words", options=options(NmsTracking_Available=" True ")
    ),
    fails(
        step.test_tracking_is_activated,
        "off",
        "expected 1, got '0'",
        options=options(NmsTracking_Available="0"),
    ),
    fails(
        step.test_tracking_is_activated,
        "no-such-option",
        "expected 1, got 'no value'",
        options=options(NmsTracking_Available=""),
    ),
    blocked(
        step.test_tracking_is_activated,
        "unreadable",
        "test_options_can_be_read",
        options=UNREADABLE,
    ),
    not_configured(step.test_tracking_is_activated, "no-right", REFUSAL, options=NO_RIGHT),
)

TRACKING_ACCOUNT = (
    holds(step.test_tracking_account_is_enabled, tracking_account=ACCOUNT),
    fails(
        step.test_tracking_account_is_enabled,
        "unreadable",
        "not readable: timed out",
        tracking_account=TrackingAccount(name="mid", trouble="timed out"),
    ),
    fails(
        step.test_tracking_account_is_enabled,
        "none",
        "there is no external account mid",
        tracking_account=TrackingAccount(name="mid"),
    ),
    fails(
        step.test_tracking_account_is_enabled,
        "disabled",
        "the external account defaultEmailMid is not enabled",
        tracking_account=replace(ACCOUNT, enabled=False),
    ),
    fails(
        step.test_tracking_account_is_enabled,
        "declared-and-not-held",
        "NmsTracking_ExtAccount is empty, and [mid_sourcing] is declared",
        environment=MID_ENVIRONMENT,
    ),
    blocked(
        step.test_tracking_account_is_enabled,
        "unreadable-options",
        "test_options_can_be_read",
        options=UNREADABLE,
        tracking_account=TrackingAccount(name="mid"),
    ),
    not_applicable(
        step.test_tracking_account_is_enabled, "stand-alone", "tracking is not externalised"
    ),
    not_configured(
        step.test_tracking_account_is_enabled, "no-right", REFUSAL, tracking_account=NO_RIGHT
    ),
)

EXTERNAL_URL = (
    holds(step.test_external_url_is_well_formed),
    holds(
        step.test_external_url_is_well_formed,
        "slash-at-the-end",
        options=options(NmsTracking_ServerUrl="http://t.example.com:81/"),
    ),
    *(
        fails(
            step.test_external_url_is_well_formed,
            case,
            words,
            options=options(NmsTracking_ServerUrl=url),
        )
        for case, (url, words) in BROKEN_URLS.items()
    ),
    fails(
        step.test_external_url_is_well_formed,
        "https",
        "not an http URL",
        options=options(NmsTracking_ServerUrl=SECURE),
    ),
    fails(
        step.test_external_url_is_well_formed,
        "path",
        "it has a path",
        options=options(NmsTracking_ServerUrl=f"{EXTERNAL}/r/"),
    ),
    fails(
        step.test_external_url_is_well_formed,
        "query",
        "it has a path",
        options=options(NmsTracking_ServerUrl=f"{EXTERNAL}/?a=1"),
    ),
    fails(
        step.test_external_url_is_well_formed,
        "empty-but-declared",
        "'empty': allowed",
        options=options(NmsTracking_ServerUrl=""),
    ),
    blocked(
        step.test_external_url_is_well_formed,
        "unreadable",
        "test_options_can_be_read",
        options=UNREADABLE,
    ),
    not_applicable(
        step.test_external_url_is_well_formed,
        "secure-url-only",
        "only the secure URL",
        options=options(NmsTracking_ServerUrl=""),
        environment=SECURE_ONLY,
    ),
    holds(step.test_external_url_is_the_declared_one),
    holds(
        step.test_external_url_is_the_declared_one,
        "written-otherwise",
        options=options(NmsTracking_ServerUrl="http://T.Example.com/"),
    ),
    fails(
        step.test_external_url_is_the_declared_one,
        "another",
        "expected http://t.example.com, got http://t.example.org",
        options=options(NmsTracking_ServerUrl="http://t.example.org"),
    ),
    blocked(
        step.test_external_url_is_the_declared_one,
        "empty",
        "test_external_url_is_well_formed",
        options=options(NmsTracking_ServerUrl=""),
    ),
    blocked(
        step.test_external_url_is_the_declared_one,
        "malformed",
        "test_external_url_is_well_formed",
        options=options(NmsTracking_ServerUrl="http://[::1"),
    ),
    not_applicable(
        step.test_external_url_is_the_declared_one,
        "neither-held-nor-declared",
        "does without ([tracking] url is not declared)",
        options=options(NmsTracking_ServerUrl=""),
        environment=SECURE_ONLY,
    ),
    not_configured(
        step.test_external_url_is_the_declared_one,
        "held-and-not-declared",
        "declare [tracking] url; the platform holds http://t.example.com",
        environment=SECURE_ONLY,
    ),
    holds(step.test_external_url_is_public),
    holds(
        step.test_external_url_is_public,
        "secure-url-only",
        options=options(NmsTracking_ServerUrl=""),
        environment=SECURE_ONLY,
    ),
    fails(
        step.test_external_url_is_public,
        "private-address",
        "not public: 10.0.0.1",
        options=options(NmsTracking_ServerUrl="http://10.0.0.1"),
    ),
    fails(
        step.test_external_url_is_public,
        "internal-name",
        "not public: tracking",
        options=options(NmsTracking_ServerUrl="http://tracking"),
    ),
    fails(
        step.test_external_url_is_public,
        "internal-secure-name",
        "not public: t.example.local",
        options=options(NmsTracking_SecureServerUrl="https://t.example.local"),
    ),
    blocked(
        step.test_external_url_is_public,
        "malformed",
        "test_external_url_is_well_formed",
        options=options(NmsTracking_ServerUrl="http://x:y"),
    ),
    blocked(
        step.test_external_url_is_public,
        "none-held",
        "test_external_url_is_well_formed",
        options=NO_URLS,
    ),
    not_applicable(
        step.test_external_url_is_public,
        "lab",
        "loopback",
        environment=LAB,
        options=options(
            NmsTracking_ServerUrl="http://127.0.0.11:81",
            NmsTracking_SecureServerUrl="https://127.0.0.11:82",
        ),
    ),
    fails(
        step.test_external_url_is_public,
        "lab-with-a-name-of-its-own",
        "not public: localhost (NmsTracking_ServerUrl)",
        environment=LAB,
        options=options(NmsTracking_ServerUrl="http://localhost:81"),
    ),
    blocked(
        step.test_external_url_is_the_declared_one,
        "not-public",
        "test_external_url_is_public",
        options=options(NmsTracking_ServerUrl="http://10.0.0.1"),
    ),
    blocked(
        step.test_secure_url_is_the_declared_one,
        "not-public",
        "test_external_url_is_public",
        options=options(NmsTracking_SecureServerUrl="https://10.0.0.1"),
    ),
)

SECURE_URL = (
    holds(step.test_secure_url_is_well_formed),
    *(
        fails(
            step.test_secure_url_is_well_formed,
            case,
            words,
            options=options(NmsTracking_SecureServerUrl=url.replace("http:", "https:")),
        )
        for case, (url, words) in BROKEN_URLS.items()
    ),
    fails(
        step.test_secure_url_is_well_formed,
        "http",
        "not an https URL",
        options=options(NmsTracking_SecureServerUrl=EXTERNAL),
    ),
    fails(
        step.test_secure_url_is_well_formed,
        "path",
        "it has a path",
        options=options(NmsTracking_SecureServerUrl=f"{SECURE}/r"),
    ),
    *(
        not_applicable(check, "none-held", "no external URL at all", options=NO_URLS)
        for check in (
            step.test_secure_url_is_well_formed,
            step.test_secure_url_is_the_declared_one,
        )
    ),
    blocked(
        step.test_secure_url_is_well_formed,
        "unreadable",
        "test_options_can_be_read",
        options=UNREADABLE,
    ),
    not_applicable(
        step.test_secure_url_is_well_formed,
        "http-url-only",
        "only the http URL",
        options=options(NmsTracking_SecureServerUrl=""),
    ),
    holds(step.test_secure_url_is_the_declared_one),
    fails(
        step.test_secure_url_is_the_declared_one,
        "another",
        "expected https://t.example.com, got https://t.example.org",
        options=options(NmsTracking_SecureServerUrl="https://t.example.org"),
    ),
    fails(
        step.test_secure_url_is_the_declared_one,
        "declared-and-not-held",
        "expected https://t.example.com, got none",
        options=options(NmsTracking_SecureServerUrl=""),
    ),
    blocked(
        step.test_secure_url_is_the_declared_one,
        "malformed",
        "test_secure_url_is_well_formed",
        options=options(NmsTracking_SecureServerUrl="https://[::1"),
    ),
    not_applicable(
        step.test_secure_url_is_the_declared_one,
        "neither-held-nor-declared",
        "does without ([tracking] secure_url is not declared)",
        options=options(NmsTracking_SecureServerUrl=""),
        environment=HTTP_ONLY,
    ),
    not_configured(
        step.test_secure_url_is_the_declared_one,
        "held-and-not-declared",
        "declare [tracking] secure_url; the platform holds https://t.example.com",
        environment=HTTP_ONLY,
    ),
)

EMPTY_LIST = options(NmsTracking_ServerUrlList="")
INTERNAL_URLS = (
    holds(step.test_internal_urls_are_well_formed),
    holds(
        step.test_internal_urls_are_well_formed,
        "of-both-schemes",
        options=options(NmsTracking_ServerUrlList="https://web1 ,http://web2:8080/"),
    ),
    *(
        fails(
            step.test_internal_urls_are_well_formed,
            case,
            f"{url!r}: {words}",
            options=options(NmsTracking_ServerUrlList=f"{url},http://{TRK2}"),
        )
        for case, (url, words) in BROKEN_URLS.items()
    ),
    fails(
        step.test_internal_urls_are_well_formed,
        "one-too-many-commas",
        "'': allowed",
        options=options(NmsTracking_ServerUrlList=f"http://{TRK1},,http://{TRK2}"),
    ),
    fails(
        step.test_internal_urls_are_well_formed,
        "path",
        f"'http://{TRK2}/r/': it has a path",
        options=options(NmsTracking_ServerUrlList=f"http://{TRK1},http://{TRK2}/r/"),
    ),
    blocked(
        step.test_internal_urls_are_well_formed,
        "logon-refused",
        "test_we_can_log_on",
        options=None,
        platform=LOGON_REFUSED,
    ),
    not_applicable(
        step.test_internal_urls_are_well_formed, "empty", "the list is empty", options=EMPTY_LIST
    ),
    holds(step.test_no_internal_host_is_listed_twice),
    fails(
        step.test_no_internal_host_is_listed_twice,
        "another-port",
        f"listed more than once: {TRK1}",
        options=options(NmsTracking_ServerUrlList=f"http://{TRK1},http://{TRK1}:8080"),
    ),
    fails(
        step.test_no_internal_host_is_listed_twice,
        "two-hosts-in-a-lab",
        f"listed more than once: {TRK1}",
        options=options(NmsTracking_ServerUrlList=f"http://{TRK1},http://{TRK1},http://{TRK2}"),
        environment=LAB,
    ),
    blocked(
        step.test_no_internal_host_is_listed_twice,
        "malformed",
        "test_internal_urls_are_well_formed",
        options=options(NmsTracking_ServerUrlList="http://[::1,http://x:y"),
    ),
    not_applicable(
        step.test_no_internal_host_is_listed_twice, "empty", "the list is empty", options=EMPTY_LIST
    ),
    not_applicable(
        step.test_no_internal_host_is_listed_twice,
        "lab",
        "one loopback address",
        options=options(NmsTracking_ServerUrlList="http://127.0.0.1:8001,http://127.0.0.1:8002"),
        environment=LAB,
    ),
    holds(step.test_internal_urls_are_the_declared_ones),
    holds(
        step.test_internal_urls_are_the_declared_ones,
        "in-another-order",
        options=options(NmsTracking_ServerUrlList=f"http://{TRK2}/,http://{TRK1}"),
    ),
    fails(
        step.test_internal_urls_are_the_declared_ones,
        "another-one",
        f"missing in the wizard: http://{TRK2}; not declared: http://10.0.0.9",
        options=options(NmsTracking_ServerUrlList=f"http://{TRK1},http://10.0.0.9"),
    ),
    fails(
        step.test_internal_urls_are_the_declared_ones,
        "one-too-many",
        "missing in the wizard: none; not declared: http://10.0.0.9",
        options=options(NmsTracking_ServerUrlList=f"http://{TRK1},http://{TRK2},http://10.0.0.9"),
    ),
    fails(
        step.test_internal_urls_are_the_declared_ones,
        "declared-and-not-held",
        f"missing in the wizard: http://{TRK2}, http://{TRK1}; not declared: none",
        options=EMPTY_LIST,
    ),
    blocked(
        step.test_internal_urls_are_the_declared_ones,
        "malformed",
        "test_internal_urls_are_well_formed",
        options=options(NmsTracking_ServerUrlList=f"http://{TRK1},http://[::1"),
    ),
    not_applicable(
        step.test_internal_urls_are_the_declared_ones,
        "adobe-hosts-them",
        "does not tell",
        environment=environment(hosting="adobe"),
    ),
    not_applicable(
        step.test_internal_urls_are_the_declared_ones,
        "neither-held-nor-declared",
        "does without ([tracking] internal_urls is not declared)",
        options=EMPTY_LIST,
        environment=NO_LIST,
    ),
    not_configured(
        step.test_internal_urls_are_the_declared_ones,
        "held-and-not-declared",
        f"declare [tracking] internal_urls; the platform holds http://{TRK2}, http://{TRK1}",
        environment=NO_LIST,
    ),
)

REGISTRATION = (
    holds(step.test_tracking_instance_is_named),
    fails(
        step.test_tracking_instance_is_named,
        "empty",
        "NmsTracking_Instance is empty",
        options=options(NmsTracking_Instance=" "),
    ),
    blocked(
        step.test_tracking_instance_is_named,
        "unreadable",
        "test_options_can_be_read",
        options=UNREADABLE,
    ),
    *(
        row(
            step.test_marketing_names_a_tracking_instance_that_is_there,
            case,
            *words,
            environment=where,
            every_machine=there,
            options=options(NmsTracking_Instance=name),
            tracking_options=options(),
        )
        for row, case, words, where, there, name in (
            (holds, "as-on-the-mid", (), MID_ENVIRONMENT, BEHIND_THE_MID, "prod"),
            (holds, "one-of-its-own", (), MID_ENVIRONMENT, BEHIND_THE_MID, "mid"),
            (
                fails,
                "not-there",
                ("NmsTracking_Instance: expected one of mid, got mid_old",),
                MID_ENVIRONMENT,
                BEHIND_THE_MID,
                "mid_old",
            ),
            (not_applicable, "no-mid", ("no mid",), environment(), BEHIND_THE_MID, "mid_old"),
            (
                not_applicable,
                "hybrid",
                ("Adobe hosts",),
                environment(hosting="hybrid", **MID_TABLE),
                {},
                "mid_old",
            ),
            (not_configured, "no-host", ("[[host]]",), MID_ENVIRONMENT, {}, "mid_old"),
            (fails, "none", ("expected a name",), MID_ENVIRONMENT, {}, ""),
        )
    ),
    blocked(
        step.test_marketing_names_a_tracking_instance_that_is_there,
        "unreadable",
        "test_options_can_be_read",
        environment=MID_ENVIRONMENT,
        options=UNREADABLE,
        every_machine=BEHIND_THE_MID,
    ),
    holds(step.test_tracking_servers_serve_the_instance),
    fails(
        step.test_tracking_servers_serve_the_instance,
        "another",
        "expected prod (NmsTracking_Instance): trk2 serves stage",
        servers=servers(server("trk2", rtest=redir(instance="stage"))),
    ),
    blocked(
        step.test_tracking_servers_serve_the_instance,
        "none-registered",
        "test_tracking_instance_is_named",
        options=options(NmsTracking_Instance=""),
    ),
    not_applicable(
        step.test_tracking_servers_serve_the_instance,
        "not-told",
        "no server tells its instance",
        servers={"trk1": server("trk1", rtest=redir(instance=""))},
    ),
    holds(step.test_tracking_password_is_set),
    fails(
        step.test_tracking_password_is_set,
        "empty",
        "NmsTracking_Password is empty",
        options=options(NmsTracking_Password=""),
    ),
    blocked(
        step.test_tracking_password_is_set,
        "unreadable",
        "test_options_can_be_read",
        options=UNREADABLE,
    ),
    holds(step.test_database_identifier_is_set),
    fails(
        step.test_database_identifier_is_set,
        "empty",
        "XtkDatabaseId is empty",
        options=options(XtkDatabaseId=""),
    ),
    blocked(
        step.test_database_identifier_is_set,
        "unreadable",
        "test_options_can_be_read",
        options=UNREADABLE,
    ),
)

FORMULAS = (
    holds(related.test_formulas_are_on_one_line),
    holds(
        related.test_formulas_are_on_one_line,
        "line-feed-inside",
        options=options(NmsTracking_ClickFormula="<%\r\nclick()\n%>\n"),
    ),
    holds(
        related.test_formulas_are_on_one_line,
        "none-for-the-web",
        options=options(NmsTracking_WebFormula=""),
    ),
    *(
        fails(
            related.test_formulas_are_on_one_line,
            f"line-feed-in-{name}-{number}",
            f"a line feed outside <% %> in NmsTracking_{name}Formula",
            options=options(
                **{f"NmsTracking_{name}Formula": f"/r/?id=<%= a() %>{feed}&p=<%= b() %>"}
            ),
        )
        for name in ("Click", "Open", "Web")
        for number, feed in enumerate(("\n", "\r"))
    ),
    *(
        fails(
            related.test_formulas_are_on_one_line,
            f"{name}-empty",
            f"empty: NmsTracking_{name}Formula",
            options=options(**{f"NmsTracking_{name}Formula": " "}),
        )
        for name in ("Click", "Open")
    ),
    blocked(
        related.test_formulas_are_on_one_line,
        "unreadable",
        "test_options_can_be_read",
        options=UNREADABLE,
    ),
    *(
        holds(
            related.test_formulas_give_links_a_base,
            f"of-its-own-{number}",
            options=options(NmsTracking_ClickFormula=formula),
        )
        for number, formula in enumerate(
            (
                "<%@ include option='NmsTracking_ServerUrl' %>/r/?id=<%= ids() %>",
                '<%@ value object="provider" xpath="@trackingURL" %>/r/?id=<%= ids() %>',
                "<%= base() %>/r/?id=<%= ids() %>",
                "https://t.example.com/r/?id=<%= ids() %>",
                "<%= link() %>",
            )
        )
    ),
    holds(related.test_formulas_give_links_a_base),
    *(
        fails(
            related.test_formulas_give_links_a_base,
            f"none-in-{name}",
            f"nothing stands before /r/ in NmsTracking_{name}Formula",
            options=options(**{f"NmsTracking_{name}Formula": " /r/?id=<%= ids() %>"}),
        )
        for name in ("Click", "Open", "Web")
    ),
    blocked(
        related.test_formulas_give_links_a_base,
        "not-on-one-line",
        "test_formulas_are_on_one_line",
        options=options(NmsTracking_ClickFormula="/r/?id=<%= a() %>\n<%= b() %>"),
    ),
    blocked(
        related.test_formulas_give_links_a_base,
        "unreadable",
        "test_options_can_be_read",
        options=UNREADABLE,
    ),
)

REST = (
    holds(related.test_mirror_page_url_is_well_formed),
    *(
        fails(
            related.test_mirror_page_url_is_well_formed,
            case,
            f"{url!r}: {words}",
            options=options(NmsServer_MirrorPageUrl=url),
        )
        for case, (url, words) in BROKEN_URLS.items()
    ),
    fails(
        related.test_mirror_page_url_is_well_formed,
        "path",
        "it has a path",
        options=options(NmsServer_MirrorPageUrl=f"{EXTERNAL}/nl/jsp/m.jsp"),
    ),
    blocked(
        related.test_mirror_page_url_is_well_formed,
        "logon-refused",
        "test_we_can_log_on",
        options=None,
        platform=LOGON_REFUSED,
    ),
    not_applicable(
        related.test_mirror_page_url_is_well_formed,
        "empty",
        "the routing account names",
        options=options(NmsServer_MirrorPageUrl=""),
    ),
    holds(related.test_last_postupgrade_is_of_this_build),
    fails(
        related.test_last_postupgrade_is_of_this_build,
        "earlier-build",
        "expected 9383 (running), got 9350",
        options=options(NmsServer_LastPostUpgrade="9350"),
    ),
    blocked(
        related.test_last_postupgrade_is_of_this_build,
        "logon-refused",
        "test_we_can_log_on",
        options=None,
        platform=LOGON_REFUSED,
    ),
    not_applicable(
        related.test_last_postupgrade_is_of_this_build,
        "no-postupgrade-told",
        "does not tell both builds",
        options=options(NmsServer_LastPostUpgrade=""),
    ),
    not_applicable(
        related.test_last_postupgrade_is_of_this_build,
        "no-build-told",
        "does not tell both builds",
        platform=replace(PLATFORM, build=""),
    ),
    holds(related.test_tracking_was_consolidated_lately),
    holds(
        related.test_tracking_was_consolidated_lately,
        "hybrid",
        options=options(NmsTracking_LastConsolidation=consolidated(5000)),
        environment=HYBRID,
    ),
    fails(
        related.test_tracking_was_consolidated_lately,
        "long-ago",
        "expected at most 3,900",
        options=options(NmsTracking_LastConsolidation=consolidated(5000)),
    ),
    blocked(
        related.test_tracking_was_consolidated_lately,
        "logon-refused",
        "test_we_can_log_on",
        options=None,
        platform=LOGON_REFUSED,
    ),
    holds(
        related.test_tracking_was_consolidated_lately,
        "lately-when-it-was-read",
        options=replace(options(), read_at=NOW - timedelta(hours=3)),
    ),
    holds(
        related.test_tracking_was_consolidated_lately,
        "long-ago-by-now",
        options=replace(
            options(NmsTracking_LastConsolidation=consolidated(7200)),
            read_at=NOW - timedelta(seconds=7000),
        ),
    ),
    fails(
        related.test_tracking_was_consolidated_lately,
        "long-ago-when-it-was-read",
        "last consolidated 5,758 s ago, expected at most 3,900",
        options=replace(
            options(NmsTracking_LastConsolidation="2026-11-23 13:00:00.000Z"), read_at=AT
        ),
    ),
    fails(
        related.test_tracking_was_consolidated_lately,
        "long-ago-and-nobody-knows-when-it-was-read",
        "expected at most 3,900",
        options=replace(options(NmsTracking_LastConsolidation=consolidated(5000)), read_at=None),
    ),
    not_applicable(
        related.test_tracking_was_consolidated_lately,
        "not-told",
        "does not tell when",
        options=options(NmsTracking_LastConsolidation=""),
    ),
    not_applicable(
        related.test_tracking_was_consolidated_lately,
        "told-otherwise",
        "not documented",
        options=options(NmsTracking_LastConsolidation="yesterday"),
    ),
)

KEEPING = (
    not_applicable(related.test_clicks_are_kept_long_enough, "not-set", "is not set"),
    holds(
        related.test_clicks_are_kept_long_enough,
        "a-year",
        options=options(NmsCleanup_TrackingLogPurgeDelay="31536000"),
    ),
    fails(
        related.test_clicks_are_kept_long_enough,
        "an-hour",
        "3600 s, expected at least 3,900",
        options=options(NmsCleanup_TrackingLogPurgeDelay="3600"),
    ),
    not_applicable(
        related.test_clicks_are_kept_long_enough,
        "another-form",
        "no number of seconds",
        options=options(NmsCleanup_TrackingLogPurgeDelay="1y"),
    ),
    blocked(
        related.test_clicks_are_kept_long_enough,
        "logon-refused",
        "test_we_can_log_on",
        options=None,
        platform=LOGON_REFUSED,
    ),
    holds(related.test_tracking_pointer_is_there),
    fails(
        related.test_tracking_pointer_is_there,
        "lost",
        "NmsTracking_Pointer is empty",
        options=options(NmsTracking_Pointer=""),
    ),
    not_applicable(
        related.test_tracking_pointer_is_there,
        "never-consolidated",
        "never consolidated",
        options=options(NmsTracking_Pointer="", NmsTracking_LastConsolidation=""),
    ),
    blocked(
        related.test_tracking_pointer_is_there,
        "logon-refused",
        "test_we_can_log_on",
        options=None,
        platform=LOGON_REFUSED,
    ),
)


def mid_workflows(seen: TrackingWorkflow = WORKFLOW) -> MidWorkflows:
    """Return the workflows of a platform with a mid, one of them as *seen*."""
    changed = MidWorkflow(name=NAMES[0], seen=seen)
    return MidWorkflows(found=(changed, MidWorkflow(name=NAMES[1], seen=WORKFLOW)))


WORKFLOWS = (
    holds(related.test_tracking_workflow_is_running),
    fails(
        related.test_tracking_workflow_is_running,
        "unreadable",
        "not readable: timed out",
        workflow=TrackingWorkflow(trouble="timed out"),
    ),
    fails(
        related.test_tracking_workflow_is_running,
        "none",
        "there is no workflow",
        workflow=TrackingWorkflow(),
    ),
    fails(
        related.test_tracking_workflow_is_running,
        "in-error",
        "in error (state 11)",
        workflow=replace(WORKFLOW, failed=True),
    ),
    fails(
        related.test_tracking_workflow_is_running,
        "paused",
        "paused",
        workflow=replace(WORKFLOW, state=PAUSED),
    ),
    fails(
        related.test_tracking_workflow_is_running,
        "stopped",
        "stopped",
        workflow=replace(WORKFLOW, state=STOPPED),
    ),
    blocked(
        related.test_tracking_workflow_is_running,
        "logon-refused",
        "test_we_can_log_on",
        workflow=None,
        platform=LOGON_REFUSED,
    ),
    not_configured(
        related.test_tracking_workflow_is_running, "no-right", REFUSAL, workflow=NO_RIGHT
    ),
    holds(related.test_mid_sourcing_workflows_are_running, mid_workflows=mid_workflows()),
    *(
        fails(
            related.test_mid_sourcing_workflows_are_running,
            case,
            f"xtk:workflow defaultMidSourcingDlv: {words}",
            mid_workflows=mid_workflows(halted),
        )
        for case, words, halted in (
            ("paused", "paused", replace(WORKFLOW, state=PAUSED)),
            ("stopped", "stopped", replace(WORKFLOW, state=STOPPED)),
            ("in-error", "in error", replace(WORKFLOW, state=PAUSED, failed=True)),
            ("never-started", "not started", replace(WORKFLOW, state=0)),
        )
    ),
    fails(
        related.test_mid_sourcing_workflows_are_running,
        "unreadable",
        "not readable: timed out",
        mid_workflows=MidWorkflows(trouble="timed out"),
    ),
    not_applicable(
        related.test_mid_sourcing_workflows_are_running,
        "others",
        "there is no workflow called defaultMidSourcingDlv",
        mid_workflows=MidWorkflows(),
    ),
    blocked(
        related.test_mid_sourcing_workflows_are_running,
        "logon-refused",
        "test_we_can_log_on",
        mid_workflows=None,
        platform=LOGON_REFUSED,
    ),
)

# On a platform with a mid-sourcing server, tracking is configured there.
ON_THE_MID = tuple(
    row
    for check, case, option, value, words in (
        (
            step.test_external_url_is_the_declared_one,
            "mid",
            "NmsTracking_ServerUrl",
            "http://t.example.org",
            "got http://t.example.org",
        ),
        (
            step.test_secure_url_is_the_declared_one,
            "mid",
            "NmsTracking_SecureServerUrl",
            "https://t.example.org",
            "got https://t.example.org",
        ),
        (
            step.test_internal_urls_are_well_formed,
            "mid",
            "NmsTracking_ServerUrlList",
            "http://x:y",
            "Port could not be cast",
        ),
        (
            step.test_tracking_instance_is_named,
            "mid",
            "NmsTracking_Instance",
            "",
            "NmsTracking_Instance is empty",
        ),
        (
            step.test_tracking_password_is_set,
            "mid",
            "NmsTracking_Password",
            "",
            "NmsTracking_Password is empty",
        ),
        (
            step.test_database_identifier_is_set,
            "mid",
            "XtkDatabaseId",
            "",
            "XtkDatabaseId is empty",
        ),
    )
    for row in (
        fails(
            check,
            f"{case}-not-so",
            words,
            tracking_options=options(**{option: value}),
            mid_platform=MID_PLATFORM,
            environment=MID_ENVIRONMENT,
        ),
        holds(
            check,
            f"{case}-as-it-should-be",
            options=options(**{option: value}),
            tracking_options=options(),
            mid_platform=MID_PLATFORM,
            environment=MID_ENVIRONMENT,
        ),
    )
)

# What a mutation or a second look found.
FOUND = (
    fails(
        related.test_formulas_are_on_one_line,
        "line-feed-between-two-scripts",
        "in NmsTracking_ClickFormula",
        options=options(NmsTracking_ClickFormula="<%= a() %>\n<%= b() %>"),
    ),
    fails(
        step.test_external_url_is_well_formed,
        "fragment",
        "it has a path",
        options=options(NmsTracking_ServerUrl=f"{EXTERNAL}#x"),
    ),
    blocked(
        step.test_external_url_is_public,
        "secure-one-malformed",
        "test_secure_url_is_well_formed",
        options=options(NmsTracking_SecureServerUrl="https://[::1"),
    ),
    blocked(
        step.test_internal_urls_are_the_declared_ones,
        "unreadable",
        "test_options_can_be_read",
        options=UNREADABLE,
    ),
    blocked(
        step.test_secure_url_is_the_declared_one,
        "unreadable-from-there-on",
        "test_options_can_be_read",
        options=replace(options(NmsTracking_SecureServerUrl=""), unreadable="timed out"),
    ),
)

ROWS = (
    READING
    + TRACKING_ACCOUNT
    + EXTERNAL_URL
    + SECURE_URL
    + INTERNAL_URLS
    + REGISTRATION
    + FORMULAS
    + REST
    + KEEPING
    + WORKFLOWS
    + ON_THE_MID
    + FOUND
)


@table(ROWS)
def test_configuration(row: Row) -> None:
    """A check of the configuration amounts to what is held and declared, in the right words."""
    judged = row.judge()

    assert (judged.judged, judged.root) == (row.judged, row.root), judged.reason
    assert row.words in judged.why


@pytest.mark.parametrize("url", [url for url, _ in BROKEN_URLS.values()])
@pytest.mark.parametrize(
    "option",
    [
        "NmsTracking_ServerUrl",
        "NmsTracking_SecureServerUrl",
        "NmsTracking_ServerUrlList",
        "NmsServer_MirrorPageUrl",
    ],
)
def test_broken_url_breaks_no_check(option: str, url: str) -> None:
    """Whatever an option holds where a URL is due: it is red, and no check raises an error."""
    look_up = facts(options=options(**{option: url})).get
    checks = [*checks_of(step), *checks_of(related)]

    assert Judged.FAILS in {judge(check, "", look_up).judged for check in checks}
