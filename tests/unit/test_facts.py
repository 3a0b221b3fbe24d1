"""Facts survive facts.json as they were; the worst case covers every limit of a run."""

import json
from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from campaign_tracking.budget import in_words, worst_case_s
from campaign_tracking.campaign.delivery import Message, Way
from campaign_tracking.campaign.messages import Sending, TrackedUrl
from campaign_tracking.campaign.mid_sourcing import MidDelivery, TrackingAccount
from campaign_tracking.campaign.mid_workflows import MidWorkflow, MidWorkflows
from campaign_tracking.campaign.options import Options
from campaign_tracking.campaign.platform import Barrier, Platform
from campaign_tracking.campaign.routing_account import RoutingAccount
from campaign_tracking.campaign.session import SessionLife
from campaign_tracking.campaign.target import Target
from campaign_tracking.campaign.template_tracking import TemplateTracking
from campaign_tracking.campaign.tracking_log import LogRow, TrackingLog
from campaign_tracking.campaign.workflow import TrackingWorkflow, WorkflowWakeup
from campaign_tracking.diagnosis import diagnose
from campaign_tracking.environment import Limits
from campaign_tracking.facts import Facts, Notebook, from_json, to_json
from campaign_tracking.mailbox import FoundMail, MailboxState, MailLink, MailSilence, Reception
from campaign_tracking.own_links import classify
from campaign_tracking.redirection.click import Click, SentOn
from campaign_tracking.redirection.endpoint import Address, Endpoint, Name, Tcp, Tls
from campaign_tracking.redirection.rtest import RTest
from campaign_tracking.redirection.silence import Silence
from campaign_tracking.redirection.soap_router import SoapRouterAnswer
from campaign_tracking.redirection.walk import Stop, Walk
from campaign_tracking.secret import COMMAND_LIMIT_S
from campaign_tracking.server_files.machine import BadLine, DeliveryFile, LogScan
from tests.unit.samples import (
    AT,
    TOKEN,
    TRK2,
    a_line,
    communication_failed,
    delivery,
    endpoint,
    environment,
    received,
)
from tests.unit.server_files.platforms import enterprise

RTEST = RTest(
    url="https://t.example.com/r/test",
    asked_at=AT,
    elapsed_s=0.25,
    silence=None,
    words="",
    status_code=200,
    redir={"status": "OK", "build": "9383"},
    text="<redir status='OK' build='9383'/>",
    redirected_to="",
    location_followed=False,
)
SOAP_ROUTER = SoapRouterAnswer(
    url="https://t.example.com/nl/jsp/soaprouter.jsp",
    asked_at=AT,
    elapsed_s=0.25,
    silence=Silence.BROKEN_OFF,
    words="ReadError",
    status_code=None,
    is_soap_router=False,
    error_code="XSV-350013",
    text="Ünïcode\n",
)
SECURE = Endpoint(
    id="external-secure",
    url="https://t.example.com",
    scheme="https",
    host="t.example.com",
    port=443,
    leads_to_tomcat=True,
    proxied=False,
    name=Name(
        addresses=("192.0.2.7", "::1"), silence=Silence.TIMED_OUT, words="slow", elapsed_s=0.5
    ),
    addresses=(
        Address(
            ip="192.0.2.7",
            port=443,
            tcp=Tcp(connected=True, silence=None, words="", elapsed_s=0.01),
            tls=Tls(
                trusted=False,
                silence=Silence.CERTIFICATE_EXPIRED,
                words="certificate has expired",
                protocol="TLSv1.3",
                subject="t.example.com",
                names=("t.example.com", "*.example.com"),
                not_after=AT,
                elapsed_s=0.1,
            ),
            rtest=RTEST,
            soap_router=SOAP_ROUTER,
        ),
    ),
    without_route=("::1",),
)
CLICK = Click(
    url="http://t.example.com/r/?id=h4d,2329,a1",
    asked_at=AT,
    elapsed_s=0.2,
    silence=None,
    words="",
    status_code=302,
    location="https://www.example.com/check?x=1",
    redirected=True,
    cookie_names=("uuid230", "nlid"),
    content_type="text/html",
    text="moved",
)
MESSAGE = Message(id=77, address="check@example.com", status=1)
MAIL = received(
    MailLink(href=CLICK.url, where="html", tag="a", label="check"),
    MailLink(href="https://www.example.com/", where="text", tag="", label=""),
)
URLS = (
    TrackedUrl(
        delivery_id=9001, id=0xA1, type=1, source=f"https://x/?campaign_tracking_check={TOKEN}"
    ),
)
SENT_ON = SentOn(status_code=301, location="https://t.example.com/r/?id=h1,2,3", elapsed_s=0.1)
EVERYTHING = Facts(
    environment=environment(limits={"tracking_log": 60}, proxy="http://proxy.example.com:3128"),
    servers={
        "external-secure": SECURE,
        "trk2": endpoint("trk2", f"http://{TRK2}", silence=Silence.REFUSED, words="refused"),
    },
    platform=Platform(
        url="https://campaign.example.com",
        login="check",
        instance="prod",
        build="9383",
        release="7.4.1",
        clock_ahead_s=-0.125,
        ping="OK",
        ping_ok=True,
        is_lab=True,
    ),
    session_life=SessionLife(renewed=1, lost="ping.jsp: expired again"),
    mid_session_life=SessionLife(silent="xtk:session#GetOption: timed out"),
    mid_platform=Platform(
        url="https://mid.example.com", barrier=Barrier.CERTIFICATE, words="certificate expired"
    ),
    mailbox_state=MailboxState(mailbox="Maildir /mail", trouble=""),
    options=Options(
        values={"NmsTracking_Instance": "prod", "NmsTracking_Password": ""},
        present=("NmsTracking_Instance", "NmsTracking_Password"),
        unreadable="NmsTracking_Pointer: no right",
        read_at=AT,
    ),
    tracking_options=Options(values={}, present=(), unreadable=""),
    tracking_account=TrackingAccount(name="defaultEmailMid", found=1, enabled=True),
    workflow=TrackingWorkflow(found=True, state=13, failed=True, last_run_at=AT),
    mid_workflows=MidWorkflows(
        found=(MidWorkflow(name="defaultMidSourcingDlv", seen=TrackingWorkflow(found=True)),)
    ),
    target=Target(templates=1, recipient_ids=("7", "8"), seed_addresses=1),
    template_tracking=TemplateTracking(links=True, opens=False, trouble="gone"),
    tracked=delivery(communication_failed(2, TRK2), a_line(1, "Grüße <&>"), not_started="RED-"),
    control=replace(
        delivery(tracked=False, started_at=AT),
        way=Way.SUBMIT,
        job_status=None,
        foreign_target="the template adds a target of its own (2 parts)",
    ),
    tracked_sending=Sending(message=None, waited_s=0.5, trouble="gone", executed=MESSAGE),
    control_sending=Sending(message=MESSAGE, waited_s=1.5, trouble=""),
    tracked_reception=Reception(
        mailbox="/var/mail",
        token=TOKEN,
        mail=None,
        waited_s=1.0,
        looks=3,
        silence=MailSilence.NOT_ARRIVED,
        words="",
    ),
    control_reception=Reception(
        mailbox="/var/mail",
        token=TOKEN,
        mail=FoundMail(source="".join(map(chr, range(256))), found_at=AT),
        waited_s=1.0,
        looks=1,
        silence=None,
        words="",
    ),
    tracked_mail=MAIL,
    control_mail=received(),
    mid_delivery=MidDelivery(id=5001, message_ids=(42, 43), urls=URLS, trouble="gone"),
    tracked_urls=URLS,
    links=classify(MAIL, TOKEN, URLS),
    routing_account=RoutingAccount(id=7, tracking_url="https://brand.example", trouble="gone"),
    landing_click=CLICK,
    direct_clicks={"trk2": replace(CLICK, cache_headers={"age": "7"}, sent_on=SENT_ON)},
    landing_walk=Walk(hops=(CLICK,), stop=Stop.LOOP, next_url="https://www.example.com/"),
    open_click=replace(CLICK, silence=Silence.TIMED_OUT, status_code=None),
    mirror_click=CLICK,
    mirror_page=CLICK,
    workflow_wakeup=WorkflowWakeup(count=1, untouched="it is stopped", trouble="timed out"),
    machines=enterprise().read(),
    delivery_files={
        "trk1": DeliveryFile(path="9001.xml", found=True, mode=0o644, missing_url_ids=(0xA1,))
    },
    log_scans={"trk1": LogScan(files=1, lines=9, bad=(BadLine(path="0xA.log", line=7),))},
    interruptions=("https://campaign.example.com: /r/test: reset; the second try was answered",),
    tracking_log=TrackingLog(
        message_id=77,
        rows=(LogRow(url_id=1, logged_at="2026-11-23 14:40:00Z"),),
        waited_s=3.0,
        limit_s=60.0,
        trouble="",
    ),
)


def test_the_sample_holds_every_fact() -> None:
    """What follows would prove nothing of a fact that the sample lacks."""
    assert [one.name for one in fields(Facts) if getattr(EVERYTHING, one.name) is None] == []


def test_facts_survive_their_file() -> None:
    """Everything that was seen is the same after facts.json, down to types and microseconds."""
    assert from_json(json.loads(json.dumps(to_json(EVERYTHING)))) == EVERYTHING


@pytest.mark.parametrize(
    "campaign",
    [
        {"login": "check"},
        {"auth": "ims", "client_id": "client", "scopes": ["openid", "AdobeID"], "ims": "exchange"},
        {"auth": "session-token"},
    ],
    ids=["password", "ims", "session-token"],
)
def test_every_way_to_log_on_survives(campaign: dict[str, object]) -> None:
    """However we log on, what was declared is the same after facts.json; it holds no command."""
    server = {"url": "https://campaign.example.com", "instance": "prod"}
    seen = Facts(environment=environment(campaign=server | campaign))

    assert from_json(json.loads(json.dumps(to_json(seen)))) == seen
    assert "_command" not in json.dumps(to_json(seen))


def test_saved_facts_are_diagnosed_alike() -> None:
    """A saved run is explained as the live one was."""
    causes = diagnose(EVERYTHING)

    assert causes
    assert diagnose(from_json(to_json(EVERYTHING))) == causes


@settings(max_examples=25)  # each reads a whole run
@given(st.sets(st.sampled_from([one.name for one in fields(Facts)])))
def test_any_part_of_a_run_survives(names: set[str]) -> None:
    """A run that was stopped keeps what it had seen, and what it had not seen stays unknown."""
    seen = Facts(**{name: getattr(EVERYTHING, name) for name in names})

    assert from_json(json.loads(json.dumps(to_json(seen)))) == seen


@pytest.mark.parametrize(
    "values", [{"servers": 7}, {"tracked": {"token": TOKEN}}, {"links": [{"href": "x"}]}]
)
def test_something_else_is_refused(values: dict[str, object]) -> None:
    """A file that holds something else is no run."""
    with pytest.raises(ValidationError):
        from_json(values)


def test_notebook_keeps_what_is_noted() -> None:
    """A fact is given back as it is noted, and the facts at any moment are those noted so far."""
    notebook = Notebook()
    before = notebook.facts

    target = notebook.note("target", Target(templates=1))
    notebook.note("links", None)

    assert before == Facts()
    assert notebook.facts == Facts(target=target)


def test_notebook_knows_its_pages() -> None:
    """A fact of a name that nobody reads is a mistake of ours, and is noticed."""
    notebook = Notebook()
    notebook.note("tracked_sendings", None)

    with pytest.raises(TypeError, match="tracked_sendings"):
        notebook.facts  # noqa: B018  (putting it together is what fails)


LIMITS = {
    "connect": 3.0,
    "answer": 5.0,
    "analysis": 120.0,
    "reception": 300.0,
    "tracking_log": 60.0,
}


@pytest.mark.parametrize("name", LIMITS)
def test_worst_case_grows_with_each_limit(name: str) -> None:
    """Whoever raises a limit by a second must give a run at least one more."""
    worst_s = worst_case_s(environment(limits=LIMITS))

    raised_s = worst_case_s(environment(limits=LIMITS | {name: LIMITS[name] + 1}))

    assert raised_s >= worst_s + 1


@given(st.fixed_dictionaries(dict.fromkeys(LIMITS, st.floats(1, 86_400))))
def test_worst_case_exceeds_the_sum(limits: dict[str, float]) -> None:
    """A run can take longer than its limits together: each holds for more than one question."""
    assert worst_case_s(environment(limits=limits)) > sum(limits.values())


@pytest.mark.parametrize("name", ["clock_skew", "certificate_days"])
def test_what_is_no_wait_costs_nothing(name: str) -> None:
    """A limit that nobody waits for changes nothing."""
    assert worst_case_s(environment(limits={name: 3_000})) == worst_case_s(environment())


MID = {"url": "https://mid.example.com", "instance": "mid", "login": "check"}
SERVER = {"url": "https://campaign.example.com", "instance": "prod"}
IMS: dict[str, object] = {**SERVER, "auth": "ims", "client_id": "client", "scopes": ["openid"]}


@pytest.mark.parametrize(
    ("server", "commands"),
    [
        ({**SERVER, "login": "check"}, ["password_command"]),
        (IMS, ["client_secret_command"]),
        (
            {**SERVER, "auth": "session-token"},
            ["session_token_command", "security_token_command"],
        ),
    ],
)
def test_commands_take_their_time(server: dict[str, object], commands: list[str]) -> None:
    """Each command that prints a secret may take a minute, on either server."""
    vaults = dict.fromkeys(commands, "vault")

    for table in ("campaign", "mid_sourcing"):
        without_s = worst_case_s(environment(**{table: server}))
        with_s = worst_case_s(environment(**{table: server | vaults}))

        assert with_s - without_s == COMMAND_LIMIT_S * len(commands)


def test_mid_sourcing_server_takes_its_time() -> None:
    """A second server is asked, too, and its clicks come later."""
    limits = {"tracking_log": 60, "connect": 1, "answer": 1}
    alone_s = worst_case_s(environment(limits=limits))

    assert worst_case_s(environment(limits=limits, mid_sourcing=MID)) > alone_s
    assert environment(mid_sourcing=MID).tracking_log_s > environment().tracking_log_s


def test_hybrid_waits_longer_for_the_log() -> None:
    """With a synchronisation in between, the click comes later into the log."""
    assert worst_case_s(environment(hosting="hybrid")) > worst_case_s(environment())


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (0.4, "0 s"),
        (45.2, "45 s"),
        (119, "119 s"),
        (120, "2 min"),
        (750, "12 min"),
        (3_600, "60 min"),
        (4_860, "81 min"),
        (7_200, "2 h 0 min"),
        (9_000, "2 h 30 min"),
        (86_400, "24 h 0 min"),
    ],
)
def test_time_in_words(seconds: float, words: str) -> None:
    """A time is told as people say it."""
    assert in_words(seconds) == words


def test_worst_case_with_hosts() -> None:
    """Reading the servers' files takes its time, where there are any to read."""
    sample = enterprise().environment
    limits = Limits(servers=100, log_scan=200)
    longer = sample.model_copy(update={"limits": limits})
    without = longer.model_copy(update={"host": ()})

    assert worst_case_s(longer) - worst_case_s(without) == pytest.approx(400)
