"""How answers reach us: bounded in bytes and in time, over TLS that is worth its name."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import requests
import responses
import trustme
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaign_tracking.campaign.calls import NOBODY, call
from campaign_tracking.campaign.envelope import text
from campaign_tracking.campaign.errors import (
    CampaignError,
    CertificateRefused,
    EmptyAnswer,
    NotCampaign,
    SentElsewhere,
    Unreachable,
)
from campaign_tracking.campaign.platform import Barrier, visit
from campaign_tracking.campaign.session import Session
from campaign_tracking.campaign.transport import Transport, make_http
from tests.unit.campaign.answers import ROUTER, logon
from tests.unit.campaign.ways import password
from tests.unit.redirection.loopback import Loopback, answering, listening, response


def test_endless_answer(wire: responses.RequestsMock, session: Session) -> None:
    """An answer without an end is given up."""
    wire.post(ROUTER, "x" * 8_100_000)

    with pytest.raises(NotCampaign, match="more than 8,000,000 bytes"):
        session.call("xtk:session#GetOption", [text("name", "x")])


def test_unreachable_is_raised_by_calls(wire: responses.RequestsMock, session: Session) -> None:
    """A call that finds nobody raises our own error."""
    wire.post(ROUTER, body=requests.ConnectionError("gone"))

    with pytest.raises(Unreachable, match="gone"):
        session.call("xtk:session#TestCnx")


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


RAW = {
    "nothing": b"",
    "not-http": b"SSH-2.0-OpenSSH_9.6\r\n",
    "half-a-head": b"HTTP/1.1 200 OK\r\nContent-Le",
    "half-a-body": b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<?xml",
    "broken-chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "broken-gzip": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
    "no-status": b"HTTP/1.1 \r\n\r\n",
}


@pytest.mark.parametrize("case", RAW)
def test_broken_http(case: str) -> None:
    """Whatever a broken server or proxy writes, it is our own error."""
    kind = EmptyAnswer if case == "half-a-head" else Unreachable
    raw = RAW[case]
    with listening(answering(raw)) as server, requests.Session() as http:
        transport = Transport(http=http, url=server.url, connect_s=2, answer_s=2)

        with pytest.raises(kind):
            call(transport, NOBODY, "xtk:session#Logon")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=40)
    | st.text("htps:/[]@.%#?\\ \t0", max_size=20)
)
def test_any_location(transport: Transport, location: str) -> None:
    """Wherever a redirect leads, it is our own error, and is not followed."""
    with responses.RequestsMock() as wire:
        wire.post(ROUTER, status=302, headers={"Location": location})

        with pytest.raises(CampaignError):
            call(transport, NOBODY, "xtk:session#Logon")
        assert len(wire.calls) == 1


@pytest.mark.parametrize("location", ["https://sso.example/", "/nl/jsp/logon.jsp", ""])
@pytest.mark.parametrize("status", [300, 301, 302, 303, 304, 305, 307, 308, 399])
def test_any_redirect(transport: Transport, status: int, location: str) -> None:
    """Whatever redirect it is, and whether it says where it leads: it is one."""
    headers = {"Location": location} if location else {}
    with responses.RequestsMock() as wire:
        wire.post(ROUTER, "moved", status=status, headers=headers)

        with pytest.raises(SentElsewhere) as error:
            call(transport, NOBODY, "xtk:session#Logon")
        assert len(wire.calls) == 1

    assert error.value.location == location
    shown = location or "nowhere"
    assert str(error.value) == f"HTTP {status}: it sends us to {shown}, a login page perhaps"


@pytest.mark.parametrize("status", [200, 299, 400])
def test_no_redirect(transport: Transport, status: int) -> None:
    """A Location beside any other status leads nowhere."""
    with responses.RequestsMock() as wire:
        wire.post(ROUTER, "here", status=status, headers={"Location": "https://sso.example/"})

        answer = transport.send("POST", "/nl/jsp/soaprouter.jsp", {})

    assert (answer.status_code, answer.body) == (status, "here")


@pytest.mark.parametrize(
    "token", ["canary\nX-Header: y", "canary\r\n\r\nx", " canary", "canary\u20ac", "canary\udc80"]
)
def test_token_that_no_header_can_carry(token: str) -> None:
    """It was never sent: that is no silence, after which it might have been carried out."""
    with listening(answering(response("fine"))) as server, requests.Session() as http:
        transport = Transport(http=http, url=server.url, connect_s=2, answer_s=2)

        with pytest.raises(NotCampaign, match="a token that no HTTP header can carry") as error:
            transport.send("POST", "/", {"X-Security-Token": token}, "<x/>")

        assert server.requests == []
    assert "canary" not in str(error.value)


def test_password_that_is_no_text() -> None:
    """Any password travels in a body, even one of a variable that is no UTF-8."""
    with listening(answering(response("fine"))) as server, requests.Session() as http:
        transport = Transport(http=http, url=server.url, connect_s=2, answer_s=2)

        assert transport.send("POST", "/", {}, "pass\udcffword").body == "fine"

        assert server.requests[0].startswith(b"POST / ")


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """A certificate authority of our own."""
    return trustme.CA()


@pytest.fixture
def trusting(authority: trustme.CA) -> Iterator[requests.Session]:
    """A client as a run makes it, which trusts our authority, and nobody else."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    authority.configure_trust(context)
    with make_http(context, None) as http:
        yield http


def serving(certificate: trustme.LeafCert) -> ssl.SSLContext:
    """Return what a server with that certificate speaks TLS by."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def at(server: Loopback, http: requests.Session, scheme: str = "https") -> Transport:
    """Return how to reach *server*."""
    url = f"{scheme}://127.0.0.1:{server.port}"
    return Transport(http=http, url=url, connect_s=5, answer_s=5)


def wrong_name(authority: trustme.CA) -> trustme.LeafCert:
    """Return a certificate of another name."""
    return authority.issue_cert("other.example")


def expired(authority: trustme.CA) -> trustme.LeafCert:
    """Return a certificate that was good until yesterday."""
    return authority.issue_cert("127.0.0.1", not_after=datetime.now(UTC) - timedelta(days=1))


def of_another_authority(authority: trustme.CA) -> trustme.LeafCert:
    """Return a certificate of an authority that nobody knows."""
    del authority
    return trustme.CA().issue_cert("127.0.0.1")


@pytest.mark.parametrize(
    ("issue", "words"),
    [
        (wrong_name, "name"),
        (expired, "expired"),
        (of_another_authority, "self-signed|unable to get local issuer"),
    ],
)
def test_certificate_that_is_not_trusted(
    trusting: requests.Session,
    authority: trustme.CA,
    told: list[str],
    issue: Callable[[trustme.CA], trustme.LeafCert],
    words: str,
) -> None:
    """A certificate that is not to be trusted is told apart from silence, and says why."""
    context = serving(issue(authority))
    with listening(answering(response(logon())), context=context) as server:
        with pytest.raises(CertificateRefused, match=words):
            call(at(server, trusting), NOBODY, "xtk:session#Logon")

        platform, _ = visit(at(server, trusting), password, told.append)

        assert platform.barrier is Barrier.CERTIFICATE
        assert server.requests == []  # the password was never sent
        assert told == []


def test_certificate_that_is_trusted(
    trusting: requests.Session,
    authority: trustme.CA,
    monkeypatch: pytest.MonkeyPatch,
    told: list[str],
) -> None:
    """The declared authority counts, whatever the machine's variables say."""
    for variable in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.setenv(variable, "/nowhere.pem")
    for variable in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(variable, "http://127.0.0.1:1")
    context = serving(authority.issue_cert("127.0.0.1"))
    with listening(answering(response(logon())), context=context) as server:
        assert password().log_on(at(server, trusting), told.append).tokens.session

    assert len(server.requests) == 1


def test_tls_that_is_none(trusting: requests.Session, authority: trustme.CA) -> None:
    """A port that does not speak TLS has no certificate to be refused."""
    with (
        listening(lambda _, connection: connection.sendall(response("plain"))) as server,
        pytest.raises(Unreachable) as error,
    ):
        call(at(server, trusting), NOBODY, "xtk:session#Logon")

    assert type(error.value) is Unreachable
    context = serving(authority.issue_cert("127.0.0.1"))
    with (
        listening(answering(response("secure")), context=context) as server,
        pytest.raises(Unreachable),
    ):
        call(at(server, trusting, "http"), NOBODY, "xtk:session#Logon")


def test_proxy_is_asked(trusting: requests.Session) -> None:
    """A declared proxy is asked, and one that refuses is not taken for the server."""
    with listening(answering(response("no", status="403 Forbidden"))) as proxy:
        with make_http(ssl.create_default_context(), proxy.url) as http:
            transport = Transport(
                http=http, url="https://campaign.example", connect_s=2, answer_s=2
            )
            with pytest.raises(Unreachable, match=r"403|Tunnel"):
                call(transport, NOBODY, "xtk:session#Logon")

        assert proxy.requests[0].startswith(b"CONNECT campaign.example:443")
    assert trusting.proxies == {}
