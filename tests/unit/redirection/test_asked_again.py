"""What is broken off without an answer is asked once more, and that it was is told."""

import socket
import ssl
import struct
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import trustme
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaign_tracking.redirection.click import Click, click
from campaign_tracking.redirection.endpoint import TrackingServer
from campaign_tracking.redirection.probe import probe
from campaign_tracking.redirection.route import Route
from campaign_tracking.redirection.rtest import RTest, ask_rtest
from campaign_tracking.redirection.silence import Silence
from campaign_tracking.redirection.soap_router import SoapRouterAnswer, ask_soap_router
from campaign_tracking.redirection.walk import walk
from tests.unit.redirection.loopback import Handler, Loopback, answering, listening, response

RESET = struct.pack("ii", 1, 0)
Ask = Callable[[httpx.Client, str], Click | RTest | SoapRouterAnswer]


def clicked(client: httpx.Client, url: str) -> Click:
    """Click a link there."""
    return click(client, f"{url}/r/?id=h1,2,3", answer_s=2, user_agent="Reader/1.0")


def rtest(client: httpx.Client, url: str) -> RTest:
    """Ask for /r/test there."""
    return ask_rtest(client, Route(server=httpx.URL(url)), answer_s=2)


def soap_router(client: httpx.Client, url: str) -> SoapRouterAnswer:
    """Ask the SOAP router there."""
    return ask_soap_router(client, Route(server=httpx.URL(url)), answer_s=2)


QUESTIONS: tuple[Ask, ...] = (clicked, rtest, soap_router)


def breaking(times: int, *, by_reset: bool) -> Callable[[Loopback, socket.socket], None]:
    """Return a handler that breaks off so many requests, and answers all others."""

    def handler(loopback: Loopback, connection: socket.socket) -> None:
        if not loopback.asked(connection):
            return
        if len(loopback.requests) > times:
            connection.sendall(response())
        elif by_reset:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)

    return handler


@pytest.mark.parametrize("ask", QUESTIONS)
@pytest.mark.parametrize("by_reset", [True, False], ids=["reset", "closed"])
def test_once(client: httpx.Client, ask: Ask, *, by_reset: bool) -> None:
    """The second answer counts; how the first try ended is a fact."""
    with listening(breaking(1, by_reset=by_reset)) as server:
        seen = ask(client, server.url)

    first, second = server.requests
    assert first == second
    assert (seen.silence, seen.status_code, seen.words) == (None, 200, "")
    assert seen.asked_again.startswith(("ReadError: ", "RemoteProtocolError: "))


@pytest.mark.parametrize("ask", QUESTIONS)
def test_not_at_all(client: httpx.Client, ask: Ask) -> None:
    """What is answered is asked once."""
    with listening(answering(response())) as server:
        seen = ask(client, server.url)

    assert (len(server.requests), seen.asked_again) == (1, "")


@given(times=st.integers(0, 4), by_reset=st.booleans(), which=st.sampled_from(QUESTIONS))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_never_a_third_time(
    client: httpx.Client, times: int, which: Ask, *, by_reset: bool
) -> None:
    """One that is broken off is no failure; two in a row are, and nobody asks any more."""
    with listening(breaking(times, by_reset=by_reset)) as server:
        seen = which(client, server.url)

    assert len(server.requests) == min(times, 1) + 1
    assert seen.silence is (Silence.BROKEN_OFF if times > 1 else None)
    assert bool(seen.words) == (times > 1)
    assert bool(seen.asked_again) == (times > 0)


@pytest.mark.parametrize(
    "begun",
    [b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<redir", b"SSH-2.0-OpenSSH\r\n\r\n"],
    ids=["half-a-body", "not-http"],
)
def test_an_answer_that_began(client: httpx.Client, begun: bytes) -> None:
    """Whatever answered did answer: it is not asked again."""
    with listening(answering(begun)) as server:
        seen = rtest(client, server.url)

    assert len(server.requests) == 1
    assert (seen.silence is not None, seen.asked_again) == (True, "")


def test_silence_is_not_broken_off(client: httpx.Client) -> None:
    """A server that lets us wait is not asked again: nobody would wait twice as long."""

    def waiting(loopback: Loopback, connection: socket.socket) -> None:
        loopback.asked(connection)
        loopback.ended.wait(10)

    with listening(waiting) as server:
        seen = ask_rtest(client, Route(server=httpx.URL(server.url)), answer_s=0.2)

    assert len(server.requests) == 1
    assert (seen.silence, seen.asked_again) == (Silence.TIMED_OUT, "")


def test_both_times_share_the_limit(client: httpx.Client) -> None:
    """The second question has what the first left of the time."""

    def handler(loopback: Loopback, connection: socket.socket) -> None:
        loopback.asked(connection)
        loopback.ended.wait(0.3 if len(loopback.requests) == 1 else 10)

    with listening(handler) as server:
        seen = ask_rtest(client, Route(server=httpx.URL(server.url)), answer_s=0.6)

    assert seen.silence is Silence.TIMED_OUT
    assert seen.asked_again
    assert 0.5 < seen.elapsed_s < 1.5  # noqa: PLR2004  (0.6 and what a busy machine adds)


def test_on_the_way_to_the_landing_page(client: httpx.Client) -> None:
    """A hop is a click like any other."""
    with listening(breaking(1, by_reset=True)) as server:
        host = f"127.0.0.1:{server.port}"
        way = walk(client, server.url, {host}, answer_s=2, user_agent="Reader/1.0")

    (hop,) = way.hops
    assert (hop.status_code, bool(hop.asked_again)) == (200, True)


def shaking(
    secure: ssl.SSLContext, breaks: int
) -> tuple[Callable[[Loopback, socket.socket], None], list[str]]:
    """Return a handler that breaks off so many handshakes, and what it saw."""
    seen: list[str] = []
    answer: Handler = lambda connection: connection.sendall(response())  # noqa: E731  (one line)

    def handler(loopback: Loopback, connection: socket.socket) -> None:
        if not connection.recv(1, socket.MSG_PEEK):
            return
        seen.append("handshake")
        if len(seen) <= breaks:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            return
        with secure.wrap_socket(connection, server_side=True) as secured:
            if loopback.asked(secured):
                answer(secured)

    return handler, seen


@pytest.mark.parametrize("breaks", [0, 1, 2])
def test_handshake(
    client: httpx.Client, ssl_context: ssl.SSLContext, ca: trustme.CA, breaks: int
) -> None:
    """A TLS handshake that is broken off is done once more, on a new connection."""
    secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    later = datetime.now(UTC) + timedelta(days=30)
    ca.issue_cert("127.0.0.1", not_after=later).configure_cert(secure)
    handler, seen = shaking(secure, breaks)
    with listening(handler) as server:
        declared = TrackingServer(id="trk1", url=f"https://127.0.0.1:{server.port}")
        found = probe([declared], client=client, ssl_context=ssl_context, connect_s=2, answer_s=2)

    (address,) = found["trk1"].addresses
    tls, rtest_ = address.tls, address.rtest
    assert tls is not None
    assert bool(tls.asked_again) == (breaks > 0)
    if breaks > 1:
        assert (tls.silence, rtest_, len(seen)) == (Silence.BROKEN_OFF, None, 2)
    else:
        assert (tls.trusted, rtest_ and rtest_.status_code) == (True, 200)
