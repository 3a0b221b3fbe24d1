"""``/r/test`` is asked once, and everything that can come of it is told apart."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from xml.sax.saxutils import quoteattr

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter
from pytest_httpx import HTTPXMock

from campaign_tracking.redirection.route import Route
from campaign_tracking.redirection.rtest import RTest, ask_rtest, read_redir
from campaign_tracking.redirection.silence import Silence
from tests.unit.redirection.loopback import FINE, answering, dripping, endless, listening, silent

AT_ONCE_S = 1.5  # far less than the limits of the client
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"
VALUES = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))
NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_.-]{0,12}", fullmatch=True)

# The variants of domain.md, 2.1, in its order, with values for the dots.
DOCUMENTED = [
    "<redir status='OK' date='2030-01-02 03:04:05' sourceIP='192.0.2.1'/>",
    (
        "<redir status='OK' date='2030-01-02 03:04:05.112Z' build='9383' sha1='cc45440'"
        " instance='prod' sourceIP='192.0.2.1' host='t.example.com' localHost='front1'/>"
    ),
    (
        "<redir status='OK' date='2030-01-02 03:04:05.112Z' version='8.5.1' sha1='cc45440'"
        " instance='prod' sourceIP='192.0.2.1' host='t.example.com' localHost='front1'/>"
    ),
    (
        "<redir status='OK' date='2030-01-02 03:04:05.112Z' build='9383' host='t.example.com'"
        " localHost='front1'/>"
    ),
    "<redir status='OK' date='2030/01/02 03:04:05' build='9383' host='t' localHost='front1'/>",
    (
        '<redir status="OK" date="2030/01/02 03:04:05" build="9383" host="tracking.campaign.net"'
        ' localHost="localhost"/>'
    ),
    (
        "<redir status='OK' date='2030-01-02 03:04:05' build='9383' instance='prod'"
        " sourceIP='192.0.2.1' host='t.example.com' localHost='front1'/>"
    ),
    (
        "<redir status='OK' date='2021-08-27 08:02:07.963-07' version='8.5.1' build='9236'"
        " sha1='cc45440' instance='x_prod1' sourceIP='1.2.3.4' host='t' localHost='x-prod1-1'/>"
    ),
    "<redir status='OK' date='2030-01-02 03:04:05.112Z' sourceIP=''/>",
    "<redir status='OK' date='2030-01-02 03:04:05' build='9383' host='' localHost='front1'/>",
    "<redir status='OK'/>",
]


def ask(client: httpx.Client, url: str, *, hop: str = "", answer_s: float = 2) -> RTest:
    """Ask as a probe does."""
    secure = Route(server=httpx.URL(hop)) if hop else None
    return ask_rtest(client, Route(server=httpx.URL(url)), answer_s=answer_s, hop=secure)


def seen_with(date: str, asked_at: datetime) -> RTest:
    """An answer that carries *date*."""
    return RTest(
        url="http://t.example/r/test",
        asked_at=asked_at,
        elapsed_s=0.1,
        silence=None,
        words="",
        status_code=200,
        redir={"date": date},
        text="",
        redirected_to="",
        location_followed=False,
    )


@pytest.mark.parametrize("text", DOCUMENTED)
def test_reads_what_is_documented(text: str) -> None:
    """Each documented variant is read, with line feeds around it as servers send them."""
    redir = read_redir(f"\n{text}\r\n\n")

    assert redir["status"] == "OK"
    assert len(redir) == text.count("=")


@given(st.dictionaries(NAMES, VALUES, max_size=8), st.sampled_from(["", "<?xml version='1.0'?>"]))
def test_reads_any_attributes_in_any_order(attributes: dict[str, str], prolog: str) -> None:
    """What a module says of itself is kept, whatever it is called and however it is quoted."""
    written = " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items())

    assert read_redir(f"{prolog}<redir {written}/>") == attributes


@given(st.text() | st.text("<redir/>= '\"a&;!-[]").map("<redir {}/>".format))
@example("<!DOCTYPE redir [<!ENTITY a 'a'>]><redir status='&a;'/>")
@example("<?xml version='1.0' encoding='no-such'?><redir/>")
def test_anything_else_says_nothing(text: str) -> None:
    """Whatever a server sends is either read or not; nothing else happens."""
    assert all(isinstance(value, str) for value in read_redir(text).values())


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


MOMENT = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1))  # noqa: DTZ001  (st.datetimes asks for naive bounds)


@given(MOMENT, st.integers(-12, 14), st.sampled_from("-/"), st.floats(-1e6, 1e6))
def test_clock_with_a_zone(moment: datetime, hours: int, dash: str, ahead_s: float) -> None:
    """A time with an offset is compared with ours, to the millisecond it is written in."""
    asked_at = moment.replace(tzinfo=UTC)
    served_at = (asked_at + timedelta(seconds=ahead_s)).astimezone(timezone(timedelta(hours=hours)))
    zone = f"{hours:+03d}" if hours else "Z"
    date = f"{served_at:%Y{dash}%m{dash}%d %H:%M:%S}.{served_at.microsecond // 1000:03d}{zone}"

    clock_ahead_s = seen_with(date, asked_at).clock_ahead_s

    assert clock_ahead_s == pytest.approx(ahead_s, abs=0.0011)


@pytest.mark.parametrize(
    "date",
    [
        "",
        "2030-01-02 03:04:05",
        "2030/01/02 03:04:05",
        "2030-02-30 03:04:05Z",
        "0000-01-01 00:00:00Z",
    ],
)
def test_clock_without_a_zone(date: str) -> None:
    """Without an offset, or a real day, nothing is computed."""
    assert seen_with(date, datetime.now(UTC)).clock_ahead_s is None


@given(st.text() | st.text("0123456789-/:. Z+", min_size=17, max_size=30))
def test_clock_of_anything(date: str) -> None:
    """Whatever stands in the date, it does not fail."""
    assert isinstance(seen_with(date, datetime.now(UTC)).clock_ahead_s, float | None)


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
    httpx_mock.add_exception(error("no luck"))

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
