"""``/r/test`` is asked once, and everything that can come of it is told apart."""

import time
from dataclasses import replace

import httpx
import pytest
from pydantic import TypeAdapter
from pytest_httpx import HTTPXMock

from campaign_tracking.redirection.rtest import RTest
from campaign_tracking.redirection.silence import Silence
from tests.unit.redirection.loopback import (
    FINE,
    answering,
    ask,
    dripping,
    endless,
    listening,
    silent,
)

AT_ONCE_S = 1.5  # far less than the limits of the client
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("", id="empty"),
        pytest.param("OK", id="another-page"),
        pytest.param(FINE[:40], id="cut-off"),
        pytest.param(f"<a status='OK'>{FINE}</a>", id="wrapped"),
        pytest.param("<!doctype html><title>Welcome</title>", id="not-routed"),
        pytest.param(f"<!DOCTYPE redir [<!ENTITY a 'a'>]>{FINE}", id="entities"),
        pytest.param(f"<!--{' ' * 70_000}-->{FINE}", id="endless"),
    ],
)
def test_something_else(httpx_mock: HTTPXMock, client: httpx.Client, body: str) -> None:
    """An answer that is not the element says nothing, and shows how it begins."""
    httpx_mock.add_response(text=body)

    seen = ask(client, "http://t.example")

    assert (seen.silence, seen.redir, seen.text) == (None, {}, body[:500].strip())


def test_asks_once(httpx_mock: HTTPXMock, client: httpx.Client) -> None:
    """One request is all it takes, to the page below the declared URL, slash or not."""
    httpx_mock.add_response(url="http://t.example/r/test", text=f"\n{FINE}\n\n")

    seen = ask(client, "http://t.example/")

    assert (seen.url, seen.silence, seen.status_code) == ("http://t.example/r/test", None, 200)
    assert (seen.status, seen.build, seen.local_host) == ("OK", "9383", "front1")
    assert (seen.version, seen.instance) == ("", "")
    assert len(httpx_mock.get_requests()) == 1


def test_goes_to_json_and_back(httpx_mock: HTTPXMock, client: httpx.Client) -> None:
    """The fact survives facts.json."""
    httpx_mock.add_response(text=FINE)
    seen, facts = ask(client, "http://t.example"), TypeAdapter(RTest)

    assert facts.validate_python(facts.dump_python(seen, mode="json")) == seen
    assert replace(seen, silence=Silence.REFUSED) != seen


@pytest.mark.parametrize(
    ("error", "silence"),
    [
        (httpx.ConnectError, Silence.NOT_CONNECTED),
        (httpx.ConnectTimeout, Silence.TIMED_OUT),
        (httpx.ReadTimeout, Silence.TIMED_OUT),
        (httpx.ReadError, Silence.BROKEN_OFF),
        (httpx.WriteError, Silence.BROKEN_OFF),
        (httpx.RemoteProtocolError, Silence.NOT_HTTP),
        (httpx.LocalProtocolError, Silence.NOT_ASKABLE),
        (httpx.UnsupportedProtocol, Silence.NOT_ASKABLE),
        (httpx.ProxyError, Silence.PROXY_FAILED),
    ],
)
def test_silence(
    httpx_mock: HTTPXMock,
    client: httpx.Client,
    error: type[httpx.TransportError],
    silence: Silence,
) -> None:
    """No answer is seen, too: why, and in the network's own words."""
    httpx_mock.add_exception(error("no luck"), is_reusable=True)

    seen = ask(client, "http://t.example")

    assert (seen.silence, seen.words) == (silence, f"{error.__name__}: no luck")
    assert (seen.status_code, seen.redir) == (None, {})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_one_hop(httpx_mock: HTTPXMock, client: httpx.Client, status: int) -> None:
    """A redirect to the same page of the declared secure URL is followed, and told."""
    location = {"Location": "https://t.example:443/r/test"}
    httpx_mock.add_response(url="http://t.example/r/test", status_code=status, headers=location)
    httpx_mock.add_response(url="https://t.example/r/test", text=FINE)

    seen = ask(client, "http://t.example", hop="https://T.example/")

    assert (seen.location_followed, seen.redirected_to) == (True, "https://t.example/r/test")
    assert (seen.status_code, seen.status) == (200, "OK")


@pytest.mark.parametrize(
    "location",
    [
        "https://t.example/",
        "https://t.example/r/test?x",
        "https://t.example/R/TEST",
        "https://t.example:8443/r/test",
        "https://u.example/r/test",
        "http://t.example/r/test",
        "//t.example/r/test",
        "http://[",
        "",
    ],
)
def test_no_other_hop(httpx_mock: HTTPXMock, client: httpx.Client, location: str) -> None:
    """Any other redirect is told, and nobody goes there."""
    httpx_mock.add_response(status_code=302, headers={"Location": location} if location else {})

    seen = ask(client, "http://t.example", hop="https://t.example")

    assert (seen.location_followed, seen.status_code) == (False, 302)
    assert bool(seen.redirected_to) is bool(location)


def test_no_second_hop(httpx_mock: HTTPXMock, client: httpx.Client) -> None:
    """The second server's redirect is the answer."""
    secure = {"Location": "https://t.example/r/test"}
    httpx_mock.add_response(status_code=301, headers=secure)
    httpx_mock.add_response(url="https://t.example/r/test", status_code=301, headers=secure)

    seen = ask(client, "http://t.example", hop="https://t.example")

    assert (seen.location_followed, seen.status_code) == (True, 301)
    assert [request.url.scheme for request in httpx_mock.get_requests()] == ["http", "https"]


def test_nothing_is_unpacked(client: httpx.Client) -> None:
    """Nothing packed is asked for, and what comes packed all the same stays so: no bomb."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nOKAY"
    with listening(answering(answer)) as server:
        seen = ask(client, server.url)

    assert (seen.silence, seen.text) == (None, "OKAY")
    assert b"Accept-Encoding: identity" in server.requests[0]


def test_endless_body(client: httpx.Client) -> None:
    """A body without an end is read up to a bound; what it is can be told from that."""
    with listening(endless) as server:
        seen = ask(client, server.url)

    assert (seen.silence, seen.status_code, seen.text) == (None, 200, "x" * 500)


@pytest.mark.parametrize(
    ("start", "status_code", "text"),
    [
        pytest.param(HEAD + b"\r\n<redir", 200, "<redir", id="body"),
        pytest.param(HEAD + b"X-Drip: ", None, "", id="headers"),
        pytest.param(b"", None, "", id="status"),
    ],
)
def test_dripping_answer(
    client: httpx.Client, start: bytes, status_code: int | None, text: str
) -> None:
    """A server that never quite finishes is given up at the deadline; what came is kept."""
    started = time.monotonic()
    with listening(dripping(start)) as server:
        seen = ask(client, server.url, answer_s=0.2)

    assert (seen.silence, seen.status_code) == (Silence.TIMED_OUT, status_code)
    assert seen.text.startswith(text)
    assert time.monotonic() - started < AT_ONCE_S


@pytest.mark.parametrize(
    ("answer", "silence"),
    [
        pytest.param(b"", Silence.BROKEN_OFF, id="hung-up"),
        pytest.param(HEAD, Silence.BROKEN_OFF, id="half-headers"),
        pytest.param(
            HEAD + b"Content-Length: 99\r\n\r\n<redir", Silence.BROKEN_OFF, id="half-body"
        ),
        pytest.param(b"220 mail.example ESMTP\r\n\r\n", Silence.NOT_HTTP, id="smtp"),
        pytest.param(b"HTTP/1.1 200 OK\r\n" + b"a" * 200_000, Silence.NOT_HTTP, id="long-headers"),
    ],
)
def test_broken_answers(client: httpx.Client, answer: bytes, silence: Silence) -> None:
    """An answer that breaks off and one that is not HTTP are different facts."""
    with listening(answering(answer)) as server:
        assert ask(client, server.url).silence is silence


def test_silent_server(client: httpx.Client) -> None:
    """A server that accepts and says nothing is waited for until the limit."""
    with listening(silent) as server:
        seen = ask(client, server.url, answer_s=0.1)

    assert (seen.silence, seen.status_code) == (Silence.TIMED_OUT, None)
