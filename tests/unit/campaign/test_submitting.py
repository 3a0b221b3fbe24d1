"""SubmitDelivery: only of a template without a target of its own, and looked for afterwards."""

from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
import requests
import responses
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaign_tracking.campaign.delivery import Delivery, Message, Way
from campaign_tracking.campaign.errors import CampaignError
from campaign_tracking.campaign.session import Session, SessionLife
from campaign_tracking.campaign.submitting import read_own_target, submit
from campaign_tracking.campaign.target import Target, read_target
from tests.unit.campaign.answers import ROUTER, a_fault, answer, rows, string
from tests.unit.campaign.calls import action, inside, parameters, queried
from tests.unit.campaign.conversation import ORDER, Platform, element, messages
from tests.unit.clock import Clock
from tests.unit.samples import RECIPIENT, TOKEN

REFUSED = "SOP-330011 Error"


def created(inner: str, root: str = "delivery") -> str:
    """Return what CreateFromModel makes of a template."""
    return answer("CreateFromModel", element("pdomDelivery", f"<{root}>{inner}</{root}>"))


# The template's own target

BARE = {
    "empty": "<targets/>",
    "bare-parts": "<targets><deliveryTarget/><proofTarget>\n </proofTarget></targets>",
    "no-file": "<targets fromExternalSource='false' targetMode='0'/>",
    "no-links": "<targets folder-id='0' seedTarget-id='' noReconciliation='1'>\n</targets>",
    "documented": "<targets targetMode='1' noReconciliation='true' addressField='Email'/>",
    "switched-off": "<targets toAll='false' segment=' ' x='FALSE'/>",
    "file-without-a-word": "<targets fromExternalSource=''/>",
}
FILLED = {
    "documented": (
        (
            "<targets><deliveryTarget><targetPart type='query' exclusion='false'>"
            "<where><condition expr='@id IN (1)'/></where></targetPart></deliveryTarget></targets>"
        ),
        "a target of its own (deliveryTarget)",
    ),
    "part-without-a-condition": (
        "<targets><deliveryTarget><targetPart/></deliveryTarget></targets>",
        "(deliveryTarget)",
    ),
    "file": (
        (
            "<targets fromExternalSource='true' targetMode='1' noReconciliation='true' "
            "addressField='Email'><fileFormat/><externalSource>a@example.com</externalSource>"
            "</targets>"
        ),
        "a target from an external file",
    ),
    "file-in-numbers": ("<targets fromExternalSource='1'/>", "a target from an external file"),
    "file-in-capitals": ("<targets fromExternalSource='TRUE'/>", "a target from an external file"),
    "file-in-other-words": ("<targets fromExternalSource='yes'/>", "a target from an external"),
    "attribute-of-its-own": ("<targets segment='vip'/>", "a target of its own (segment)"),
    "attribute-switched-on": ("<targets toAll='true'/>", "a target of its own (toAll)"),
    "address-that-is-none": ("<targets to='a@example.com'/>", "a target of its own (to)"),
    "file-that-is-not-told": (
        "<targets><externalSource><![CDATA[a@example.com]]></externalSource></targets>",
        "(externalSource)",
    ),
    "list": ("<targets deliveryTarget-id='4711'/>", "a target of its own (deliveryTarget-id)"),
    "attribute": ("<targets><x list='all'/></targets>", "(x)"),
    "text": ("<targets>everybody</targets>", "a target of its own"),
    "two": ("<targets group-id='7'><y>z</y></targets>", "(group-id, y)"),
    "several-parts": ("<targets><a/><b/><c d='1'/></targets>", "(c)"),
}


@pytest.mark.parametrize("targets", list(BARE.values()), ids=list(BARE))
def test_template_without_a_target(
    wire: responses.RequestsMock, session: Session, targets: str
) -> None:
    """Bare parts are defaults; the document is made, shown, and never saved."""
    wire.post(ROUTER, created(targets))

    assert read_own_target(session, "mail") == ""

    (call,) = wire.calls
    assert action(call.request) == "nms:delivery#CreateFromModel"
    assert parameters(call.request)["scenarioName"] == "mail"
    assert ET.tostring(inside(call.request)) == b"<delivery />"


@pytest.mark.parametrize(("targets", "words"), list(FILLED.values()), ids=list(FILLED))
def test_template_with_a_target(
    wire: responses.RequestsMock, session: Session, targets: str, words: str
) -> None:
    """Whatever is filled in counts as a target: not all its forms are public."""
    wire.post(ROUTER, created(targets))

    assert words in read_own_target(session, "mail")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(created(""), id="no-targets"),
        pytest.param(created("<x><targets/></x>"), id="targets-elsewhere"),
        pytest.param(created("<targets/>", "operation"), id="no-delivery"),
        pytest.param(answer("CreateFromModel", ""), id="no-value"),
        pytest.param(answer("CreateFromModel", "<pdomDelivery/>"), id="nothing-inside"),
        pytest.param(a_fault(REFUSED), id="refused"),
        pytest.param("<html/>", id="page"),
    ],
)
def test_target_that_is_not_shown(
    wire: responses.RequestsMock, session: Session, body: str
) -> None:
    """What does not show its target is no template without one."""
    wire.post(ROUTER, body)

    with pytest.raises(CampaignError):
        read_own_target(session, "mail")


NAMES = st.sampled_from(["deliveryTarget", "targetPart", "where", "externalSource", "x"])
BLANK = st.sampled_from([None, "", " ", "\n\t"])
SAID = st.text("ab@,.0", min_size=1, max_size=5)


@st.composite
def bare_parts(draw: st.DrawFn) -> ET.Element:
    """Draw a ``<targets>`` with bare parts alone."""
    root = ET.Element("targets", {"targetMode": "0"})
    root.text = draw(BLANK)
    for name in draw(st.lists(NAMES, max_size=4)):
        ET.SubElement(root, name).text = draw(BLANK)
    return root


def _says(value: str) -> bool:
    """Whether an attribute's value says anything: "0" is what a number has by default."""
    return value != "0"


@st.composite
def filled_in(draw: st.DrawFn) -> ET.Element:
    """Draw a ``<targets>`` in which something, somewhere, is nested or filled in."""
    root = draw(bare_parts())
    part = ET.SubElement(root, draw(NAMES))
    match draw(st.sampled_from(["nested", "attribute", "text", "link", "own", "own text"])):
        case "nested":
            ET.SubElement(part, draw(NAMES))
        case "attribute":
            part.set("x", draw(st.text("ab0 ", max_size=3)))
        case "text":
            part.text = draw(SAID)
        case "link":
            root.set("list-id", draw(st.integers(1, 10**9).map(str)))
        case "own":
            root.set(draw(st.sampled_from(["to", "segment", "sql"])), draw(SAID.filter(_says)))
        case _:
            root.text = draw(SAID)
    for child in list(root):  # in any order
        if draw(st.booleans()):
            root.remove(child)
            root.append(child)
    return root


QUIET = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@QUIET
@given(filled_in(), st.booleans())
def test_whatever_is_filled_in_is_a_target(
    session: Session,
    targets: ET.Element,
    in_namespace: bool,  # noqa: FBT001  (hypothesis)
) -> None:
    """Nested or filled in, anywhere, in whatever namespace: it is a target."""
    said = ET.tostring(targets, "unicode")
    with responses.RequestsMock() as wire:
        root = "delivery xmlns='urn:nms:delivery'" if in_namespace else "delivery"
        body = created(said, "delivery").replace("<delivery>", f"<{root}>")
        wire.post(ROUTER, body)

        assert read_own_target(session, "mail")


@QUIET
@given(bare_parts())
def test_bare_parts_are_no_target(session: Session, targets: ET.Element) -> None:
    """What has nothing in it is a default, however much of it there is."""
    with responses.RequestsMock() as wire:
        wire.post(ROUTER, created(ET.tostring(targets, "unicode")))

        assert read_own_target(session, "mail") == ""


FOUND = rows("any", "<any id='7'/>")
READ = Target(templates=1, recipient_ids=("7",))


@pytest.mark.parametrize(
    ("body", "expected", "usable"),
    [
        (created("<targets/>"), replace(READ, own_target=""), True),
        (created(FILLED["list"][0]), replace(READ, own_target=FILLED["list"][1]), False),
        (a_fault(REFUSED), replace(READ, own_target_trouble=REFUSED), False),
    ],
)
def test_target_of_what_is_submitted(
    wire: responses.RequestsMock,
    session: Session,
    body: str,
    expected: Target,
    *,
    usable: bool,
) -> None:
    """What is submitted has its template looked at first; one with a target is not usable."""
    for each in (FOUND, FOUND, body, rows("seedMember")):
        wire.post(ROUTER, each)

    target = read_target(session, "mail", RECIPIENT, Way.SUBMIT)

    assert target == expected
    assert target.usable is usable


@pytest.mark.parametrize(
    ("way", "recipients"), [(Way.PREPARE, FOUND), (Way.SUBMIT, rows("recipient"))]
)
def test_nobody_looks_in_vain(
    wire: responses.RequestsMock, session: Session, way: Way, recipients: str
) -> None:
    """A template is not looked at where it is read back anyway, or nothing can be sent."""
    for each in (FOUND, recipients, rows("seedMember")):
        wire.post(ROUTER, each)

    target = read_target(session, "mail", RECIPIENT, way)

    assert (target.own_target, target.own_target_trouble) == (None, "")
    assert {action(call.request) for call in wire.calls} == {"xtk:queryDef#ExecuteQuery"}


# Submitted


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that nobody waits for."""
    clock = Clock()
    for module in ("waiting", "campaign.submitting"):
        monkeypatch.setattr(f"campaign_tracking.{module}.time", clock)
    return clock


@pytest.fixture
def platform(wire: responses.RequestsMock) -> Platform:
    """A healthy platform, until a test changes its answers."""
    platform = Platform()
    id_ = string("plDeliveryId", "9001")
    platform.answers["SubmitDelivery"] = [answer("SubmitDelivery", id_, "nms:delivery")]
    wire.add_callback(responses.POST, ROUTER, callback=platform)
    return platform


@pytest.fixture
def submitted(platform: Platform, session: Session, clock: Clock) -> Callable[..., Delivery]:
    """Submit the order on *platform*, within a limit in seconds."""
    assert platform.answers
    assert clock.now

    def submit_(limit_s: float = 10) -> Delivery:
        return submit(session, ORDER, "7", limit_s, lambda: None)

    return submit_


def state(number: int) -> str:
    """Return the delivery's state."""
    return rows("delivery", f"<delivery state='{number}'/>")


NOT_YET = rows("delivery")
THERE = rows("delivery", "<delivery id='9001'/>")


def test_whole_conversation(platform: Platform, submitted: Callable[..., Delivery]) -> None:
    """Submitted once, looked for by its code until it is prepared, and read back."""
    platform.answers["find"] = [NOT_YET, NOT_YET, THERE]
    platform.answers["state"] = [state(21), state(22), state(51)]

    delivery = submitted()

    assert platform.steps == [
        "SubmitDelivery",
        *["find"] * 3,
        *["state"] * 3,
        "messages",
    ]
    assert (delivery.way, delivery.was_submitted) == (Way.SUBMIT, True)
    assert (delivery.id, delivery.state, delivery.job_status) == (9001, 51, None)
    assert (delivery.prepared, delivery.failed) == (True, False)
    assert delivery.messages == (Message(id=77, address=RECIPIENT, status=6),)
    assert (delivery.trouble, delivery.not_started, delivery.unread) == ("", "", "")
    assert delivery.started_at is not None
    assert delivery.prepared_s > 0


def test_what_is_asked(platform: Platform, submitted: Callable[..., Delivery]) -> None:
    """The template and our fragment go out; the delivery is found by its code."""
    submitted()

    (request,) = platform.asked("SubmitDelivery")
    assert action(request) == "nms:delivery#SubmitDelivery"
    assert parameters(request)["scenarioName"] == "mail"
    assert inside(request).get("deliveryCode") == TOKEN
    conditions = [found.get("expr") for found in inside(request).iter("condition")]
    assert conditions == ["@id IN (7)"]
    assert queried(platform.asked("find")[0])[1] == [f"@deliveryCode = '{TOKEN}'"]


@pytest.mark.parametrize("value", ["", string("plDeliveryId", "1"), string("x", "not a number")])
def test_answer_says_nothing(
    platform: Platform, submitted: Callable[..., Delivery], value: str
) -> None:
    """Whatever the call returns, the delivery is the one with our code: sources disagree."""
    platform.answers["SubmitDelivery"] = [answer("SubmitDelivery", value)]

    assert submitted().id == 9001  # noqa: PLR2004  (the one that is found)


@pytest.mark.parametrize("found", [True, False])
def test_answer_does_not_come(
    platform: Platform, submitted: Callable[..., Delivery], *, found: bool
) -> None:
    """A call without an answer may have been carried out: it counts as started, and is sought."""
    platform.answers["SubmitDelivery"] = [requests.ReadTimeout("timed out")]
    platform.answers["find"] = [NOT_YET, THERE if found else NOT_YET]

    delivery = submitted()

    assert platform.steps.count("SubmitDelivery") == 1
    assert delivery.started_at is not None
    assert not delivery.not_started
    assert delivery.id == (9001 if found else None)
    assert delivery.trouble == ("" if found else "no delivery has our code")


def test_gateway_loses_patience(platform: Platform, submitted: Callable[..., Delivery]) -> None:
    """A proxy that waits no longer says nothing of what goes on behind it: it counts as started."""
    platform.answers["SubmitDelivery"] = ["<html>Gateway Timeout</html>"]
    platform.status["SubmitDelivery"] = 504
    platform.answers["find"] = [NOT_YET, NOT_YET, THERE]

    delivery = submitted()

    assert delivery.started_at is not None
    assert (delivery.id, delivery.not_started, delivery.trouble) == (9001, "", "")


@pytest.mark.parametrize(
    "refusal",
    [
        a_fault("SOP-330011 Error", "DLV-490009 no target"),
        "XSV-350012 Invalid login or password.",
        "<html>maintenance</html>",
    ],
)
def test_refused(platform: Platform, submitted: Callable[..., Delivery], refusal: str) -> None:
    """What was refused, and is not there, was not started."""
    platform.answers["SubmitDelivery"] = [refusal]
    platform.answers["find"] = [NOT_YET]

    delivery = submitted()

    assert platform.steps == ["SubmitDelivery", "find"]
    assert delivery.trouble == delivery.not_started != ""
    assert (delivery.id, delivery.started_at, delivery.prepared) == (None, None, False)


def test_refused_and_yet_there(platform: Platform, submitted: Callable[..., Delivery]) -> None:
    """An error may come after the delivery was made: then it counts as started."""
    platform.answers["SubmitDelivery"] = [a_fault("SOP-330011 Error", "PGS-220000 timed out")]

    delivery = submitted()

    assert delivery.started_at is not None
    assert (delivery.id, delivery.not_started) == (9001, "")
    assert delivery.messages


@pytest.mark.parametrize("number", [37, 87])
def test_preparation_failed(
    platform: Platform, submitted: Callable[..., Delivery], number: int
) -> None:
    """A delivery that failed is not waited for any longer."""
    platform.answers["state"] = [state(22), state(number)]
    platform.answers["messages"] = [messages()]

    delivery = submitted()

    assert platform.steps.count("state") == 2  # noqa: PLR2004  (the second tells)
    assert (delivery.failed, delivery.prepared, delivery.state) == (True, False, number)
    assert delivery.messages == ()


def test_preparation_without_an_end(
    platform: Platform, submitted: Callable[..., Delivery], clock: Clock
) -> None:
    """A preparation that runs on beyond the limit is told as it was last seen."""
    platform.answers["state"] = [state(22)]
    began = clock.now

    delivery = submitted(limit_s=3)

    assert (clock.now - began, delivery.prepared_s) == (3, 3)
    assert (delivery.state, delivery.prepared, delivery.failed) == (22, False, False)


def test_silence_between_looks(
    platform: Platform, session: Session, submitted: Callable[..., Delivery]
) -> None:
    """A look that is not answered is followed by another; nothing is submitted again."""
    platform.answers["SubmitDelivery"] = [requests.ReadTimeout("timed out")]
    platform.answers["find"] = [requests.ConnectionError("refused"), THERE]
    platform.answers["state"] = [requests.ReadTimeout("timed out"), state(45)]

    delivery = submitted()

    assert platform.steps.count("SubmitDelivery") == 1
    assert (delivery.prepared, delivery.trouble) == (True, "")
    assert session.life == SessionLife()


def test_silence_to_the_end(
    platform: Platform, session: Session, submitted: Callable[..., Delivery]
) -> None:
    """A platform that does not come back is silent, in the words of the last look."""
    platform.answers["SubmitDelivery"] = [requests.ReadTimeout("timed out")]
    platform.answers["find"] = [requests.ConnectionError("refused")]

    delivery = submitted(limit_s=3)

    assert (delivery.trouble, delivery.not_started) == ("ConnectionError: refused", "")
    assert session.life == SessionLife(silent="xtk:queryDef#ExecuteQuery: ConnectionError: refused")


def test_silence_when_it_is_read_back(
    platform: Platform, session: Session, submitted: Callable[..., Delivery]
) -> None:
    """Once it is prepared nobody waits any more: silence is silence."""
    platform.answers["messages"] = [requests.ReadTimeout("timed out")]

    assert "timed out" in submitted().unread
    assert "timed out" in session.life.silent


def test_session_is_not_renewed(
    platform: Platform, session: Session, submitted: Callable[..., Delivery]
) -> None:
    """An expired session was refused before the method ran: nothing was started, or is sought."""
    platform.answers["SubmitDelivery"] = ["XSV-350008 Session has expired"]
    platform.answers["Logon"] = [requests.ConnectionError("gone")]

    delivery = submitted()

    assert platform.steps == ["SubmitDelivery", "Logon"]
    assert (
        delivery.trouble
        == delivery.not_started
        == ("expired, and not renewed: ConnectionError: gone")
    )
    assert (delivery.id, delivery.started_at) == (None, None)
    assert session.life.silent.endswith("ConnectionError: gone")


@pytest.mark.parametrize("found", [THERE, NOT_YET, a_fault("SOP-330011 Error")])
def test_expired_session_of_another(
    platform: Platform, submitted: Callable[..., Delivery], found: str
) -> None:
    """A fault that quotes the code came out of the method: nothing is submitted again."""
    platform.answers["SubmitDelivery"] = [a_fault("", "XSV-350008 Session has expired")]
    platform.answers["find"] = [found]

    delivery = submitted()

    assert platform.steps.count("SubmitDelivery") == 1
    assert "Logon" not in platform.steps
    assert (delivery.started_at is not None) is (found is THERE)


@pytest.mark.parametrize(
    ("step", "body", "words"),
    [
        ("find", rows("delivery", *["<delivery id='1'/>"] * 2), "2 deliveries have the code"),
        ("find", a_fault(REFUSED), REFUSED),
        ("find", rows("delivery", "<delivery id='x'/>"), "where a whole number was due"),
        ("state", a_fault(REFUSED), REFUSED),
    ],
)
def test_cannot_be_looked_for(
    platform: Platform, submitted: Callable[..., Delivery], step: str, body: str, words: str
) -> None:
    """A platform that refuses to tell is asked once, and its words are kept."""
    platform.answers[step] = [body]

    delivery = submitted()

    assert platform.steps.count(step) == 1
    assert words in delivery.trouble
    assert delivery.started_at is not None


def test_cannot_be_read_back(platform: Platform, submitted: Callable[..., Delivery]) -> None:
    """Whom it went to is not known then, and that is told."""
    platform.answers["messages"] = [a_fault(REFUSED)]

    delivery = submitted()

    assert (delivery.messages, delivery.unread) == (None, REFUSED)


def test_deleted_meanwhile(platform: Platform, submitted: Callable[..., Delivery]) -> None:
    """A delivery that is gone has no state, and was not prepared."""
    platform.answers["state"] = [rows("delivery")]

    delivery = submitted(limit_s=1)

    assert (delivery.id, delivery.state, delivery.prepared) == (9001, None, False)
