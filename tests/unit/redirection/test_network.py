"""Names, routes and ports: each way of failing is a fact of its own."""

import socket

import pytest

from campaign_tracking.redirection.network import connect, has_route, resolve
from campaign_tracking.redirection.silence import Silence


@pytest.mark.parametrize(
    ("error", "silence"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name not known"), Silence.NAME_NOT_FOUND),
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure"), Silence.RESOLVER_FAILED),
        (UnicodeError("label too long"), Silence.NAME_NOT_FOUND),
    ],
)
def test_resolver_trouble(
    monkeypatch: pytest.MonkeyPatch, error: Exception, silence: Silence
) -> None:
    """A resolver that fails and a name that is unknown, or can be none, are told apart."""

    def getaddrinfo(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)

    seen = resolve("t.example", limit_s=1)

    assert (seen.silence, seen.addresses) == (silence, ())
    assert str(error.args[-1]) in seen.words


def test_a_route_to_ourselves() -> None:
    """There is always a way to this machine."""
    assert has_route("127.0.0.1")


@pytest.mark.parametrize(
    ("error", "silence"),
    [
        (OSError(101, "Network is unreachable"), Silence.UNREACHABLE),
        (OSError(113, "No route to host"), Silence.UNREACHABLE),
        (TimeoutError("timed out"), Silence.TIMED_OUT),
        (ConnectionResetError(104, "reset"), Silence.BROKEN_OFF),
        (OSError("odd"), Silence.NOT_CONNECTED),
    ],
)
def test_not_connected(monkeypatch: pytest.MonkeyPatch, error: OSError, silence: Silence) -> None:
    """Each way of not connecting is a fact of its own."""

    def create_connection(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(socket, "create_connection", create_connection)
    seen, connection = connect("192.0.2.1", 80, limit_s=1)

    assert (seen.connected, seen.silence, connection) == (False, silence, None)
