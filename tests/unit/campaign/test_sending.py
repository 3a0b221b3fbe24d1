"""A delivery is created, prepared, read back, and started only if it reaches nobody else."""

from collections.abc import Callable

import pytest
import requests
import responses
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.campaign.delivery import (
    Delivery,
    LogLine,
    Message,
    nobody_else,
    why_not,
)
from campaign_tracking.campaign.sending import MAX_PAGES, PAGE, send
from campaign_tracking.campaign.session import Session, SessionLife
from tests.unit.campaign.answers import ROUTER, a_fault, answer, rows, string
from tests.unit.campaign.calls import action, inside, method, parameters, queried
from tests.unit.campaign.conversation import (
    CONVERSATION,
    JOB,
    ORDER,
    RED,
    Platform,
    element,
    log_line,
    messages,
    status,
)
from tests.unit.clock import Clock
from tests.unit.samples import RECIPIENT, TOKEN


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that nobody waits for."""
    clock = Clock()
    for module in ("waiting", "campaign.sending"):
        monkeypatch.setattr(f"campaign_tracking.{module}.time", clock)
    return clock


@pytest.fixture
def platform(wire: responses.RequestsMock) -> Platform:
    """A healthy platform, until a test changes its answers."""
    platform = Platform()
    wire.add_callback(responses.POST, ROUTER, callback=platform)
    return platform


@pytest.fixture
def sent(platform: Platform, session: Session, clock: Clock) -> Callable[..., Delivery]:
    """Send the order on *platform*, within a limit in seconds."""
    assert platform.answers
    assert clock.now

    def send_(limit_s: float = 10) -> Delivery:
        return send(session, ORDER, "7", limit_s, lambda: None)

    return send_


def test_whole_conversation(platform: Platform, sent: Callable[..., Delivery]) -> None:
    """Created, saved, found by its token, prepared as a job, read back, and only then started."""
    platform.answers["GetStatus"] = [status(2), status(2), status(5, log_line(1, "DLV-490119 ok"))]

    delivery = sent()

    assert platform.steps == [*CONVERSATION[:4], *["GetStatus"] * 3, *CONVERSATION[5:]]
    assert (delivery.id, delivery.job_status, delivery.state) == (9001, 5, 45)
    assert delivery.messages == (Message(id=77, address=RECIPIENT, status=6),)
    assert delivery.log == (LogLine(id=1, kind=2, code="DLV-490119", text="DLV-490119 ok"),)
    assert delivery.started_at is not None
    assert delivery.started_at.tzinfo is not None
    assert (delivery.trouble, delivery.not_started) == ("", "")
    assert delivery.prepared_s > 0


def test_what_is_asked(platform: Platform, sent: Callable[..., Delivery]) -> None:
    """Each step says what it is about: the template, the token, the saved delivery, the job."""
    sent()

    asked = {step: platform.asked(step)[0] for step in CONVERSATION}
    assert [action(asked[step]) for step in ("CreateFromModel", "Write", "Submit")] == [
        "nms:delivery#CreateFromModel",
        "xtk:persist|xtk:session#Write",
        "xtk:jobInterface|nms:delivery#Submit",
    ]
    assert parameters(asked["CreateFromModel"])["scenarioName"] == "mail"
    assert inside(asked["CreateFromModel"]).get("deliveryCode") == TOKEN
    assert inside(asked["Write"]).get("xtkschema") == "nms:delivery"
    assert queried(asked["find"])[1] == [f"@deliveryCode = '{TOKEN}'"]
    submitted = method(asked["Submit"])
    assert dict(submitted[1][0].items()) == {
        "id": "9001",
        "deliveryCode": TOKEN,
        "xtkschema": "nms:delivery",
    }
    assert submitted[2].text == "Prepare"
    assert parameters(asked["GetStatus"]) == {"id": JOB, "lastLogId": "0", "maxLogCount": "100"}
    assert queried(asked["state"]) == ("nms:delivery", ["@id = 9001"])
    assert queried(asked["messages"]) == ("nms:broadLogRcp", ["[@delivery-id] = 9001"])
    assert parameters(asked["Play"]) == {"deliveryId": "9001"}


@pytest.mark.parametrize(
    ("step", "answers", "words"),
    [
        pytest.param(
            "GetStatus",
            [status(5, log_line(1, RED, 0))],
            "the analysis reported RED-520025",
            id="RED-520025",
        ),
        pytest.param(
            "GetStatus",
            [status(2, log_line(1, "RED-520005 Wrong", 1)), status(5)],
            "the analysis reported RED-520005",
            id="RED-520005-as-a-warning",
        ),
        pytest.param("GetStatus", [status(6)], "job status 6", id="job-in-error"),
        pytest.param("GetStatus", [status(4)], "job status 4", id="job-cancelled"),
        pytest.param("GetStatus", [status(8)], "job status 8", id="job-paused"),
        pytest.param("messages", [a_fault("SOP-330011 no right")], "SOP-330011", id="unreadable"),
        pytest.param("messages", [messages()], "0 messages were prepared", id="no-message"),
        pytest.param(
            "messages", [messages(RECIPIENT, RECIPIENT)], "2 messages", id="two-for-the-recipient"
        ),
        pytest.param(
            "messages",
            [messages(RECIPIENT, "boss@example.com")],
            "1 of 2 prepared messages are for somebody else",
            id="one-more",
        ),
        pytest.param(
            "messages",
            [messages("boss@example.com")],
            "1 of 1 prepared messages are for somebody else",
            id="another-address",
        ),
        pytest.param(
            "state", [rows("delivery", "<delivery state='37'/>")], "state 37", id="not-ready"
        ),
        pytest.param("state", [rows("delivery")], "state None", id="deleted-meanwhile"),
    ],
)
def test_never_started(
    platform: Platform, sent: Callable[..., Delivery], step: str, answers: list[str], words: str
) -> None:
    """Whatever is not exactly one prepared message for the recipient is never started."""
    platform.answers[step] = [*answers]

    delivery = sent()

    assert "Play" not in platform.steps
    assert delivery.started_at is None
    assert words in delivery.not_started


def test_preparation_without_an_end(
    platform: Platform, sent: Callable[..., Delivery], clock: Clock
) -> None:
    """A job that runs on beyond the limit is left alone: its delivery is not started."""
    platform.answers["GetStatus"] = [status(2)]
    began = clock.now

    delivery = sent(limit_s=3)

    assert "Play" not in platform.steps
    assert delivery.not_started == "the preparation did not finish (job status 2)"
    assert (clock.now - began, delivery.prepared_s) == (3, 3)


def words_of(delivery: Delivery) -> str:
    """Return all that a delivery says of what went wrong with it."""
    return f"{delivery.trouble} {delivery.unread} {delivery.not_started}"


@pytest.mark.parametrize("step", CONVERSATION)
def test_fault_at_any_step(platform: Platform, sent: Callable[..., Delivery], step: str) -> None:
    """A platform that refuses one step is not asked for a later one, and its words are kept."""
    platform.answers[step] = [a_fault("SOP-330011 Error", "DLV-490013 no sender")]

    delivery = sent()

    assert platform.steps == list(CONVERSATION[: CONVERSATION.index(step) + 1])
    assert "SOP-330011 Error\nDLV-490013 no sender" in words_of(delivery)
    assert delivery.not_started
    assert delivery.started_at is None
    found = CONVERSATION.index(step) > CONVERSATION.index("find")
    assert delivery.id == (9001 if found else None)


def test_fault_keeps_what_was_seen(platform: Platform, sent: Callable[..., Delivery]) -> None:
    """A platform that falls silent halfway takes back nothing of what it said before."""
    platform.answers["GetStatus"] = [
        status(2, log_line(4, RED, 0)),
        a_fault("XSV-350008 Session has expired"),
    ]
    platform.answers["Logon"] = ["XSV-350012 Invalid login or password. Connection denied."]

    delivery = sent()

    assert (delivery.id, delivery.job_status) == (9001, 2)
    assert [line.code for line in delivery.tracking_errors] == ["RED-520025"]
    assert "expired, and could not be renewed: wrong login or password" in delivery.trouble
    assert platform.steps[-1] == "Logon"


def test_lines_come_twice(platform: Platform, sent: Callable[..., Delivery]) -> None:
    """A line that comes again is kept once; the log is in the order of its ids, the oldest first.

    What was seen is not asked for again.
    """
    platform.answers["GetStatus"] = [
        status(2, log_line(12, "second"), log_line(11, "first")),
        status(5, log_line(12, "second"), log_line(13, "DLV-490119 third", 1)),
    ]

    delivery = sent()

    assert [(line.id, line.kind, line.code) for line in delivery.log] == [
        (11, 2, ""),
        (12, 2, ""),
        (13, 1, "DLV-490119"),
    ]
    assert [parameters(asked)["lastLogId"] for asked in platform.asked("GetStatus")] == ["0", "12"]


@pytest.mark.parametrize(
    ("found", "words"), [(0, "no delivery has the code"), (2, "2 deliveries have the code")]
)
def test_not_found_by_its_token(
    platform: Platform, sent: Callable[..., Delivery], found: int, words: str
) -> None:
    """A delivery that is not found again by its token is not touched further."""
    platform.answers["find"] = [rows("delivery", *["<delivery id='9001'/>"] * found)]

    delivery = sent()

    assert platform.steps[-1] == "find"
    assert delivery.id is None
    assert words in delivery.trouble


@pytest.mark.parametrize(
    ("step", "answers"),
    [
        ("find", [rows("delivery", "<delivery id='nine'/>")]),
        ("GetStatus", [status(5, "<log id='' message='x'/>")]),
        ("GetStatus", [answer("GetStatus", string("psStatus", "done"))]),
        ("messages", [rows("broadLogRcp", "<broadLogRcp id='1' address='check@example.com'/>")]),
    ],
)
def test_numbers_that_are_none(
    platform: Platform, sent: Callable[..., Delivery], step: str, answers: list[str]
) -> None:
    """A platform that writes something else where a number is due has told us nothing."""
    platform.answers[step] = [*answers]

    delivery = sent()

    assert "where a whole number was due" in words_of(delivery)
    assert "Play" not in platform.steps


def test_somebody_is_told_between_looks(platform: Platform, session: Session, clock: Clock) -> None:
    """Between looks at the job there is a tick, and a pause."""
    platform.answers["GetStatus"] = [status(2), status(2), status(5)]
    ticks: list[float] = []

    send(session, ORDER, "7", 10, lambda: ticks.append(clock.now))

    assert len(ticks) == len(clock.slept) == len(platform.asked("GetStatus")) - 1


MESSAGES = st.lists(
    st.builds(
        Message,
        id=st.just(1),
        address=st.sampled_from([RECIPIENT, RECIPIENT.upper(), "boss@example.com", ""]),
        status=st.just(6),
    ),
    max_size=3,
).map(tuple)
LINES = st.lists(
    st.builds(
        LogLine,
        id=st.just(1),
        kind=st.sampled_from([0, 1, 2]),
        code=st.sampled_from(["", "RED-520025", "RED-520005", "DLV-490119"]),
        text=st.just(""),
    ),
    max_size=2,
).map(tuple)
DELIVERIES = st.builds(
    Delivery,
    token=st.just(TOKEN),
    tracked=st.booleans(),
    job_status=st.sampled_from([None, 2, 4, 5, 6, 8]),
    state=st.sampled_from([None, 37, 45, 95]),
    messages=st.none() | MESSAGES,
    foreign_target=st.sampled_from(["", "", "the template adds a target of its own (2 parts)"]),
    log=LINES,
)


@given(DELIVERIES)
def test_may_only_be_started_for_the_recipient(delivery: Delivery) -> None:
    """Of all deliveries, exactly those may be started that reach the recipient and nobody else."""
    addresses = [message.address for message in delivery.messages or ()]
    harmless = (
        addresses in ([RECIPIENT], [RECIPIENT.upper()])
        and (delivery.state, delivery.job_status) == (45, 5)
        and not any(line.code.startswith("RED-") for line in delivery.log)
        and not delivery.foreign_target
    )

    assert (why_not(delivery, "Check@Example.com") == "") is harmless


def test_log_of_many_lines(platform: Platform, sent: Callable[..., Delivery]) -> None:
    """A finished job is asked until it has no further line: the error may be the last one."""
    page = [log_line(number, f"line {number}") for number in range(1, 101)]
    platform.answers["GetStatus"] = [status(5, *page), status(5, log_line(101, RED, 0))]

    delivery = sent()

    assert len(delivery.log) == len(page) + 1
    assert "Play" not in platform.steps
    assert "RED-520025" in delivery.not_started


def test_code_behind_a_wrapper(platform: Platform, sent: Callable[..., Delivery]) -> None:
    """A line that wraps a redirection's error is a redirection's error."""
    platform.answers["GetStatus"] = [status(5, log_line(1, f"SOP-330011 Error. {RED}", 0))]

    assert sent().log[0].code == "RED-520025"
    assert "Play" not in platform.steps


@pytest.mark.parametrize(
    "step", ["CreateFromModel", "find", "Submit", "GetStatus", "state", "messages"]
)
def test_empty_answer(platform: Platform, sent: Callable[..., Delivery], step: str) -> None:
    """An answer without a value is told, and nothing is started."""
    name = "ExecuteQuery" if step in {"find", "state", "messages"} else step
    platform.answers[step] = [answer(name, "")]

    assert "the answer holds no value" in words_of(sent())
    assert "Play" not in platform.steps


TIMED_OUT = requests.ReadTimeout("timed out")


@pytest.mark.parametrize(("answered", "status"), [(TIMED_OUT, 200), ("<html>Timeout</html>", 504)])
def test_start_that_is_not_answered(
    platform: Platform,
    session: Session,
    sent: Callable[..., Delivery],
    answered: str | Exception,
    status: int,
) -> None:
    """A start without an answer may have happened: the mail is waited for.

    A platform that answers the next question was not silent: a start takes its time.
    """
    platform.answers["Play"], platform.status["Play"] = [answered], status

    delivery = sent()

    assert delivery.started_at is not None
    assert not delivery.not_started
    assert platform.steps == [*CONVERSATION, "state"]
    assert session.life == SessionLife()


def test_start_and_silence(
    platform: Platform, session: Session, sent: Callable[..., Delivery]
) -> None:
    """Where nobody answers after a start that was not answered, the platform is silent."""
    platform.answers["Play"] = [TIMED_OUT]
    platform.answers["state"] = [platform.answers["state"][0], requests.ConnectionError("refused")]

    delivery = sent()

    assert (delivery.started_at is not None, delivery.not_started) == (True, "")
    assert session.life.silent == "xtk:queryDef#ExecuteQuery: ConnectionError: refused"


def test_start_that_was_not_renewed(
    platform: Platform, session: Session, sent: Callable[..., Delivery]
) -> None:
    """An expired session was refused before the start: without another it never happened."""
    platform.answers["Play"] = ["XSV-350008 Session has expired"]
    platform.answers["Logon"] = [requests.ConnectionError("gone")]

    delivery = sent()

    assert platform.steps == [*CONVERSATION, "Logon"]
    assert delivery.started_at is None
    assert delivery.not_started == (
        "it was not started: expired, and not renewed: ConnectionError: gone"
    )
    assert session.life.silent.startswith("nms:delivery#Play: expired, and not renewed")


def test_silence_between_looks(
    platform: Platform, session: Session, sent: Callable[..., Delivery]
) -> None:
    """A look at the job that is not answered is followed by another."""
    platform.answers["GetStatus"] = [TIMED_OUT, status(2), TIMED_OUT, status(5)]

    delivery = sent()

    assert delivery.started_at is not None
    assert session.life == SessionLife()


def test_silence_to_the_end(
    platform: Platform, session: Session, sent: Callable[..., Delivery]
) -> None:
    """A platform that does not come back while the job runs is silent."""
    platform.answers["GetStatus"] = [status(2), TIMED_OUT]
    platform.answers["state"] = [rows("delivery", "<delivery state='22'/>")]

    delivery = sent(limit_s=3)

    assert "Play" not in platform.steps
    assert delivery.job_status == 2  # noqa: PLR2004  (as last seen)
    assert session.life.silent == "xtk:jobInterface|xtk:job#GetStatus: ReadTimeout: timed out"


PART = (
    "<deliveryTarget><targetPart type='query'><where><condition expr='@id IN (7)'/></where>"
    "</targetPart></deliveryTarget>"
)


def with_targets(targets: str) -> str:
    """Return the new delivery with these targets, as CreateFromModel gives it."""
    inner = f"<targets>{targets}</targets>"
    created = f"<delivery _operation='insert' deliveryCode='{TOKEN}'>{inner}</delivery>"
    return answer("CreateFromModel", element("pdom", created))


@pytest.mark.parametrize("found", [RECIPIENT, "boss@example.com"])
def test_template_adds_a_target(
    platform: Platform, sent: Callable[..., Delivery], found: str
) -> None:
    """A template with a target of its own is told, and never started, whoever is in it today."""
    platform.answers["CreateFromModel"] = [with_targets(2 * PART)]
    platform.answers["messages"] = [messages(found)]

    delivery = sent()

    assert "Play" not in platform.steps
    assert delivery.started_at is None
    assert delivery.foreign_target == "the template adds a target of its own (2 parts)"
    assert delivery.not_started == delivery.foreign_target
    assert nobody_else(delivery, RECIPIENT) == delivery.foreign_target


@pytest.mark.parametrize("targets", ["", PART])
def test_our_target_alone(platform: Platform, sent: Callable[..., Delivery], targets: str) -> None:
    """One part is our own; a server that does not show it is read back all the same."""
    platform.answers["CreateFromModel"] = [with_targets(targets)]

    delivery = sent()

    assert (delivery.foreign_target, delivery.not_started) == ("", "")
    assert platform.steps == list(CONVERSATION)


class Chatty:
    """A job that always has a page of further lines; each takes a second to come."""

    def __init__(self, platform: Platform, clock: Clock) -> None:
        """Have *platform* answer all that is not about the job."""
        self._platform, self._clock, self._told = platform, clock, 0

    def __call__(
        self, request: requests.PreparedRequest
    ) -> tuple[int, dict[str, str], str | Exception]:
        """Answer, and be later."""
        lines = [log_line(self._told + number, "so") for number in range(1, PAGE + 1)]
        self._platform.answers["GetStatus"] = [status(2, *lines)]
        reply = self._platform(request)
        if self._platform.steps[-1] == "GetStatus":
            self._clock.now += 1
            self._told += PAGE
        return reply


@pytest.fixture
def chatty(wire: responses.RequestsMock, platform: Platform, clock: Clock) -> Chatty:
    """A platform that never comes to an end."""
    wire.reset()
    chatty = Chatty(platform, clock)
    wire.add_callback(responses.POST, ROUTER, callback=chatty)
    return chatty


def test_paging_stops_at_the_deadline(
    chatty: Chatty, platform: Platform, sent: Callable[..., Delivery], clock: Clock
) -> None:
    """A log that grows faster than it is read does not outlast the deadline."""
    assert chatty
    began = clock.now

    delivery = sent(limit_s=3)

    # Three until the deadline, and the one look that comes with it.
    assert len(platform.asked("GetStatus")) == 4  # noqa: PLR2004  (as said)
    assert clock.now - began == 4  # noqa: PLR2004  (likewise)
    assert len(delivery.log) == 4 * PAGE
    assert "job status 2" in delivery.not_started
    assert delivery.trouble == ""


def test_paging_has_an_end(
    chatty: Chatty, platform: Platform, sent: Callable[..., Delivery]
) -> None:
    """A log without an end is given up, however much time there is."""
    assert chatty

    delivery = sent(limit_s=10 * MAX_PAGES)

    assert len(platform.asked("GetStatus")) == MAX_PAGES
    assert "more than 10000 lines" in delivery.trouble
    assert "Play" not in platform.steps


@pytest.mark.parametrize("mode", ["", "<scheduling validationMode='auto'/>"])
def test_preparation_sends_nothing_itself(
    platform: Platform, sent: Callable[..., Delivery], mode: str
) -> None:
    """Whatever approval the template has, what is saved and prepared waits for a start."""
    created = f"<delivery _operation='insert' deliveryCode='{TOKEN}'>{mode}</delivery>"
    platform.answers["CreateFromModel"] = [answer("CreateFromModel", element("pdom", created))]

    sent()

    for step in ("Write", "Submit"):
        (request,) = platform.asked(step)
        assert '<scheduling validationMode="manual"' in str(request.body)


@pytest.mark.parametrize(
    "created",
    [
        pytest.param(f"<delivery deliveryCode='{TOKEN}' isModel='1'/>", id="the-template-itself"),
        pytest.param("<delivery deliveryCode='another'/>", id="another-delivery"),
        pytest.param(f"<operation deliveryCode='{TOKEN}'/>", id="something-else"),
    ],
)
def test_saves_nothing_but_its_own(
    platform: Platform, sent: Callable[..., Delivery], created: str
) -> None:
    """What is not our own new delivery is never written back: it could be the template."""
    platform.answers["CreateFromModel"] = [answer("CreateFromModel", element("pdom", created))]

    delivery = sent()

    assert platform.steps == ["CreateFromModel"]
    assert "something else than our new delivery" in delivery.trouble
