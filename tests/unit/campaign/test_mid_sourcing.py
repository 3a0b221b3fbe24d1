"""A mid-sourcing server: the account that leads there, and the delivery as it is there."""

import pytest
import requests
import responses

from campaign_tracking.campaign.calls import Tokens
from campaign_tracking.campaign.credentials import Opened
from campaign_tracking.campaign.delivery import FAILED, PENDING, SENT, Delivery, Message
from campaign_tracking.campaign.messages import Sending, TrackedUrl
from campaign_tracking.campaign.mid_sourcing import (
    MidDelivery,
    TrackingAccount,
    read_mid_delivery,
    read_tracking_account,
    wait_until_sent_by,
)
from campaign_tracking.campaign.session import Session
from campaign_tracking.campaign.transport import Transport
from tests.unit.campaign.answers import ROUTER, a_fault, rows
from tests.unit.campaign.calls import queried
from tests.unit.campaign.ways import session_token
from tests.unit.clock import Clock
from tests.unit.samples import RECIPIENT, TOKEN

MID = "http://mid.example"
MID_ROUTER = f"{MID}/nl/jsp/soaprouter.jsp"
REFUSED = "XSV-350026 The operator has no right to read this"
FAULT = a_fault(REFUSED)
TRACKED = Delivery(token=TOKEN, tracked=True, id=9001)
THERE = rows("delivery", "<delivery id='5001'/>")


@pytest.fixture
def mid_session(transport: Transport) -> Session:
    """A session on the mid-sourcing server."""
    there = Transport(http=transport.http, url=MID, connect_s=1, answer_s=1)
    opened = Opened(tokens=Tokens(session="___mid", security="@mid"), values=())
    told: list[str] = []
    return Session(there, session_token(), opened, told.append)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that nobody waits for."""
    clock = Clock()
    for module in ("waiting", "campaign.messages", "campaign.mid_sourcing"):
        monkeypatch.setattr(f"campaign_tracking.{module}.time", clock)
    return clock


def account(*active: str) -> str:
    """Return external accounts."""
    return rows("extAccount", *(f"<extAccount id='7' active='{each}'/>" for each in active))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (account("1"), TrackingAccount(name="mid", found=1, enabled=True)),
        (account("true"), TrackingAccount(name="mid", found=1, enabled=True)),
        (account("0"), TrackingAccount(name="mid", found=1)),
        (account("false"), TrackingAccount(name="mid", found=1)),
        (account("0", "1"), TrackingAccount(name="mid", found=2, enabled=True)),
        (account(), TrackingAccount(name="mid")),
        (FAULT, TrackingAccount(name="mid", trouble=REFUSED)),
    ],
)
def test_account(
    wire: responses.RequestsMock, session: Session, body: str, expected: TrackingAccount
) -> None:
    """The account is there and enabled, or not; what cannot be read is told."""
    wire.post(ROUTER, body)

    assert read_tracking_account(session, "mid") == expected
    assert queried(wire.calls[0].request) == ("nms:extAccount", ["@name = 'mid'"])


def test_no_account(session: Session) -> None:
    """Where the option is empty, nothing is asked: tracking is not externalised."""
    assert read_tracking_account(session, "") == TrackingAccount()


def test_name_stays_a_value(wire: responses.RequestsMock, session: Session) -> None:
    """Whatever the option holds, it cannot become a part of the question."""
    wire.post(ROUTER, account())

    read_tracking_account(session, "x' OR '1'='1")

    assert queried(wire.calls[0].request)[1] == ["@name = 'x\\' OR \\'1\\'=\\'1'"]


MESSAGES = rows(
    "broadLogRcp",
    f"<broadLogRcp id='42' address='{RECIPIENT}' status='1'/>",
    f"<broadLogRcp id='-43' address='{RECIPIENT}' status='6'/>",
)
URLS = rows("trackingUrl", "<trackingUrl id='177' type='1' sourceURL='https://x'/>")


def test_delivery_there(wire: responses.RequestsMock, mid_session: Session) -> None:
    """It has ids of its own there: the delivery's, its messages' and its URLs'."""
    for body in (THERE, MESSAGES, URLS, rows("delivery", "<delivery idTracking='-6001'/>")):
        wire.post(MID_ROUTER, body)
    tracking_id = 2**32 - 6001
    url = TrackedUrl(delivery_id=5001, id=177, type=1, source="https://x", tracking_id=tracking_id)

    assert read_mid_delivery(mid_session, TOKEN) == MidDelivery(
        id=5001, message_ids=(42, -43), urls=(url,)
    )
    assert [queried(call.request) for call in wire.calls] == [
        ("nms:delivery", [f"@deliveryCode = '{TOKEN}'"]),
        ("nms:broadLogRcp", ["[@delivery-id] = 5001"]),
        ("nms:trackingUrl", ["[@delivery-id] = 5001"]),
        ("nms:delivery", ["@id = 5001"]),
    ]


@pytest.mark.parametrize(
    ("bodies", "words"),
    [
        ([rows("delivery")], f"no delivery there has the code {TOKEN}"),
        ([rows("delivery", *["<delivery id='1'/>"] * 2)], "2 deliveries have the code"),
        ([FAULT], REFUSED),
        ([THERE, FAULT], REFUSED),
        ([THERE, MESSAGES, FAULT], REFUSED),
        ([THERE, MESSAGES, "<html/>"], "a web page"),
    ],
)
def test_delivery_is_not_there(
    wire: responses.RequestsMock, mid_session: Session, bodies: list[str], words: str
) -> None:
    """What is not found, or not shown, is told; half a delivery is none."""
    for body in bodies:
        wire.post(MID_ROUTER, body)

    found = read_mid_delivery(mid_session, TOKEN)

    assert words in found.trouble
    assert (found.id, found.message_ids, found.urls) == (None, (), ())


def broadlog(status: int, id_: int = 77) -> str:
    """Return the broadlog with our one message."""
    row = f"<broadLogRcp id='{id_}' address='{RECIPIENT}' status='{status}'/>"
    return rows("broadLogRcp", row)


def message(status: int, id_: int = 77) -> Message:
    """Return our message."""
    return Message(id=id_, address=RECIPIENT, status=status)


def nobody() -> None:
    """Be told of a wait, and say nothing."""


def test_sent_there(
    wire: responses.RequestsMock, session: Session, mid_session: Session, clock: Clock
) -> None:
    """Our own row names the message; the mid-sourcing server's says when it was sent."""
    wire.post(ROUTER, broadlog(PENDING))
    for body in (THERE, broadlog(PENDING, 42), broadlog(SENT, 42)):
        wire.post(MID_ROUTER, body)

    sending = wait_until_sent_by(mid_session, session, TRACKED, clock.now + 60, nobody)

    assert (sending.message, sending.executed) == (message(PENDING), message(SENT, 42))
    assert (sending.sent, sending.trouble) == (True, "")
    assert sending.waited_s == pytest.approx(sum(clock.slept), abs=0.001)
    assert sending.waited_s > 0


def test_failed_there(
    wire: responses.RequestsMock, session: Session, mid_session: Session, clock: Clock
) -> None:
    """What failed there was not sent, whatever our own row says."""
    wire.post(ROUTER, broadlog(SENT))
    for body in (THERE, broadlog(FAILED, 42)):
        wire.post(MID_ROUTER, body)

    sending = wait_until_sent_by(mid_session, session, TRACKED, clock.now + 60, nobody)

    assert (sending.sent, sending.executed) == (False, message(FAILED, 42))


def test_own_row_cannot_be_read(
    wire: responses.RequestsMock, session: Session, mid_session: Session, clock: Clock
) -> None:
    """Without our own row the click cannot be found later: that is told, though it was sent."""
    wire.post(ROUTER, FAULT)
    for body in (THERE, broadlog(SENT, 42)):
        wire.post(MID_ROUTER, body)

    sending = wait_until_sent_by(mid_session, session, TRACKED, clock.now + 60, nobody)

    assert (sending.message, sending.trouble, sending.sent) == (None, REFUSED, True)


@pytest.mark.parametrize(
    ("here", "there", "words"),
    [
        (broadlog(PENDING), rows("delivery"), "does not know the delivery"),
        (broadlog(PENDING), FAULT, REFUSED),
        (broadlog(PENDING), requests.ConnectionError("refused"), "refused"),
        (FAULT, rows("delivery"), REFUSED),
    ],
)
def test_not_known_there(
    wire: responses.RequestsMock,
    session: Session,
    mid_session: Session,
    clock: Clock,
    here: str,
    there: str | Exception,
    words: str,
) -> None:
    """A server that does not know the delivery, or does not tell, is not waited for."""
    wire.post(ROUTER, here)
    wire.post(MID_ROUTER, there)
    began = clock.now

    sending = wait_until_sent_by(mid_session, session, TRACKED, clock.now + 60, nobody)

    assert words in sending.trouble
    assert (sending.executed, sending.sent, clock.now) == (None, False, began)


def test_nobody_can_be_asked(wire: responses.RequestsMock, session: Session, clock: Clock) -> None:
    """Without a session there, our own row is all there is."""
    wire.post(ROUTER, broadlog(PENDING))

    sending = wait_until_sent_by(None, session, TRACKED, clock.now + 60, nobody)

    assert sending.message == message(PENDING)
    assert "does not know the delivery" in sending.trouble


@pytest.mark.parametrize(
    ("own", "executed", "sent"),
    [
        (SENT, None, True),
        (PENDING, None, False),
        (PENDING, SENT, True),
        (SENT, PENDING, False),
        (None, SENT, True),
        (None, None, False),
    ],
)
def test_sent(own: int | None, executed: int | None, *, sent: bool) -> None:
    """Where another server sends, its row decides."""
    sending = Sending(
        message=None if own is None else message(own),
        waited_s=0,
        trouble="",
        executed=None if executed is None else message(executed, 42),
    )

    assert sending.sent is sent
