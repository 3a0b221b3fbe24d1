"""What only reads is asked once more when its connection is broken off; nothing else ever is."""

import socket
import struct
from dataclasses import replace

import pytest
import requests
import responses
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from campaign_tracking.campaign.calls import REPEATABLE, Tokens, call, page
from campaign_tracking.campaign.errors import BrokenOff, Unreachable
from campaign_tracking.campaign.platform import visit
from campaign_tracking.campaign.session import Session, SessionLife
from campaign_tracking.campaign.transport import Transport
from tests.unit.campaign.answers import ROUTER, URL, answer, logon
from tests.unit.campaign.breaking import WORDS, broken_off, reset
from tests.unit.campaign.ways import password
from tests.unit.redirection.loopback import Loopback, listening, response

TOKENS = Tokens(session="___session", security="@security==")
WRITING = ("Write", "Submit", "Play", "SubmitDelivery", "Wakeup", "Pause", "Stop", "Logoff")


@pytest.mark.parametrize("error", [broken_off(), reset()], ids=["closed", "reset"])
@pytest.mark.parametrize("method", sorted(REPEATABLE))
def test_reading(
    wire: responses.RequestsMock, transport: Transport, method: str, error: Exception
) -> None:
    """The second answer counts, and whoever wants to know is told of the first."""
    told: list[str] = []
    wire.post(ROUTER, body=error)
    wire.post(ROUTER, answer(method, "<x xsi:type='xsd:string'>y</x>"))

    (value,) = call(replace(transport, tell=told.append), TOKENS, f"xtk:session#{method}")

    first, second = wire.calls
    assert value.text == "y"
    assert first.request.body == second.request.body
    (line,) = told
    assert line.startswith(f"{URL}: xtk:session#{method}: ConnectionError: ")
    assert line.endswith("; the second try was answered")


@pytest.mark.parametrize("method", sorted(REPEATABLE))
def test_twice_in_a_row(wire: responses.RequestsMock, transport: Transport, method: str) -> None:
    """Two are a failure, and nobody asks a third time, or says that it was answered."""
    told: list[str] = []
    wire.post(ROUTER, body=broken_off())

    with pytest.raises(BrokenOff, match=WORDS):
        call(replace(transport, tell=told.append), TOKENS, f"xtk:session#{method}")

    assert len(wire.calls) == 2  # noqa: PLR2004  (the first and one more)
    assert told == []


@example("Write")
@example("Play")
@given(st.sampled_from(WRITING) | st.from_regex(r"[A-Z][a-z]{1,9}", fullmatch=True))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_anything_else(transport: Transport, method: str) -> None:
    """A method that is not known to read only is called once, whatever it is."""
    if method in REPEATABLE:
        return
    with responses.RequestsMock() as wire:
        wire.post(ROUTER, body=broken_off())

        with pytest.raises(BrokenOff):
            call(transport, TOKENS, f"nms:delivery#{method}")

        assert len(wire.calls) == 1


@pytest.mark.parametrize(
    "error",
    [
        requests.ReadTimeout("timed out"),
        requests.ConnectTimeout("timed out"),
        requests.ConnectionError("refused"),
        requests.exceptions.ProxyError("no tunnel"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_other_silence(
    wire: responses.RequestsMock, transport: Transport, error: Exception
) -> None:
    """What was not broken off is not asked again."""
    wire.post(ROUTER, body=error)

    with pytest.raises(Unreachable) as raised:
        call(transport, TOKENS, "xtk:session#GetOption")

    assert not isinstance(raised.value, BrokenOff)
    assert len(wire.calls) == 1


def test_pages(wire: responses.RequestsMock, transport: Transport) -> None:
    """A page is only read, too."""
    told: list[str] = []
    wire.get(f"{URL}/nl/jsp/ping.jsp", body=broken_off())
    wire.get(f"{URL}/nl/jsp/ping.jsp", "Ok\n")

    assert page(replace(transport, tell=told.append), TOKENS, "/nl/jsp/ping.jsp") == "Ok\n"
    assert told == [f"{URL}: /nl/jsp/ping.jsp: {WORDS}; the second try was answered"]


def test_session_is_not_silent(wire: responses.RequestsMock, session: Session) -> None:
    """A call that was answered in the end was answered."""
    wire.post(ROUTER, body=broken_off())
    wire.post(ROUTER, answer("GetOption", ""))

    session.call("xtk:session#GetOption")

    assert session.life == SessionLife()


def test_patience_within_patience(wire: responses.RequestsMock, session: Session) -> None:
    """Whoever waits longer still waits when somebody within has done waiting."""
    wire.post(ROUTER, body=requests.ReadTimeout("timed out"))
    wire.post(ROUTER, answer("GetOption", ""))

    with session.patience():
        with session.patience(), pytest.raises(Unreachable):
            session.call("xtk:session#GetOption")
        session.call("xtk:session#GetOption")

    assert session.life == SessionLife()


def test_on_the_wire() -> None:
    """A server that resets the first connection of each kind is logged on to all the same."""
    seen: list[str] = []

    def handler(loopback: Loopback, connection: socket.socket) -> None:
        request = loopback.asked(connection).decode("latin-1")
        what = request.partition(" HTTP/")[0]
        if not request or what in seen:
            body = logon() if "Logon" in request else "Ok" if "ping" in request else "<redir/>"
            connection.sendall(response(body, headers="Connection: close\r\n"))
            return
        seen.append(what)
        linger = struct.pack("ii", 1, 0)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)

    told: list[str] = []
    with listening(handler) as server, requests.Session() as http:
        transport = Transport(http=http, url=server.url, connect_s=2, answer_s=2, tell=told.append)
        platform, session = visit(transport, password, lambda _: None)

    assert session is not None
    assert (platform.logged_on, platform.ping_ok) == (True, True)
    assert [line.removeprefix(f"{server.url}: ").partition(":")[0] for line in told] == [
        "xtk",
        "/r/test",
        "/nl/jsp/ping.jsp",
    ]
    assert all("Connection reset by peer" in line for line in told)
