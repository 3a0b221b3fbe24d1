"""The tables are complete: no check without a good row and a bad one, and one red line a fault."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from campaign_tracking.campaign.messages import Sending
from campaign_tracking.campaign.mid_sourcing import MidDelivery, TrackingAccount
from campaign_tracking.campaign.target import Target
from campaign_tracking.campaign.workflow import TrackingWorkflow
from campaign_tracking.judgement import (
    BY_SUBJECT,
    Absent,
    Check,
    Judged,
    Judgement,
    judge,
    kind_of_subject,
    label,
)
from fixtures.clicks import NO_LANDING_HOSTS
from fixtures.mail import IDS_OF_THE_MID
from tests.unit.checks import (
    test_application_server,
    test_click,
    test_configuration,
    test_deliveries,
    test_mail,
    test_server_files,
    test_tracking_log,
    test_tracking_servers,
)
from tests.unit.checks.healthy import (
    ACCOUNT,
    CERTIFICATE_REFUSED,
    ELSEWHERE_RTEST,
    EXTERNAL,
    LANDING,
    LANDING_ID,
    LOGON_REFUSED,
    LOST,
    MID_DELIVERY,
    MID_DELIVERY_ID,
    MID_ENVIRONMENT,
    MID_LANDING_ID,
    MID_MESSAGE_ID,
    MID_MIRROR_ID,
    MID_PLATFORM,
    MID_URLS,
    MIRROR_ID,
    MIRROR_URL,
    NO_HOSTS,
    NO_MAILBOX,
    NOT_ARRIVED,
    NOT_ASKED,
    PLATFORM,
    REFUSAL,
    SECURE,
    SENDING,
    SILENCE,
    SILENT_LIFE,
    SILENT_RTEST,
    TOKEN_DENIED,
    TRACKED,
    TRACKED_URLS,
    UNREACHABLE,
    UNREADABLE,
    WOKEN,
    click,
    closed,
    facts,
    link,
    options,
    server,
    servers,
    tracked_mail,
)
from tests.unit.checks.test_deliveries import NOT_CREATED, SUBMITTED
from tests.unit.samples import TRK1, TRK2, communication_failed, environment
from tests.unit.server_files.judging import FILE_CHECKS
from tests.unit.test_checks import CHECKS

ROWS = (
    *test_tracking_servers.ROWS,
    *test_server_files.ROWS,
    *test_application_server.ROWS,
    *test_configuration.ROWS,
    *test_deliveries.ROWS,
    *test_mail.ROWS,
    *test_click.ROWS,
    *test_tracking_log.ROWS,
)
INTERNAL = {"trk1": f"http://{TRK1}", "trk2": f"http://{TRK2}"}
EXTERNAL_SERVERS = {id_: server(id_) for id_ in ("external", "external-secure")}
OUTSIDE = {
    "servers": EXTERNAL_SERVERS,
    "every_server": {**EXTERNAL_SERVERS, "trk1": NOT_ASKED, "trk2": NOT_ASKED},
}
NOTHING_SENT: dict[str, object] = dict.fromkeys(
    (
        "tracked",
        "control",
        "tracked_sending",
        "control_sending",
        "tracked_reception",
        "control_reception",
        "tracked_mail",
        "control_mail",
        "tracked_urls",
        "routing_account",
        "landing_click",
        "open_click",
        "mirror_click",
        "mirror_page",
        "tracking_log",
        "mid_delivery",
        "workflow_wakeup",
    )
)
NOT_LOGGED_ON: dict[str, object] = dict.fromkeys(
    ("session_life", "options", "tracking_account", "workflow", "target", "template_tracking"), None
)


def mid_link(url_id: int) -> str:
    """Return a tracked link with the ids of the mid-sourcing server."""
    return link(url_id, message_id=MID_MESSAGE_ID, delivery_id=MID_DELIVERY_ID)


ON_THE_MID: dict[str, object] = {
    "environment": MID_ENVIRONMENT,
    "mid_platform": MID_PLATFORM,
    "options": options(NmsTracking_ExtAccount=ACCOUNT.name, NmsTracking_Password=""),
    "tracking_options": options(),
    "tracking_account": ACCOUNT,
    "mid_delivery": MID_DELIVERY,
    "tracked_sending": replace(
        SENDING, message=test_deliveries.TO_ANOTHER, executed=SENDING.message
    ),
    "tracked_urls": (*TRACKED_URLS, *MID_URLS),
    "tracked_mail": tracked_mail(
        message_id=MID_MESSAGE_ID,
        delivery_id=MID_DELIVERY_ID,
        landing_id=MID_LANDING_ID,
        mirror_id=MID_MIRROR_ID,
    ),
    "landing_click": click(mid_link(MID_LANDING_ID), location=LANDING),
    "open_click": click(mid_link(1)),
    "mirror_click": click(mid_link(MID_MIRROR_ID), location=MIRROR_URL),
}
NOT_STARTED: dict[str, object] = {
    "tracked_reception": NOT_ARRIVED,
    "tracked_mail": None,
    "routing_account": None,
    "landing_click": None,
    "open_click": None,
    "mirror_click": None,
    "mirror_page": None,
    "tracking_log": None,
}


NOT_CLICKED: dict[str, object] = dict.fromkeys(
    (
        "routing_account",
        "landing_click",
        "open_click",
        "mirror_click",
        "mirror_page",
        "tracking_log",
    )
)
SUBMITTED_INTO_SILENCE = replace(SUBMITTED, id=None, state=None, messages=None, trouble=SILENCE)
UNKNOWN_TO_THE_MID = "the mid-sourcing server does not know the delivery"


def nothing_read(why: str) -> dict[str, object]:
    """Return what is known if nothing could be read once we had logged on."""
    return {
        "options": replace(UNREADABLE, unreadable=f"NmsTracking_Available: {why}"),
        "tracking_account": TrackingAccount(),
        "workflow": TrackingWorkflow(trouble=why),
        "target": Target(trouble=why),
        "template_tracking": None,
    }


def not_prepared(why: str) -> dict[str, object]:
    """Return what is known if nothing was answered once the tracked delivery was created."""
    tracked = replace(
        TRACKED,
        trouble=why,
        not_started=why,
        started_at=None,
        job_status=None,
        state=None,
        messages=None,
    )
    return {
        "tracked": tracked,
        "control": replace(NOT_CREATED, tracked=False, trouble=why, not_started=why),
        "tracked_sending": Sending(message=None, waited_s=0.0, trouble=why),
        "control_sending": None,
        **NOT_STARTED,
        "control_reception": None,
        "control_mail": None,
        "tracked_urls": Absent(judged=Judged.FAILS, why=f"not readable: {why}"),
    }


def not_watched(why: str) -> dict[str, object]:
    """Return what is known if nothing was answered once both mails were started; they arrive."""
    sending = Sending(message=None, waited_s=30.0, trouble=why)
    return {
        "tracked_sending": sending,
        "control_sending": sending,
        "tracked_urls": Absent(judged=Judged.FAILS, why=f"not readable: {why}"),
        **NOT_CLICKED,
    }


def unknown_to_the_mid(why: str) -> dict[str, object]:
    """Return what is known if both mails were sent, and the mid-sourcing server did not tell."""
    sending = Sending(message=test_deliveries.TO_ANOTHER, waited_s=30.0, trouble=why)
    return {
        "tracked_sending": sending,
        "control_sending": sending,
        "mid_delivery": MidDelivery(trouble=why),
        "tracked_urls": TRACKED_URLS,
        **NOT_CLICKED,
    }


def named(judged: Judged) -> Counter[Check]:
    """Return how many rows say so of each check."""
    return Counter(row.check for row in ROWS if row.judged is judged)


def all_judged(known: dict[str, object]) -> Iterator[tuple[str, Judgement]]:
    """Judge every check, of every server."""
    subjects = {kind: known[fact] for kind, fact in BY_SUBJECT.items()}
    for check in CHECKS:
        every = subjects.get(kind_of_subject(check), {"": None})
        assert isinstance(every, dict)
        for about in every:
            yield label(check.__name__, about), judge(check, about, known.get)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_good_and_bad(check: Check) -> None:
    """Every check is seen to hold and to fail, and if others can explain it, to be blocked."""
    assert named(Judged.HOLDS)[check]
    assert named(Judged.FAILS)[check]
    explained = "explanations" in vars(check)
    assert bool(named(Judged.BLOCKED)[check]) or not explained


def test_cases_have_names() -> None:
    """No two rows of a check have the same name, and what fails says why."""
    names = Counter((row.check.__name__, row.case) for row in ROWS)

    assert [name for name, count in names.items() if count > 1] == []
    assert all(row.words for row in ROWS if row.judged is Judged.FAILS)
    assert all(row.root for row in ROWS if row.judged is Judged.BLOCKED)


def test_healthy_platform() -> None:
    """On the healthy platform every check holds, but those of what it has not."""
    others = {
        name: judged.why
        for name, judged in all_judged(facts())
        if judged.judged is not Judged.HOLDS
    }

    assert {name.partition("[")[0] for name in others} == {
        "test_certificate_is_trusted",
        "test_certificate_stays_valid",
        "test_soap_router_answers",
        "test_upload_page_is_served",
        "test_public_name_gets_through",  # /r/test does not tell by which name it was asked
        "test_identity_service_grants_a_token",
        "test_mid_sourcing_server_can_be_logged_on_to",
        "test_it_is_the_declared_mid_sourcing_instance",
        "test_mid_sourcing_server_knows_the_delivery",
        "test_tracking_account_is_enabled",
        "test_marketing_names_a_tracking_instance_that_is_there",
        "test_template_has_no_target_of_its_own",
        "test_mid_sourcing_workflows_are_running",
        "test_tracking_workflow_is_run_now",
        "test_clicks_are_kept_long_enough",
        "test_tracking_server_resolves_the_link",  # on the public name
        "test_redirects_stay_on_the_landing_hosts",
        "test_landing_page_is_served",
        *(check.__name__ for check in FILE_CHECKS if kind_of_subject(check) != "machine"),
    }
    assert set(others.values()) == {
        NO_HOSTS.why,
        "NmsCleanup_TrackingLogPurgeDelay is not set",
        "an http URL has no certificate",
        "this URL leads to a web server: /r/test is asked",
        "uploads go to the internal URLs",
        "the server does not tell by which name it was asked",
        "[campaign] auth = 'password' needs none",
        "no mid-sourcing server is declared",
        "tracking is not externalised: NmsTracking_ExtAccount is empty",
        'send = "prepare" reads the prepared messages back instead',
        "nothing asks for it",
        "this is the public name; other checks are about the click there",
        NO_LANDING_HOSTS.why,
    }


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(
            {
                "environment": environment(tracking={"url": EXTERNAL, "internal_urls": INTERNAL}),
                "options": options(NmsTracking_SecureServerUrl=""),
                "servers": {id_: server(id_) for id_ in ("external", "trk1", "trk2")},
            },
            id="http-only",
        ),
        pytest.param(
            {
                "environment": environment(
                    tracking={"secure_url": SECURE, "internal_urls": INTERNAL}
                ),
                "options": options(NmsTracking_ServerUrl="", NmsServer_MirrorPageUrl=SECURE),
                "servers": {id_: server(id_) for id_ in ("external-secure", "trk1", "trk2")},
                "tracked_mail": tracked_mail(origin=SECURE),
                "landing_click": click(link(LANDING_ID, origin=SECURE), location=LANDING),
                "open_click": click(link(1, origin=SECURE)),
                "mirror_click": click(link(MIRROR_ID, origin=SECURE), location=MIRROR_URL),
            },
            id="secure-only",
        ),
        pytest.param(
            {
                "environment": environment(tracking={"url": EXTERNAL, "secure_url": SECURE}),
                "options": options(NmsTracking_ServerUrlList=""),
                "servers": EXTERNAL_SERVERS,
            },
            id="no-internal-list",
        ),
        pytest.param(
            {"environment": environment(hosting="adobe"), **OUTSIDE}, id="hosted-by-adobe"
        ),
        pytest.param(
            {
                "environment": environment(hosting="hybrid"),
                "mid_delivery": test_mail.ADOBES,
                "tracked_mail": tracked_mail(message_id=78, delivery_id=9002),
                "landing_click": click(
                    link(LANDING_ID, message_id=78, delivery_id=9002), location=LANDING
                ),
                "mirror_click": click(
                    link(MIRROR_ID, message_id=78, delivery_id=9002), location=MIRROR_URL
                ),
                **OUTSIDE,
            },
            id="hybrid",
        ),
        pytest.param(ON_THE_MID, id="mid-sourcing"),
        pytest.param(
            {"environment": test_application_server.IMS, "workflow_wakeup": WOKEN}, id="ims"
        ),
        pytest.param(
            {
                "target": test_deliveries.NO_OWN_TARGET,
                "tracked": test_deliveries.SUBMITTED,
                "control": replace(test_deliveries.SUBMITTED, tracked=False),
            },
            id="submitted",
        ),
    ],
)
def test_healthy_without(changes: dict[str, object]) -> None:
    """What a platform rightly has not is neither red nor to be configured."""
    allowed = {Judged.HOLDS, Judged.NOT_APPLICABLE}

    assert [
        f"{name} {judged.reason}"
        for name, judged in all_judged(facts(**changes))
        if judged.judged not in allowed
    ] == []


@pytest.mark.parametrize(
    ("red", "changes"),
    [
        pytest.param(
            "test_application_server_answers",
            {"platform": UNREACHABLE, **NOT_LOGGED_ON, **NOTHING_SENT},
            id="application-server-down",
        ),
        pytest.param(
            "test_its_certificate_is_trusted",
            {"platform": CERTIFICATE_REFUSED, **NOT_LOGGED_ON, **NOTHING_SENT},
            id="certificate-of-the-application-server",
        ),
        pytest.param(
            "test_identity_service_grants_a_token",
            {
                "environment": test_application_server.IMS,
                "platform": TOKEN_DENIED,
                **NOT_LOGGED_ON,
                **NOTHING_SENT,
            },
            id="no-token",
        ),
        pytest.param(
            "test_session_lasts",
            {
                "session_life": LOST,
                "platform": replace(PLATFORM, ping=LOST.lost, ping_ok=False),
                **nothing_read(LOST.lost),
                **NOTHING_SENT,
            },
            id="session-lost",
        ),
        pytest.param(
            "test_session_lasts",
            {"session_life": SILENT_LIFE, **nothing_read(SILENCE), **NOTHING_SENT},
            id="platform-silent-from-the-options-on",
        ),
        pytest.param(
            "test_session_lasts",
            {"session_life": SILENT_LIFE, **not_prepared(SILENCE)},
            id="platform-silent-from-the-preparation-on",
        ),
        pytest.param(
            "test_session_lasts",
            {"session_life": LOST, **not_prepared(LOST.lost)},
            id="session-lost-in-the-preparation",
        ),
        pytest.param(
            "test_session_lasts",
            {"session_life": SILENT_LIFE, **not_watched(SILENCE)},
            id="platform-silent-from-the-start-on",
        ),
        pytest.param(
            "test_session_lasts",
            {"session_life": LOST, **not_watched(LOST.lost)},
            id="session-lost-after-the-start",
        ),
        pytest.param(
            "test_session_lasts",
            {
                "session_life": SILENT_LIFE,
                "target": test_deliveries.NO_OWN_TARGET,
                **not_watched(SILENCE),
                "tracked": SUBMITTED_INTO_SILENCE,
                "control": replace(SUBMITTED_INTO_SILENCE, tracked=False),
                "tracked_sending": None,
                "control_sending": None,
                "tracked_reception": None,
                "control_reception": None,
                "control_mail": None,
                **dict.fromkeys(NOT_STARTED, None),
            },
            id="platform-silent-from-the-submission-on",
        ),
        pytest.param(
            "test_session_lasts",
            {
                "session_life": SILENT_LIFE,
                "tracking_log": replace(test_tracking_log.EMPTY, trouble=SILENCE),
            },
            id="platform-silent-while-the-log-is-waited-for",
        ),
        pytest.param(
            "test_mid_sourcing_server_can_be_logged_on_to",
            {
                **ON_THE_MID,
                "mid_platform": test_configuration.MID_REFUSES,
                "tracking_options": None,
                **NOTHING_SENT,
            },
            id="mid-refuses-us",
        ),
        pytest.param(
            "test_mid_sourcing_server_can_be_logged_on_to",
            {
                **ON_THE_MID,
                "mid_platform": test_configuration.MID_REFUSES,
                "tracking_options": None,
                "target": test_deliveries.NO_OWN_TARGET,
                **NOTHING_SENT,
            },
            id="mid-refuses-us-and-submitted",
        ),
        pytest.param(
            "test_session_lasts",
            {
                **ON_THE_MID,
                "mid_session_life": SILENT_LIFE,
                "tracking_options": UNREADABLE,
                **unknown_to_the_mid(SILENCE),
            },
            id="mid-silent",
        ),
        pytest.param(
            "test_session_lasts",
            {**ON_THE_MID, "mid_session_life": LOST, **unknown_to_the_mid(LOST.lost)},
            id="session-lost-on-the-mid",
        ),
        pytest.param(
            "test_control_mail_is_sent",
            {**ON_THE_MID, **unknown_to_the_mid(UNKNOWN_TO_THE_MID)},
            id="mid-knows-neither-delivery",
        ),
        pytest.param(
            "test_mid_sourcing_server_knows_the_delivery",
            {**ON_THE_MID, "mid_delivery": MidDelivery(trouble=REFUSAL), **NOT_CLICKED},
            id="mid-does-not-tell-of-the-delivery",
        ),
        pytest.param(
            "test_template_has_no_target_of_its_own",
            {"target": test_deliveries.OWN_TARGET, **NOTHING_SENT},
            id="template-with-a-target",
        ),
        pytest.param(
            "test_port_opens[trk2]",
            {
                "servers": servers(closed("trk2")),
                "target": test_deliveries.NO_OWN_TARGET,
                "tracked": replace(test_deliveries.SUBMITTED_IN_VAIN, messages=()),
                "control": replace(test_deliveries.SUBMITTED, tracked=False),
                "tracked_sending": test_mail.NOT_SENT,
                **NOT_STARTED,
            },
            id="tracking-server-down-and-submitted",
        ),
        pytest.param(
            "test_we_can_log_on",
            {"platform": LOGON_REFUSED, **NOT_LOGGED_ON, **NOTHING_SENT},
            id="logon-refused",
        ),
        pytest.param(
            "test_port_opens[trk2]",
            {
                "servers": servers(closed("trk2")),
                "tracked": test_deliveries.complained(communication_failed(1, TRK2)),
                "tracked_sending": test_mail.NOT_SENT,
                **NOT_STARTED,
            },
            id="tracking-server-down",
        ),
        pytest.param(
            "test_port_opens[external]",
            {
                "servers": servers(closed("external"), closed("external-secure")),
                **test_click.SILENT,
                "tracking_log": None,
            },
            id="front-down",
        ),
        pytest.param(
            "test_redirection_module_answers[trk1]",
            {"servers": servers(server("trk1", rtest=SILENT_RTEST))},
            id="module-silent",
        ),
        pytest.param(
            "test_it_redirects_nowhere_else[trk1]",
            {"servers": servers(server("trk1", rtest=ELSEWHERE_RTEST))},
            id="redirected-elsewhere",
        ),
        pytest.param(
            "test_external_url_is_well_formed",
            {"options": options(NmsTracking_ServerUrl="http://[::1")},
            id="external-url-malformed",
        ),
        pytest.param(
            "test_internal_urls_are_well_formed",
            {"options": options(NmsTracking_ServerUrlList=f"http://{TRK1},http://x:y")},
            id="internal-url-malformed",
        ),
        pytest.param(
            "test_control_mail_is_received",
            {
                "control_reception": NOT_ARRIVED,
                "control_mail": None,
                **NOT_STARTED,
            },
            id="no-mail-arrives",
        ),
        pytest.param(
            "test_click_is_redirected",
            {
                "landing_click": click(link(LANDING_ID), 404),
                "tracking_log": test_tracking_log.ONLY[1],
            },
            id="link-not-found",
        ),
        pytest.param(
            "test_tracking_workflow_is_running",
            {
                "workflow": test_tracking_log.STOPPED_WORKFLOW,
                "tracking_log": test_tracking_log.EMPTY,
            },
            id="workflow-stopped",
        ),
    ],
)
def test_one_red_line(red: str, changes: dict[str, object]) -> None:
    """One broken thing is one red line, and what cannot be known for it points there."""
    judged = dict(all_judged(facts(**changes)))

    assert [name for name, one in judged.items() if one.judged is Judged.FAILS] == [red]
    assert {one.root for one in judged.values() if one.judged is Judged.BLOCKED} == {red}
    assert not [
        f"{name} {one.reason}"
        for name, one in judged.items()
        if one.judged is Judged.NOT_CONFIGURED
    ]


def test_externalised_and_not_declared() -> None:
    """Where an account leads to a mid-sourcing server, the links cannot be told without it.

    Nothing is red, and no link is clicked: what needs its ids is to be configured.
    """
    where = Absent(judged=Judged.NOT_CONFIGURED, why="declare [mid_sourcing]")
    known = facts(
        options=options(NmsTracking_ExtAccount=ACCOUNT.name),
        tracking_account=ACCOUNT,
        tracking_options=where,
        tracked_sending=replace(SENDING, message=test_deliveries.TO_ANOTHER),
        control_sending=replace(SENDING, message=test_deliveries.TO_ANOTHER),
        **dict.fromkeys(NOT_CLICKED, IDS_OF_THE_MID),
    )
    judged = dict(all_judged(known))
    outcomes = Counter(one.judged for one in judged.values())

    assert known["links"] is IDS_OF_THE_MID
    assert not outcomes[Judged.FAILS]
    assert not outcomes[Judged.BLOCKED]
    assert judged["test_landing_link_is_tracked"].judged is Judged.NOT_CONFIGURED
    assert judged["test_click_is_logged"].judged is Judged.NOT_CONFIGURED
    assert judged["test_tracked_mail_is_sent"].judged is Judged.NOT_APPLICABLE
    assert judged["test_tracked_mail_is_received"].judged is Judged.HOLDS


def test_no_mailbox() -> None:
    """Without a mailbox nothing is red: what needs it is to be configured."""
    known = facts(
        mailbox_state=NO_MAILBOX,
        control_reception=NO_MAILBOX,
        control_mail=None,
        **(NOT_STARTED | {"tracked_reception": NO_MAILBOX}),
    )
    outcomes = Counter(judged.judged for _, judged in all_judged(known))

    assert not outcomes[Judged.FAILS]
    assert not outcomes[Judged.BLOCKED]
    assert outcomes[Judged.NOT_CONFIGURED]
