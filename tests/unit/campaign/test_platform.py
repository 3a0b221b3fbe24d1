"""Logging on: whom we talk to, and who has to act if we cannot."""

import pytest
import requests
import responses
from responses import matchers

from campaign_tracking.campaign.credentials import Credentials
from campaign_tracking.campaign.platform import LAB, Barrier, visit
from campaign_tracking.campaign.transport import Transport
from campaign_tracking.secret import SecretError
from tests.unit.campaign.answers import (
    ROUTER,
    SECURITY_TOKEN,
    SESSION_TOKEN,
    URL,
    a_fault,
    answer,
    logon,
    string,
    user_info,
)
from tests.unit.campaign.ways import IMS_PATH, IMS_URL, IdentityService, fine, password

PING = f"{URL}/nl/jsp/ping.jsp"
R_TEST = f"{URL}/r/test"


def test_visit(wire: responses.RequestsMock, transport: Transport, told: list[str]) -> None:
    """Logging on tells instance, build and clock; ping.jsp is asked once, with both tokens."""
    wire.post(ROUTER, logon())
    tokens = {"X-Security-Token": SECURITY_TOKEN, "Cookie": f"__sessiontoken={SESSION_TOKEN}"}
    wire.get(PING, "OK\n", match=[matchers.header_matcher(tokens)])

    platform, session = visit(transport, password, told.append)

    assert session is not None
    assert session.life.renewed == 0
    assert (platform.logged_on, platform.barrier, platform.words) == (True, None, "")
    assert (platform.instance, platform.build, platform.release) == ("lab", "9999", "7.4.1")
    assert (platform.ping, platform.ping_ok) == ("OK", True)
    assert platform.clock_ahead_s is not None
    assert platform.clock_ahead_s < 0
    sent = wire.calls[0].request
    assert sent.headers["SOAPAction"] == "xtk:session#Logon"
    assert "s3cret/&amp;&lt;" in str(sent.body)
    assert [call.request.path_url for call in wire.calls].count("/nl/jsp/ping.jsp") == 1


def test_clocks_are_compared_at_once(
    wire: responses.RequestsMock, transport: Transport, told: list[str]
) -> None:
    """What ping.jsp takes is not taken for a clock that is behind: it is asked last."""
    wire.post(ROUTER, logon())
    wire.get(R_TEST, "<redir/>")
    wire.get(PING, "OK\n")

    visit(transport, password, told.append)

    paths = [call.request.path_url for call in wire.calls]
    assert paths == ["/nl/jsp/soaprouter.jsp", "/r/test", "/nl/jsp/ping.jsp"]


@pytest.mark.parametrize(
    ("server", "is_lab"),
    [(LAB, True), ("Apache", False), (f"{LAB}/2", False), ("", False), (None, False)],
)
@pytest.mark.parametrize("status", [200, 404])
def test_lab_says_what_it_is(
    wire: responses.RequestsMock,
    transport: Transport,
    told: list[str],
    status: int,
    server: str | None,
    *,
    is_lab: bool,
) -> None:
    """A lab is known by its Server header, declared or not: nothing is proved by it."""
    wire.post(ROUTER, logon())
    wire.get(PING, "OK\n")
    headers = {} if server is None else {"Server": server}
    wire.get(R_TEST, "<redir/>", status=status, headers=headers)

    platform, _ = visit(transport, password, told.append)

    assert platform.is_lab is is_lab


@pytest.mark.parametrize(
    ("status", "body", "barrier", "words"),
    [
        (403, "XSV-350012 Invalid login or password.", Barrier.REFUSED, "wrong login or password"),
        (200, a_fault("XSV-350013 The '192.0.2.1' IP address"), Barrier.REFUSED, "security zone"),
        (403, "Forbidden", Barrier.REFUSED, "allowHTTP"),
        (502, "<html>Bad Gateway</html>", Barrier.NOT_CAMPAIGN, "HTTP 502"),
        (200, "", Barrier.NOT_CAMPAIGN, "an empty body"),
        (200, "<html>hello</html>", Barrier.NOT_CAMPAIGN, "a web page"),
        (
            200,
            answer("Logon", string("pstrSessionToken", "x")),
            Barrier.NOT_CAMPAIGN,
            "pstrSecurityToken",
        ),
        (200, a_fault("XSV-350008 expired"), Barrier.REFUSED, "XSV-350008"),
    ],
)
def test_logon_refused(
    wire: responses.RequestsMock,
    transport: Transport,
    told: list[str],
    status: int,
    body: str,
    barrier: Barrier,
    words: str,
) -> None:
    """What kept us from logging on is told apart by who has to act; it is tried once."""
    wire.post(ROUTER, body, status=status)

    platform, session = visit(transport, password, told.append)

    assert session is None
    assert (platform.logged_on, platform.was_asked) == (False, True)
    assert platform.barrier is barrier
    assert words in platform.words
    assert len(wire.calls) == 1


def test_login_page(wire: responses.RequestsMock, transport: Transport, told: list[str]) -> None:
    """A redirect to a login page is not followed: the credentials are not for it."""
    wire.post(ROUTER, status=302, headers={"Location": "https://sso.example/login"})

    platform, _ = visit(transport, password, told.append)

    assert platform.barrier is Barrier.NOT_CAMPAIGN
    assert "sends us to https://sso.example/login" in platform.words
    assert len(wire.calls) == 1


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (requests.ConnectionError("Connection refused"), "Connection refused"),
        (requests.ReadTimeout("read timed out"), "read timed out"),
        (requests.exceptions.SSLError("handshake failure"), "handshake failure"),
        (requests.exceptions.ChunkedEncodingError("incomplete"), "incomplete"),
    ],
)
def test_nothing_answers(
    wire: responses.RequestsMock,
    transport: Transport,
    told: list[str],
    error: Exception,
    words: str,
) -> None:
    """Silence is told in the network's own words."""
    wire.post(ROUTER, body=error)

    platform, _ = visit(transport, password, told.append)

    assert platform.barrier is Barrier.UNREACHABLE
    assert words in platform.words


def test_empty_handed(transport: Transport, told: list[str]) -> None:
    """Without a password nothing is sent, and nothing is known of the server."""

    def none() -> Credentials:
        raise SecretError("no password")

    platform, session = visit(transport, none, told.append)

    assert (session, platform.barrier, platform.words) == (
        None,
        Barrier.EMPTY_HANDED,
        "no password",
    )
    assert not platform.was_asked


def test_no_token(wire: responses.RequestsMock, transport: Transport, told: list[str]) -> None:
    """An identity service that grants no token is no fault of the application server's."""
    ims = IdentityService(transport, told, replies=[fine('{"error": "invalid_client"}', 400)])
    ims.answer_on(wire)

    platform, session = visit(transport, ims.bearer, told.append)

    assert (session, platform.barrier) == (None, Barrier.IDENTITY_SERVICE)
    assert "invalid_client" in platform.words
    assert not platform.was_asked
    assert [call.request.url for call in wire.calls] == [IMS_URL + IMS_PATH]


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (500, "database is gone", "HTTP 500, no SOAP answer: database is gone"),
        (200, "Error\n", "Error"),
        (200, "", ""),
        (404, "<html><title>No</title></html>", 'HTTP 404, a web page, of a proxy perhaps "No"'),
        (200, "XSV-350026 no right", "XSV-350026 no right"),
    ],
)
def test_ping_fails(
    wire: responses.RequestsMock,
    transport: Transport,
    told: list[str],
    status: int,
    body: str,
    words: str,
) -> None:
    """A page that is not OK is kept in its own words; we are logged on all the same."""
    wire.post(ROUTER, logon())
    wire.get(PING, body, status=status)

    platform, session = visit(transport, password, told.append)

    assert session is not None
    assert (platform.logged_on, platform.ping_ok) == (True, False)
    assert words in platform.ping


def test_what_a_token_does_not_tell(
    wire: responses.RequestsMock, transport: Transport, told: list[str]
) -> None:
    """Without a logon, /r/test tells instance, build and clock; it is asked as nobody (14)."""
    ims = IdentityService(transport, told)
    ims.answer_on(wire)
    wire.post(ROUTER, user_info())
    wire.get(
        R_TEST,
        "<redir status='OK' date='2024-05-06 07:08:09.123Z' build='9999' version='8.5.1' "
        "instance='lab'/>",
    )
    wire.get(PING, "OK\n")

    platform, _ = visit(transport, ims.bearer, told.append)

    assert (platform.login, platform.instance) == ("check", "lab")
    assert (platform.build, platform.release) == ("9999", "8.5.1")
    assert platform.clock_ahead_s is not None
    asked = {call.request.path_url: call.request.headers for call in wire.calls}
    assert "Authorization" not in asked["/r/test"]
    assert asked["/nl/jsp/ping.jsp"]["Authorization"] == "Bearer token-1"


@pytest.mark.parametrize(
    ("status", "body"), [(404, "<html/>"), (200, "<html/>"), (200, "no xml"), (302, "")]
)
def test_nobody_tells(
    wire: responses.RequestsMock, transport: Transport, told: list[str], status: int, body: str
) -> None:
    """What nobody tells stays unknown: not every server has a redirection module."""
    ims = IdentityService(transport, told)
    ims.answer_on(wire)
    wire.post(ROUTER, user_info())
    wire.get(R_TEST, body, status=status)
    wire.get(PING, "OK\n")

    platform, session = visit(transport, ims.bearer, told.append)

    assert session is not None
    assert (platform.instance, platform.build, platform.clock_ahead_s) == ("", "", None)
    assert platform.ping_ok
