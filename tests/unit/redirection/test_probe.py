"""All servers and all their addresses are asked, each layer is a fact, nothing hangs."""

import socket
import ssl
import threading
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import trustme
from pydantic import TypeAdapter

from campaign_tracking.redirection.client import make_client
from campaign_tracking.redirection.endpoint import Endpoint, TrackingServer
from campaign_tracking.redirection.probe import longest_s, probe
from campaign_tracking.redirection.silence import Silence
from tests.unit.redirection.loopback import answering, listening, response, silent

Resolver = Callable[..., list[tuple[Any, ...]]]
Look = Callable[..., dict[str, Endpoint]]
AT_ONCE_S = 1.5


@pytest.fixture
def look(client: httpx.Client, ssl_context: ssl.SSLContext) -> Look:
    """Probe as a run does, with limits that suit a test."""

    def look(*servers: TrackingServer, **options: Any) -> dict[str, Endpoint]:  # noqa: ANN401  (probe's own)
        arguments = {"client": client, "connect_s": 1, "answer_s": 1, **options}
        return probe(servers, ssl_context=ssl_context, **arguments)

    return look


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """A name service of our own: add what it is to know."""
    known: dict[str, list[str]] = {}
    ask_system = socket.getaddrinfo

    def getaddrinfo(host: Any, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401  (as in socket)
        if host not in known:
            return ask_system(host, *arguments, **options)
        return [entry for ip in known[host] for entry in ask_system(ip, *arguments, **options)]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return known


def server(id_: str, url: str, **options: Any) -> TrackingServer:  # noqa: ANN401  (the fact's own)
    """Declare a server."""
    return TrackingServer(id=id_, url=url, **options)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_plain(look: Look) -> None:
    """A healthy server over http: name, TCP, answer, and no TLS."""
    with listening(answering(response())) as front:
        seen = look(server("trk1", front.url))["trk1"]

    (address,) = seen.addresses
    assert seen.name
    assert (seen.name.addresses, seen.name.silence) == (("127.0.0.1",), None)
    assert (seen.scheme, seen.host, seen.port) == ("http", "127.0.0.1", front.port)
    assert address.tcp
    assert (address.tcp.connected, address.tcp.silence, address.tls) == (True, None, None)
    assert address.rtest
    assert address.rtest.build == "9383"
    assert (address.soap_router, seen.without_route, len(front.requests)) == (None, (), 1)


def test_every_address_behind_a_name(
    look: Look, ca: trustme.CA, names: dict[str, list[str]]
) -> None:
    """Each address is asked by itself, for the name, with the certificate of the name."""
    names["t.example"] = ["127.0.0.21", "127.0.0.22"]
    context, asked_for = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), []
    ca.issue_cert("t.example").configure_cert(context)
    context.sni_callback = lambda _socket, name, _context: asked_for.append(name)
    good = answering(response())
    with (
        listening(good, host="127.0.0.21", context=context) as first,
        listening(good, host="127.0.0.22", port=first.port, context=context) as second,
    ):
        seen = look(server("external", f"https://t.example:{first.port}/"))["external"]

    assert [address.ip for address in seen.addresses] == names["t.example"]
    assert all(address.tls and address.tls.trusted for address in seen.addresses)
    assert all(address.rtest and address.rtest.status == "OK" for address in seen.addresses)
    assert set(asked_for) == {"t.example"}
    for front in (first, second):
        assert f"Host: t.example:{front.port}\r\n".encode() in front.requests[0]


def test_not_asked_without_trust(look: Look, names: dict[str, list[str]]) -> None:
    """Over TLS that is not trusted nothing is asked."""
    names["t.example"] = ["127.0.0.1"]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("t.example").configure_cert(context)
    with listening(answering(response()), context=context) as front:
        seen = look(server("external", f"https://t.example:{front.port}"))["external"]

    (address,) = seen.addresses
    assert address.tls
    assert address.tls.silence is Silence.CERTIFICATE_UNKNOWN_CA
    assert (address.rtest, front.requests) == (None, [])


def test_refused_and_silent(look: Look) -> None:
    """Nobody listens, and somebody says nothing: two facts, side by side."""
    with listening(silent) as mute:
        seen = look(
            server("trk1", f"http://127.0.0.1:{free_port()}"),
            server("trk2", mute.url),
            answer_s=0.2,
        )

    (refused,), (waiting,) = seen["trk1"].addresses, seen["trk2"].addresses
    assert refused.tcp
    assert (refused.tcp.silence, refused.rtest) == (Silence.REFUSED, None)
    assert "refused" in refused.tcp.words
    assert waiting.tcp
    assert waiting.rtest
    assert (waiting.tcp.connected, waiting.rtest.silence) == (True, Silence.TIMED_OUT)
    assert list(seen) == ["trk1", "trk2"]


def test_side_by_side(look: Look) -> None:
    """Many silent servers take as long as one."""
    with listening(silent) as mute:
        started = time.monotonic()
        seen = look(*(server(f"trk{n}", mute.url) for n in range(30)), answer_s=0.3)

    assert time.monotonic() - started < AT_ONCE_S
    assert list(seen) == [f"trk{n}" for n in range(30)]


def test_tomcat(look: Look) -> None:
    """A URL that leads to Tomcat is asked by SOAP, never for ``/r/test``."""
    with listening(answering(response("XSV-350013 no", status="403 Forbidden"))) as tomcat:
        declared = server("trk1", tomcat.url, leads_to_tomcat=True)
        (address,) = look(declared)["trk1"].addresses

    assert address.tcp
    assert address.soap_router
    assert (address.tcp.connected, address.rtest) == (True, None)
    assert address.soap_router.is_soap_router
    assert [request.split(b" ")[1] for request in tomcat.requests] == [b"/nl/jsp/soaprouter.jsp"]


@pytest.mark.parametrize("same_host", [True, False])
def test_one_hop(
    look: Look, ca: trustme.CA, names: dict[str, list[str]], *, same_host: bool
) -> None:
    """An external URL that sends its page on to the secure URL is followed there, and told."""
    secure_name = "t.example" if same_host else "s.example"
    names.update({"t.example": ["127.0.0.1"], secure_name: ["127.0.0.1"]})
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert(secure_name).configure_cert(context)
    with listening(answering(response()), context=context) as secure:
        secure_url = f"https://{secure_name}:{secure.port}"
        location = f"Location: {secure_url}/r/test\r\n"
        with listening(answering(response("", status="301 Moved", headers=location))) as plain:
            url = f"http://t.example:{plain.port}"
            seen = look(server("external", url, may_redirect_to=secure_url))["external"]

    rtest = seen.addresses[0].rtest
    assert rtest
    assert (rtest.location_followed, rtest.redirected_to) == (True, f"{secure_url}/r/test")
    assert (rtest.status, rtest.url) == ("OK", f"{url}/r/test")


def test_a_resolver_that_hangs(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    """A resolver that never answers is left behind."""
    done = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: done.wait(20) and [])
    started = time.monotonic()

    seen = look(server("external", "http://t.example"), connect_s=0.1)["external"]
    done.set()

    assert seen.name
    assert (seen.name.silence, seen.addresses) == (Silence.TIMED_OUT, ())
    assert time.monotonic() - started < AT_ONCE_S


def test_without_a_route(
    look: Look, names: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An address that this machine knows no way to is told, not asked."""
    names["t.example"] = ["127.0.0.1", "2001:db8::1"]
    monkeypatch.setattr(socket.socket, "connect", _no_ipv6)
    with listening(answering(response())) as front:
        seen = look(server("external", f"http://t.example:{front.port}"))["external"]

    assert [address.ip for address in seen.addresses] == ["127.0.0.1"]
    assert seen.without_route == ("2001:db8::1",)


_connect = socket.socket.connect


def _no_ipv6(self: socket.socket, address: tuple[Any, ...]) -> None:
    if self.family is socket.AF_INET6:
        raise OSError(101, "Network is unreachable")
    _connect(self, address)


def test_through_a_proxy(ssl_context: ssl.SSLContext) -> None:
    """Behind a proxy only the answer is seen: the proxy resolves and connects."""
    with (
        listening(answering(response())) as proxy,
        make_client(ssl_context, 1, 1, proxy.url) as client,
    ):
        declared = [server("external", "http://t.invalid")]
        seen = probe(
            declared, client=client, ssl_context=ssl_context, connect_s=1, answer_s=1, proxied=True
        )["external"]

    (address,) = seen.addresses
    assert (seen.proxied, seen.name, address.ip) == (True, None, "")
    assert (address.tcp, address.tls) == (None, None)
    assert address.rtest
    assert address.rtest.status == "OK"
    assert proxy.requests[0].startswith(b"GET http://t.invalid/r/test ")


def test_goes_to_json_and_back(look: Look) -> None:
    """The facts survive facts.json."""
    with listening(answering(response())) as front:
        seen = look(server("trk1", front.url), server("trk2", f"http://127.0.0.1:{free_port()}"))
    facts = TypeAdapter(dict[str, Endpoint])

    assert facts.validate_python(facts.dump_python(seen, mode="json")) == seen


def test_says_how_long() -> None:
    """The longest way is known: a name, TCP and TLS twice, three slow answers, one more page."""
    assert longest_s(connect_s=3, answer_s=5) == 5 * 3 + 4 * 5 + 2 * 1
