"""Servers on loopback, each with its own way to be broken; they end with their test."""

import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import httpx

from campaign_tracking.redirection.route import Route
from campaign_tracking.redirection.rtest import RTest, ask_rtest

FINE = "<redir status='OK' date='2030-01-02 03:04:05.112Z' build='9383' localHost='front1'/>"
Handler = Callable[[socket.socket], None]


@dataclass(slots=True)
class Loopback:
    """A running server: where it listens, and what it was asked."""

    port: int
    requests: list[bytes] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """Its plain URL."""
        return f"http://127.0.0.1:{self.port}"

    def asked(self, connection: socket.socket) -> bytes:
        """Read one request and its body, and keep it."""
        request = b""
        while not _is_whole(request) and (piece := connection.recv(65_536)):
            request += piece
        if request:  # a look at the port alone asks nothing
            self.requests.append(request)
        return request


def _is_whole(request: bytes) -> bool:
    head, end, body = request.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    return bool(end) and len(body) >= (int(length[1]) if length else 0)


def response(body: str = FINE, *, status: str = "200 OK", headers: str = "") -> bytes:
    """Write a whole answer."""
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body.encode())}\r\n{headers}\r\n"
    return (head + body).encode()


@contextmanager
def listening(
    handler: Callable[["Loopback", socket.socket], None],
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    context: ssl.SSLContext | None = None,
) -> Iterator[Loopback]:
    """Give every connection to *handler*, each in a thread of its own."""
    with socket.create_server((host, port)) as server:
        loopback = Loopback(server.getsockname()[1])
        threads: list[threading.Thread] = []

        def handle(connection: socket.socket) -> None:
            with suppress(OSError), connection:
                secured = (
                    context.wrap_socket(connection, server_side=True) if context else connection
                )
                with secured:
                    handler(loopback, secured)

        def accept() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    if loopback.ended.is_set():
                        connection.close()
                        return
                    connection.settimeout(10)
                    threads.append(threading.Thread(target=handle, args=[connection]))
                    threads[-1].start()

        accepting = threading.Thread(target=accept)
        accepting.start()
        try:
            yield loopback
        finally:
            loopback.ended.set()
            with socket.create_connection((host, loopback.port)):
                accepting.join(10)
            for thread in threads:
                thread.join(10)


def answering(answer: bytes) -> Callable[[Loopback, socket.socket], None]:
    """Return a handler that answers everything with *answer*."""

    def handler(loopback: Loopback, connection: socket.socket) -> None:
        if loopback.asked(connection):
            connection.sendall(answer)

    return handler


def silent(loopback: Loopback, connection: socket.socket) -> None:
    """Accept, and say nothing until the test or the caller is done."""
    with suppress(OSError):
        while connection.recv(65_536) and not loopback.ended.is_set():
            pass


def dripping(start: bytes) -> Callable[[Loopback, socket.socket], None]:
    """Return a handler that sends *start* and then a byte now and then, for ever."""

    def handler(loopback: Loopback, connection: socket.socket) -> None:
        loopback.asked(connection)
        connection.sendall(start)
        while not loopback.ended.wait(0.02):
            connection.sendall(b"x")

    return handler


def endless(loopback: Loopback, connection: socket.socket) -> None:
    """Send a body that has no end, as fast as it is read."""
    loopback.asked(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while not loopback.ended.is_set():
        connection.sendall(b"x" * 65_536)


def ask(client: httpx.Client, url: str, *, hop: str = "", answer_s: float = 2) -> RTest:
    """Ask as a probe does."""
    secure = Route(server=httpx.URL(hop)) if hop else None
    return ask_rtest(client, Route(server=httpx.URL(url)), answer_s=answer_s, hop=secure)
