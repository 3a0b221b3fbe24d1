"""Why a mail is not sent, not received, not tracked as written: each cause comes of its facts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.campaign.delivery import PENDING, Delivery, LogLine
from campaign_tracking.campaign.messages import Sending, TrackedUrl
from campaign_tracking.campaign.mid_workflows import NAMES, MidWorkflow, MidWorkflows
from campaign_tracking.campaign.template_tracking import TemplateTracking
from campaign_tracking.campaign.workflow import PAUSED, STOPPED
from campaign_tracking.diagnosis.cause import Cause
from campaign_tracking.diagnosis.delivery import DELIVERY
from campaign_tracking.diagnosis.delivery.parameter_named_id import ids_in
from campaign_tracking.diagnosis.telling import tell
from campaign_tracking.facts import Facts
from campaign_tracking.mailbox import MailSilence
from campaign_tracking.own_links import OwnLink, classify
from campaign_tracking.server_files.machine import Machine
from tests.unit.checks import healthy as checks
from tests.unit.diagnosis.log.healthy import (
    MACHINES,
    facts,
    hosted,
    with_setting,
    without_process,
)
from tests.unit.samples import RECIPIENT, TOKEN, received
from tests.unit.server_files.platforms import standard

INSTANCE = "config-prod.xml"
SERVER, DESIGNER, CAMPAIGN = "server administrator", "delivery designer", "Campaign administrator"
SUPPORT = "Adobe support, by a ticket"
PENDS = ("mta-down", "stat-server-unreachable", "delivery-affinity-unserved")


def seen(**changes: object) -> Facts:
    """Return what was seen of a healthy platform, with *changes*."""
    return facts(**{**SENT, **changes})


def seen_outside(**changes: object) -> Facts:
    """Return the same where Adobe hosts it."""
    return hosted(**{**SENT, **changes})


def pending() -> Sending:
    """Return a message that was not sent."""
    assert checks.SENDING.message is not None
    return replace(checks.SENDING, message=replace(checks.SENDING.message, status=PENDING))


def of_source(source: str, type_: int = 1) -> tuple[TrackedUrl, ...]:
    """Return the tracked URLs, one more among them."""
    more = TrackedUrl(delivery_id=checks.DELIVERY_ID, id=0xA9, type=type_, source=source)
    return (*checks.TRACKED_URLS, more)


def links_with(*hrefs: str) -> tuple[OwnLink, ...]:
    """Return the links of the tracked mail, and others."""
    more = map(checks.in_html, hrefs)
    mail = received(*checks.tracked_mail().links, *more)
    return classify(mail, TOKEN, checks.TRACKED_URLS)


def failed(text: str) -> Delivery:
    """Return a control delivery whose preparation failed with that line."""
    return replace(
        checks.CONTROL, log=(LogLine(id=1, kind=0, code="", text=text),), job_status=6, state=37
    )


def workflows(**changes: int | bool) -> MidWorkflows:
    """Return the mid-sourcing workflows, the second with *changes*."""
    state, in_error = int(changes.get("state", 11)), bool(changes.get("failed"))
    second = replace(checks.WORKFLOW, state=state, failed=in_error)
    return MidWorkflows(
        found=(
            MidWorkflow(name=NAMES[0], seen=checks.WORKFLOW),
            MidWorkflow(name=NAMES[1], seen=second),
        )
    )


SENT: dict[str, object] = {
    "target": checks.TARGET,
    "template_tracking": checks.TEMPLATE_TRACKING,
    "control": checks.CONTROL,
    "control_sending": checks.SENDING,
    "tracked_sending": checks.SENDING,
    "control_reception": checks.RECEPTION,
    "tracked_reception": checks.RECEPTION,
    "mirror_page": checks.MIRROR_PAGE,
    "mid_workflows": workflows(),
}
UNSENT: dict[str, object] = {"control_sending": pending(), "tracked_sending": pending()}
LOST: dict[str, object] = {
    "control_reception": checks.NOT_ARRIVED,
    "tracked_reception": checks.NOT_ARRIVED,
}
APPENDING = "Error during the call of method 'AppendDeliveryPart' on the mid sourcing server: "
WAITS = replace(checks.CONTROL, job_status=2, state=11, prepared_s=120.0, started_at=None)
STATES = (0, 11, 12, 13, 15, 21, 22, 25, 37, 45, 51, 55, 85, 95)
TWO_IDS = f"{checks.link(checks.LANDING_ID)}&id=7"


def diagnose(known: Facts) -> tuple[Cause, ...]:
    """Return the causes of this part of the catalogue."""
    return tuple(tell(known, cause, sign) for cause in DELIVERY for sign in cause.find(known))


@pytest.mark.parametrize("known", [seen(), seen_outside(), seen_outside(hosting="hybrid"), Facts()])
def test_nothing_is_wrong(known: Facts) -> None:
    """A platform on which nothing is broken has no cause; nor has one that nobody looked at."""
    assert diagnose(known) == ()


Case = tuple[dict[str, object], tuple[str, str, str]]
CAUSES: list[Case] = [
    (
        {"options": checks.options(NmsTracking_Available="0")},
        ("tracking-not-available", "NmsTracking_Available", CAMPAIGN),
    ),
    (
        {"template_tracking": TemplateTracking(links=False, opens=False)},
        ("tracking-off-on-delivery", "tracking/@enabled", DESIGNER),
    ),
    (
        {"template_tracking": TemplateTracking(links=True, opens=False)},
        ("opens-tracking-off", "tracking/@openEnabled", DESIGNER),
    ),
    (
        {"links": links_with(checks.MIRROR_URL)},
        ("url-not-tracked", "/nl/jsp/m.jsp", DESIGNER),
    ),
    (
        {"tracked_urls": of_source("https://<%= recipient.domain %>/a")},
        ("personalised-host", "https://<%= recipient.domain %>/a", DESIGNER),
    ),
    ({"links": links_with(TWO_IDS)}, ("parameter-named-id", TWO_IDS, DESIGNER)),
    (
        {"tracked_urls": of_source("https://www.example.com/a)")},
        ("text-url-without-delimiters", "https://www.example.com/a)", DESIGNER),
    ),
    ({"machines": without_process("mta", "trk1")}, ("mta-down", "trk1", SERVER)),
    (
        {"machines": with_setting("trk2", INSTANCE, "mta", verifyMode="true"), **LOST},
        ("mta-verify-mode", "trk2", SERVER),
    ),
    (
        {"machines": with_setting("trk2", INSTANCE, "mta", statServerAddress=""), **UNSENT},
        ("stat-server-unreachable", "trk2", SERVER),
    ),
    (
        {"target": replace(checks.TARGET, seed_addresses=1)},
        ("seed-address-used", RECIPIENT, "whoever set up this verification"),
    ),
    (
        {"mid_workflows": workflows(state=STOPPED)},
        ("mid-synchronisation-stopped", NAMES[1], CAMPAIGN),
    ),
    (
        {"mid_workflows": workflows(state=PAUSED, failed=True)},
        ("mid-synchronisation-stopped", NAMES[1], CAMPAIGN),
    ),
    (
        {"control": failed(f"{APPENDING}'... Code HTTP 408 'Service temporarily unavailable''")},
        ("mid-append-408", "AppendDeliveryPart", SERVER),
    ),
]
LIKELY: list[Case] = [
    (UNSENT, ("delivery-affinity-unserved", "", SERVER)),
    ({"control": WAITS}, ("concurrency-limit-reached", "", CAMPAIGN)),
    (
        {"mirror_page": replace(checks.MIRROR_PAGE, status_code=403)},
        ("mirror-page-missing", "", SERVER),
    ),
    (
        {"control": failed(f"{APPENDING}'Communication error: 10.30.1.6:408'")},
        ("mid-account-wrong-url", "AppendDeliveryPart", CAMPAIGN),
    ),
]


@pytest.mark.parametrize(
    ("changes", "expected"), [*CAUSES, *LIKELY], ids=lambda each: str(each)[:40]
)
def test_cause(changes: dict[str, object], expected: tuple[str, str, str]) -> None:
    """Each is found by what shows it, alone, about what the failing check names."""
    (cause,) = diagnose(seen(**changes))

    assert (*cause.id, cause.subject, cause.owner) == expected
    assert cause.likely is ((changes, expected) in LIKELY)
    assert bool(cause.told_apart_by) is cause.likely
    assert cause.evidence


SEEN_OUTSIDE = [each for each in CAUSES if "machines" not in each[0]]


@pytest.mark.parametrize(("changes", "expected"), SEEN_OUTSIDE, ids=lambda each: str(each)[:40])
def test_hosted_owner(changes: dict[str, object], expected: tuple[str, str, str]) -> None:
    """Where Adobe hosts it, support does what is done on servers, and registers tracking."""
    id_, _, owner = expected
    (cause,) = diagnose(seen_outside(**changes))

    supported = owner == SERVER or id_ == "tracking-not-available"
    assert cause.owner == (SUPPORT if supported else owner)


def test_relay_denies_mirror_pages() -> None:
    """A rule that denies the page singles it out, whatever the page itself answered."""
    denying = with_relay_rule("trk1")
    (cause,) = diagnose(seen(machines=denying))

    assert (cause.id, cause.subject) == (("mirror-page-missing",), "trk1")
    assert not cause.likely


def with_relay_rule(machine: str) -> dict[str, Machine]:
    """Return the machines, where a rule of one denies mirror pages."""
    sample = standard()
    for url in sample.servers[machine].files["serverConf.xml"].iter("url"):
        if url.get("urlPath") == "/nl/jsp/m.jsp":
            url.set("deny", "true")
    return sample.read()


def test_pending_outside() -> None:
    """Where no sending server is read, three causes share all evidence."""
    (cause,) = diagnose(seen_outside(**UNSENT))

    assert cause.id == PENDS
    assert cause.owner == SUPPORT
    assert "mta" in cause.told_apart_by


def test_lost_outside() -> None:
    """Mails that count as sent and do not arrive are likely simulated, or lost on their way."""
    (cause,) = diagnose(seen_outside(**LOST))

    assert (cause.id, cause.likely) == (("mta-verify-mode",), True)


@pytest.mark.parametrize("silence", [MailSilence.RETURNED, MailSilence.MAILBOX_UNREADABLE])
def test_not_lost(silence: MailSilence) -> None:
    """A mail that came back, or a mailbox that nobody can read, is another matter."""
    gone = replace(checks.NOT_ARRIVED, silence=silence)

    assert diagnose(seen_outside(control_reception=gone, tracked_reception=gone)) == ()


def test_nothing_runs() -> None:
    """Where nothing at all runs, it is not the mta that is down."""
    processes = replace(MACHINES["trk1"].processes, running=())
    machines = {**MACHINES, "trk1": replace(MACHINES["trk1"], processes=processes)}

    assert diagnose(seen(machines=machines)) == ()


@given(st.lists(st.sampled_from(["id", "ID", "p1", "idd"]), max_size=5))
def test_ids(names: list[str]) -> None:
    """Only parameters of exactly that name count, empty ones, too."""
    query = "&".join(f"{name}=" for name in names)

    assert ids_in(f"https://t.example.com/r/?{query}") == names.count("id")


@given(st.sampled_from(STATES), st.none() | st.integers(0, 9))
def test_waiting(state: int, job_status: int | None) -> None:
    """A preparation waits for others only in a pending state, with a job that goes on."""
    control = replace(WAITS, state=state, job_status=job_status)
    found = [cause.id[0] for cause in diagnose(seen(control=control))]

    going_on = job_status not in {None, 4, 5, 6, 8}
    assert found == (["concurrency-limit-reached"] if going_on and state in {11, 21} else [])
