"""A link is clicked exactly as it was received, once, and nothing is followed."""

from collections.abc import Iterator

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from pytest_httpx import HTTPXMock

from campaign_tracking.redirection.click import Click, click
from campaign_tracking.redirection.client import make_client, make_ssl_context
from campaign_tracking.redirection.silence import Silence
from tests.unit.redirection.loopback import (
    Loopback,
    answering,
    dripping,
    listening,
    response,
)

LINK = "/r/?id=h1,2,3"
VISIBLE = st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters="#")


@pytest.fixture(scope="module")
def server() -> Iterator[Loopback]:
    """A tracking server that redirects."""
    headers = (
        "Location: http://w.example/\r\nSet-Cookie: nlid=1|2; path=/\r\nSet-Cookie: uuid230=s\r\n"
    )
    with listening(answering(response("", status="302 Found", headers=headers))) as server:
        yield server


def go(client: httpx.Client, link: str, answer_s: float = 2) -> Click:
    """Click as a check does."""
    return click(client, link, answer_s=answer_s, user_agent="Reader/1.0")


def request_line(request: bytes) -> bytes:
    """Return what was asked for."""
    return request.partition(b"\r\n")[0].split(b" ")[1]


@pytest.mark.parametrize(
    "query",
    [
        "&p1=%7Eada",
        "&p1=%7eada&P2=ADA",
        "&p1=~|'\"<>{}[]^`\\",
        "&p1=%C3%A9%c3%a9",
        "&p1=%2541%20+%2B",
        "&p1=../../x/./y",
        "&p1=a&&p1=&=b&p3",
        "&p1=%zz%",
        "&p1=100%&url=http://w.example/?a=b",
        "&sig=aB/c+d==",
    ],
)
def test_goes_out_as_received(client: httpx.Client, server: Loopback, query: str) -> None:
    """What reaches the server is what stands in the mail: signatures allow nothing else."""
    seen = go(client, f"{server.url}{LINK}{query}")

    assert request_line(server.requests[-1]) == f"{LINK}{query}".encode()
    assert seen.url == f"{server.url}{LINK}{query}"


@given(st.text(VISIBLE, max_size=30))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_goes_out_as_received_whatever_it_is(
    client: httpx.Client, server: Loopback, query: str
) -> None:
    """That holds for every character that a request line can carry."""
    go(client, f"{server.url}//r/?{query}")

    assert request_line(server.requests[-1]) == f"//r/?{query}".encode()


@pytest.mark.parametrize(
    ("tail", "target"),
    [
        ("", "/"),
        ("?id=h1,2,3", "/?id=h1,2,3"),
        ("/r/?id=h1,2,3#part", "/r/?id=h1,2,3"),
        ("/r/?p1=\u00e9", "/r/?p1=%C3%A9"),
    ],
)
def test_what_a_browser_would_do(
    client: httpx.Client, server: Loopback, tail: str, target: str
) -> None:
    """A fragment stays with the reader, and what no request line can carry is encoded."""
    go(client, server.url + tail)

    assert request_line(server.requests[-1]) == target.encode()


def test_through_a_proxy() -> None:
    """A proxy is asked for the link exactly as received, too."""
    context = make_ssl_context(None)
    with (
        listening(answering(response("", status="302 Found"))) as proxy,
        make_client(context, 2, 2, proxy.url) as client,
    ):
        seen = go(client, "http://t.example/r/?id=h1,2,3&p1=%7e|'")

    assert request_line(proxy.requests[0]) == b"http://t.example/r/?id=h1,2,3&p1=%7e|'"
    assert seen.redirected


def test_through_a_tunnel() -> None:
    """A tunnel is asked for the server, and what it refuses is the proxy's doing."""
    context = make_ssl_context(None)
    with (
        listening(answering(response("", status="403 Forbidden"))) as proxy,
        make_client(context, 2, 2, proxy.url) as client,
    ):
        seen = go(client, "https://t.example/r/?id=h1,2,3")

    assert request_line(proxy.requests[0]) == b"t.example:443"
    assert (seen.silence, seen.status_code) == (Silence.PROXY_FAILED, None)


def test_what_is_seen(client: httpx.Client, server: Loopback) -> None:
    """Where it leads and which cookies are set; never what is in them, and no next click."""
    asked = len(server.requests)
    seen = [go(client, server.url + LINK) for _ in range(2)][1]

    assert (seen.silence, seen.status_code, seen.redirected) == (None, 302, True)
    assert seen.location == "http://w.example/"
    assert seen.cookie_names == ("nlid", "uuid230")
    assert len(server.requests) - asked == len(seen.cookie_names)
    assert b"User-Agent: Reader/1.0" in server.requests[-1]
    assert b"cookie" not in server.requests[-1].lower()


def test_caches_are_told(httpx_mock: HTTPXMock, client: httpx.Client) -> None:
    """What the answer says about caches is kept, and no other header."""
    headers = {"Age": "7", "Cache-Control": "no-store", "Server": "x"}
    httpx_mock.add_response(status_code=302, headers=headers)

    seen = go(client, f"http://t.example{LINK}")

    assert seen.cache_headers == {"age": "7", "cache-control": "no-store"}


SECURE = "https://t.example"


def test_a_front_sends_on_to_https(httpx_mock: HTTPXMock, client: httpx.Client) -> None:
    """The same link on the declared secure URL is asked for; its answer is what counts."""
    link = f"http://t.example{LINK}&p1=%7e"
    there = f"{SECURE}:443{LINK}&p1=%7e"
    httpx_mock.add_response(status_code=301, headers={"Location": there})
    httpx_mock.add_response(status_code=302, headers={"Location": "http://w.example/"})

    seen = click(client, link, answer_s=2, user_agent="Reader/1.0", secure_url=SECURE)

    first, second = httpx_mock.get_requests()
    assert (seen.url, seen.status_code, seen.location) == (link, 302, "http://w.example/")
    assert seen.sent_on is not None
    assert (seen.sent_on.status_code, seen.sent_on.location) == (301, there)
    assert (first.url.scheme, second.url.scheme) == ("http", "https")
    assert first.url.raw_path == second.url.raw_path == f"{LINK}&p1=%7e".encode()
    assert second.headers["User-Agent"] == "Reader/1.0"


@pytest.mark.parametrize(
    ("link", "location", "secure_url"),
    [
        (f"http://t.example{LINK}", f"https://evil.example{LINK}", SECURE),
        (f"http://t.example{LINK}", f"https://t.example:8443{LINK}", SECURE),
        (f"http://t.example{LINK}", f"https://t.example@evil.example{LINK}", SECURE),
        (f"http://t.example{LINK}", f"https://t.example{LINK}&x=1", SECURE),
        (f"http://t.example{LINK}", f"https://t.example{LINK.upper()}", SECURE),
        (f"http://t.example{LINK}", f"http://t.example{LINK}", SECURE),
        (f"http://t.example{LINK}", f"https://t.example{LINK}", ""),
        (f"https://t.example{LINK}", f"https://t.example{LINK}", SECURE),
        (f"http://t.example{LINK}", "", SECURE),
        (f"http://t.example{LINK}", "https://[::1]/r/", SECURE),
    ],
)
def test_nothing_else_is_followed(
    httpx_mock: HTTPXMock, client: httpx.Client, link: str, location: str, secure_url: str
) -> None:
    """A redirect that changes anything but http to https, or leads elsewhere, is only told."""
    httpx_mock.add_response(status_code=301, headers={"Location": location})

    seen = click(client, link, answer_s=2, user_agent="Reader/1.0", secure_url=secure_url)

    assert (seen.location, seen.sent_on) == (location, None)
    assert len(httpx_mock.get_requests()) == 1


OPEN = "http://t.example/r/?id=h1,2,1"


@pytest.mark.parametrize(
    ("content_type", "body", "served"),
    [
        ("image/gif", b"GIF89a\x01\x00", True),
        ("", b"GIF89a\x01\x00", True),
        ("image/png", b"\x89PNG\r\n", True),
        ("image/svg+xml", b"<svg/>", True),
        ("image/gif", b"", True),
        ("", b"", True),
        ("text/html", b"", False),
        ("Text/HTML; charset=utf-8", b"GIF89a", False),
        ("application/xhtml+xml", b"login", False),
        ("", b"<html>login</html>", False),
        ("", b"\xef\xbb\xbf\r\n <!DOCTYPE html>", False),
        ("image/gif", b"<html>login</html>", False),
    ],
)
def test_a_picture_or_a_page(
    httpx_mock: HTTPXMock, client: httpx.Client, content_type: str, body: bytes, *, served: bool
) -> None:
    """A page is none even if it says nothing of its type, or says that it is one."""
    headers = {"Content-Type": content_type} if content_type else {}
    httpx_mock.add_response(content=body, headers=headers)

    assert go(client, OPEN).served is served


@pytest.mark.parametrize(
    ("link", "location", "sent"),
    [
        (OPEN, OPEN.replace("http:", "https:"), True),
        (OPEN, OPEN.replace("http:", "https:").replace("t.example", "T.example:443"), True),
        (OPEN.replace("http:", "https:"), OPEN.replace("http:", "https:"), True),
        (OPEN.replace("http://t.", "https://brand."), "https://brand.example/r/?id=h1,2,1", True),
        (OPEN, OPEN, False),
        (OPEN, "https://evil.example/r/?id=h1,2,1", False),
        (OPEN, "https://t.example/r/?id=h1,2,1&x", False),
        (OPEN, "/r/?id=h1,2,1", False),
    ],
)
def test_sent_on_to_https(
    httpx_mock: HTTPXMock, client: httpx.Client, link: str, location: str, *, sent: bool
) -> None:
    """The same link by https, where it belongs, is told from any other redirect."""
    httpx_mock.add_response(status_code=301, headers={"Location": location})

    assert go(client, link).sends_on_to_https(SECURE) is sent


@pytest.mark.parametrize("status", [200, 300, 304, 404, 500])
def test_a_page_is_no_redirect(httpx_mock: HTTPXMock, client: httpx.Client, status: int) -> None:
    """Anything but the five is reported as it is: status, type, and how it begins."""
    text = "Requested URL '/r/ id=h1,2,3' cannot be found"
    httpx_mock.add_response(status_code=status, html=text, headers={"Set-Cookie": "secret"})

    seen = go(client, f"http://t.example{LINK}")

    assert (seen.redirected, seen.status_code, seen.location) == (False, status, "")
    assert (seen.content_type, seen.text) == ("text/html; charset=utf-8", text)
    assert seen.cookie_names == ("",)


@pytest.mark.parametrize(
    "link",
    [
        "http://127.0.0.1:99999/r/",
        f"http://{'a' * 70}.example/",
        "http://t.example:x/",
        "",
        "mailto:a@b",
        "http://t\x00/",
        "x" * 70_000,
    ],
)
def test_what_cannot_be_asked(client: httpx.Client, link: str) -> None:
    """A link that is no URL is a fact like any other."""
    seen = go(client, link)

    assert (seen.silence, seen.status_code, seen.url) == (Silence.NOT_ASKABLE, None, link)


@pytest.mark.parametrize(
    "location", ["http://w.example:x/", "http://[::1", "//[", "mailto:a@b", "a" * 70_000]
)
def test_leads_nowhere(client: httpx.Client, location: str) -> None:
    """A redirect to something that is no URL is an answer, and shown as it is."""
    answer = response("", status="302 Found", headers=f"Location: {location}\r\n")
    with listening(answering(answer)) as server:
        seen = go(client, server.url + LINK)

    assert (seen.silence, seen.status_code) == (None, 302)
    assert (seen.redirected, seen.location) == (True, location[:8000])


def test_a_dripping_answer(client: httpx.Client) -> None:
    """The limit is one for the whole."""
    with listening(dripping(b"HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n")) as server:
        seen = go(client, server.url + LINK, answer_s=0.2)

    assert (seen.silence, seen.location, seen.redirected) == (Silence.TIMED_OUT, "/x", True)


def test_goes_to_json_and_back(client: httpx.Client, server: Loopback) -> None:
    """The fact survives facts.json."""
    seen, facts = go(client, server.url + LINK), TypeAdapter(Click)

    assert facts.validate_python(facts.dump_python(seen, mode="json")) == seen
