"""A session: opened, used, closed; and everything that can stand in its way, in words."""

import contextlib
import socket
import threading

import pytest
import requests
import responses
from responses import matchers

from campaign_tracking.campaign.envelope import text
from campaign_tracking.campaign.errors import NotCampaign, Unreachable
from campaign_tracking.campaign.platform import visit
from campaign_tracking.campaign.query import literal, select
from campaign_tracking.campaign.session import Session, Transport
from campaign_tracking.secret import SecretError
from tests.unit.campaign.answers import ROUTER, URL, a_fault, answer, rows, string

LOGON = answer(
    "Logon",
    string("pstrSessionToken", "___11111111-2222")
    + "<pSessionInfo xsi:type='ns:Element'><sessionInfo><serverInfo buildNumber='9383' "
    "instanceName='prod' releaseName='7.4.1' serverDate='2024-05-06 07:08:09.123Z'/>"
    "<userInfo login='check'/></sessionInfo></pSessionInfo>" + string("pstrSecurityToken", "@c2Vj"),
)


def test_visit(wire: responses.RequestsMock, transport: Transport) -> None:
    """Logging on tells instance, build and clock; ping.jsp is asked with both tokens."""
    wire.post(ROUTER, LOGON)
    tokens = {"X-Security-Token": "@c2Vj", "Cookie": "__sessiontoken=___11111111-2222"}
    wire.get(
        f"{URL}/nl/jsp/ping.jsp",
        "OK\n2024-05-06 07:08:09.123Z\n",
        match=[matchers.header_matcher(tokens)],
    )

    platform, session = visit(transport, "check", lambda: "s3cret/&<")

    assert session is not None
    assert session.tokens == ("___11111111-2222", "@c2Vj")
    assert (platform.logged_on, platform.instance, platform.build) == (True, "prod", "9383")
    assert (platform.release, platform.ping_ok) == ("7.4.1", True)
    assert platform.clock_ahead_s is not None
    assert platform.clock_ahead_s < 0
    sent = wire.calls[0].request
    assert sent.headers["SOAPAction"] == "xtk:session#Logon"
    assert "s3cret/&amp;&lt;" in str(sent.body)


@pytest.mark.parametrize(
    ("status", "body", "field", "words"),
    [
        (403, "XSV-350012 Invalid login or password.", "refused", "XSV-350012"),
        (200, a_fault("XSV-350013 The '192.0.2.1' IP address"), "refused", "XSV-350013"),
        (502, "<html>Bad Gateway</html>", "not_campaign", "HTTP 502"),
        (200, "", "not_campaign", "an empty body"),
        (
            200,
            answer("Logon", string("pstrSessionToken", "x")),
            "not_campaign",
            "pstrSecurityToken",
        ),
    ],
)
def test_logon_refused(
    wire: responses.RequestsMock,
    transport: Transport,
    status: int,
    body: str,
    field: str,
    words: str,
) -> None:
    """What kept us from logging on is told apart by who has to act."""
    wire.post(ROUTER, body, status=status)

    platform, session = visit(transport, "check", lambda: "secret")

    assert session is None
    assert not platform.logged_on
    assert words in getattr(platform, field)


def test_login_page(wire: responses.RequestsMock, transport: Transport) -> None:
    """A redirect to a login page is not followed: the credentials are not for it."""
    wire.post(ROUTER, status=302, headers={"Location": "https://sso.example/login"})

    platform, _ = visit(transport, "check", lambda: "secret")

    assert "sends us to https://sso.example/login" in platform.not_campaign
    assert len(wire.calls) == 1


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (requests.ConnectionError("Connection refused"), "Connection refused"),
        (requests.ReadTimeout("read timed out"), "read timed out"),
        (requests.exceptions.SSLError("certificate verify failed"), "certificate verify failed"),
    ],
)
def test_nothing_answers(
    wire: responses.RequestsMock, transport: Transport, error: Exception, words: str
) -> None:
    """Silence is told in the network's own words."""
    wire.post(ROUTER, body=error)

    platform, _ = visit(transport, "check", lambda: "secret")

    assert words in platform.unreachable


def test_no_password(transport: Transport) -> None:
    """Without a password nothing is sent."""

    def none() -> str:
        raise SecretError("no password")

    platform, session = visit(transport, "check", none)

    assert (session, platform.no_password) == (None, "no password")


def test_ping_fails(wire: responses.RequestsMock, transport: Transport) -> None:
    """A page that is not OK is kept in its own words; we are logged on all the same."""
    wire.post(ROUTER, LOGON)
    wire.get(f"{URL}/nl/jsp/ping.jsp", "database is gone", status=500)

    platform, _ = visit(transport, "check", lambda: "secret")

    assert (platform.logged_on, platform.ping_ok) == (True, False)
    assert "HTTP 500: database is gone" in platform.ping


def test_logs_off(wire: responses.RequestsMock, session: Session) -> None:
    """A session is closed at its end, and a platform that refuses even this changes nothing."""
    wire.post(ROUTER, a_fault("XSV-350008 expired"))

    with session:
        pass

    assert wire.calls[0].request.headers["SOAPAction"] == "xtk:session#Logoff"


def test_endless_answer(wire: responses.RequestsMock, session: Session) -> None:
    """An answer without an end is given up."""
    wire.post(ROUTER, "x" * 8_100_000)

    with pytest.raises(NotCampaign, match="more than 8,000,000 bytes"):
        session.call("xtk:session#GetOption", [text("name", "x")])


def test_select_reads_fields(wire: responses.RequestsMock, session: Session) -> None:
    """A row has every field that was asked for, through links and memo elements."""
    wire.post(
        ROUTER,
        rows(
            "trackingUrl",
            "<trackingUrl id='7' delivery-id='9'><sourceURL>http://x/?a=1&amp;b"
            "</sourceURL><folder label='F'/></trackingUrl>",
        ),
    )
    fields = ("@id", "[@delivery-id]", "sourceURL", "[folder/@label]", "[other/@label]", "@none")

    found = select(session, "nms:trackingUrl", fields, ("@id > 0",), line_count=10)

    assert [list(row.values()) for row in found] == [["7", "9", "http://x/?a=1&b", "F", "", ""]]
    assert 'lineCount="10"' in str(wire.calls[0].request.body)


def test_select_finds_nothing(wire: responses.RequestsMock, session: Session) -> None:
    """No rows is an answer."""
    wire.post(ROUTER, rows("delivery"))

    assert select(session, "nms:delivery", ("@id",), ()) == []


def test_unreachable_is_raised_by_calls(wire: responses.RequestsMock, session: Session) -> None:
    """A call that finds nobody raises our own error."""
    wire.post(ROUTER, body=requests.ConnectionError("gone"))

    with pytest.raises(Unreachable, match="gone"):
        session.call("xtk:session#TestCnx")


@pytest.mark.parametrize(
    ("value", "expected"), [("a", "'a'"), ("o'neil", "'o\\'neil'"), ("\\", "'\\\\'")]
)
def test_literals_are_escaped(value: str, expected: str) -> None:
    """A value stays a value inside of an expression."""
    assert literal(value) == expected


def test_answer_that_trickles() -> None:
    """An answer that comes byte by byte is given up in time, as a whole."""
    with socket.create_server(("127.0.0.1", 0)) as server, requests.Session() as http:
        done = threading.Event()

        def trickle() -> None:
            connection, _ = server.accept()
            with connection, contextlib.suppress(OSError):
                connection.recv(65_536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
                while not done.wait(0.02):
                    connection.sendall(b"x")

        thread = threading.Thread(target=trickle)
        thread.start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        slow = Transport(http=http, url=url, connect_s=0.1, answer_s=0.2)

        with pytest.raises(Unreachable, match="no whole answer within"):
            slow.send("POST", "/", {}, "x")
        done.set()
        thread.join()
