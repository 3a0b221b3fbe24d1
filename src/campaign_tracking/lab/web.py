"""The web servers of the lab: many sockets, one loop."""

import asyncio
import contextlib
import socket
import ssl
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from campaign_tracking.lab.certificates import Certificate
from campaign_tracking.lab.noise import BreakableProtocol, Noise, break_off

SERVER: Final = "campaign-tracking-lab"  # in every answer: a simulation is known by it
_REMEMBERED: Final = 20_000
_TICK_S: Final = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSeen:
    """A request that reached the lab.

    Attributes:
        server: ``application``, ``mid``, ``trk1``, ``trk2``, …, ``balancer``.
        caller: The address from which it came.
        path: As sent.
        query: As sent, without the ``?``.
        action: The SOAPAction header; empty without one.
    """

    server: str
    caller: str
    scheme: str
    method: str
    path: str
    query: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A server behind a socket.

    Attributes:
        certificate: What the certificate is like that it shows.
        latency_s: By how much its answers come later than others.
    """

    name: str
    application: ASGIApp
    certificate: Certificate = Certificate.VALID
    latency_s: float = 0.0


class Dispatcher:
    """Hands each request to the server on whose socket it came in."""

    def __init__(
        self, sites: Mapping[tuple[str, int], Site], latency_s: float, noise: Noise | None = None
    ) -> None:
        """Serve *sites* by address and port, each answer after *latency_s*, and with *noise*."""
        self._sites, self._latency_s, self._noise = sites, latency_s, noise
        self.seen: deque[RequestSeen] = deque(maxlen=_REMEMBERED)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        site = self._sites[tuple(scope["server"])]
        self.seen.append(_seen(site.name, scope))
        latency_s = self._latency_s + site.latency_s
        await asyncio.sleep(latency_s + (self._noise.delay_s() if self._noise else 0))
        broken_off = self._noise.next_of(site.name, scope) if self._noise else None
        if broken_off is not None:
            await break_off(broken_off, scope, receive)
            return
        await site.application(scope, receive, send)


class WebServer:
    """One uvicorn server over several bound sockets, all plain or all TLS."""

    def __init__(
        self, application: ASGIApp, sockets: Iterable[socket.socket], tls: ssl.SSLContext | None
    ) -> None:
        """Serve *application* on *sockets*."""
        config = uvicorn.Config(
            application,
            http=BreakableProtocol,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,  # uvicorn's own
            proxy_headers=False,  # whom to believe is for the security zones to say
            headers=[("Server", SERVER)],
            timeout_graceful_shutdown=1,
            ssl_context_factory=None if tls is None else lambda _config, _default: tls,
        )
        self._server = _Server(config)
        self._sockets = list(sockets)
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Return once every socket listens."""
        self._task = asyncio.create_task(self._server.serve(self._sockets))
        while not self._server.started and not self._task.done():  # noqa: ASYNC110  (see below)
            await asyncio.sleep(_TICK_S)  # uvicorn offers a flag, not an event
        if self._task.done():
            await self._task

    async def stop(self) -> None:
        """Stop listening, and end what is still open."""
        self._server.should_exit = True
        if self._task is not None:
            await self._task


class _Server(uvicorn.Server):
    """A server that leaves the process' signals to whoever runs it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _seen(server: str, scope: Scope) -> RequestSeen:
    headers = {name.lower(): value for name, value in scope["headers"]}
    return RequestSeen(
        server=server,
        caller=scope["client"][0] if scope["client"] else "",
        scheme=scope["scheme"],
        method=scope["method"],
        path=scope["raw_path"].decode("latin-1"),
        query=scope["query_string"].decode("latin-1"),
        action=headers.get(b"soapaction", b"").decode("latin-1").strip('"'),
    )
