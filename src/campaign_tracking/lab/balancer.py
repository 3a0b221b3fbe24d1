"""A balancer in front of the tracking servers: one public name for all of them (A-22).

Round robin without stickiness. Its health page is ``/r/test``, which is there for balancers, too,
and may be asked once per second (monitoring-processes.md). The Host header goes on as it came: by
it a server knows its instance (creating-an-instance-and-logging-on.md). TLS ends here. All else
that it does is L-73.
"""

import asyncio
import itertools
from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Final

import httpx
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from campaign_tracking.lab.assumptions import (
    BALANCER_LIMIT_S,
    HEALTH_LIMIT_S,
    HEALTH_PERIOD_S,
)
from campaign_tracking.safe_xml import NotXmlError, parse

HEALTH_PAGE: Final = "/r/test"
Headers = Iterable[tuple[bytes, bytes]]

_FORWARDED: Final = b"x-forwarded-for"
_CONNECTION: Final = b"connection"
# Those of one connection are not the next one's (RFC 9110, 7.6.1).
_OF_ONE_CONNECTION: Final = frozenset(
    {
        *(_CONNECTION, b"keep-alive", b"proxy-connection", b"te", b"trailer"),
        *(b"transfer-encoding", b"upgrade", b"proxy-authenticate", b"proxy-authorization"),
    }
)
_OUR_WEB_SERVERS: Final = frozenset({b"server", b"date"})  # it writes its own into every answer
_LIMITS: Final = {"timeout": httpx.Timeout(BALANCER_LIMIT_S, connect=HEALTH_LIMIT_S).as_dict()}
_HEALTH_LIMITS: Final = {"timeout": httpx.Timeout(HEALTH_LIMIT_S).as_dict()}


class Balancer:
    """Hands each request to the next server that is well."""

    def __init__(
        self, servers: Sequence[str], transport: httpx.AsyncBaseTransport, pool: str = ""
    ) -> None:
        """Stand in front of *servers*, and call them by *transport*.

        Host headers go on as they came, or name the *pool* that the servers are to the balancer.
        """
        self._servers, self._transport, self._pool = tuple(servers), transport, pool
        self._well: tuple[str, ...] = ()
        self._looked = asyncio.Event()
        self._turns = itertools.count()

    async def watch(self) -> None:
        """Look after the servers, for ever; nobody is answered before the first look."""
        while True:
            await self.look()
            await asyncio.sleep(HEALTH_PERIOD_S)

    async def look(self) -> None:
        """Ask all health pages: who is not well gets no request until the next look."""
        answers = await asyncio.gather(*map(self._is_well, self._servers))
        found = zip(self._servers, answers, strict=True)
        self._well = tuple(server for server, is_well in found if is_well)
        self._looked.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        request = Request(scope, receive)
        body = await request.body()
        await self._looked.wait()
        answer = await self._answered(request, body)
        await answer(scope, receive, send)

    async def _answered(self, request: Request, body: bytes) -> Response:
        """Return an answer, or 502 if nobody gives one.

        Who cannot be connected to is passed over. What was sent is not sent again: a click would
        count twice.
        """
        for server in in_turn(self._well, next(self._turns)):
            try:
                return await self._ask(self._for(server, request, body))
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
            except httpx.HTTPError:
                break
        return PlainTextResponse("Bad Gateway", status_code=HTTPStatus.BAD_GATEWAY)

    def _for(self, server: str, request: Request, body: bytes) -> httpx.Request:
        """Return the request to a server: path and query are as they came, to the letter."""
        path, query = request.scope["raw_path"], request.scope["query_string"]
        sent = httpx.Request(
            request.method,
            server,
            headers=forwarded(request.headers.raw, request.client.host if request.client else ""),
            content=body,
            extensions={**_LIMITS, "target": path + (b"?" + query if query else b"")},
        )
        if self._pool:
            sent.headers["Host"] = self._pool
        return sent

    async def _is_well(self, server: str) -> bool:
        question = httpx.Request("GET", f"{server}{HEALTH_PAGE}", extensions=_HEALTH_LIMITS)
        try:
            answer = await self._ask(question)
            page = parse(bytes(answer.body).decode())
        except (httpx.HTTPError, UnicodeDecodeError, NotXmlError):
            return False
        return answer.status_code == HTTPStatus.OK and page.get("status") == "OK"

    async def _ask(self, request: httpx.Request) -> Response:
        """Return what a server answers, its body as it came: packed or not."""
        answer = await self._transport.handle_async_request(request)
        try:
            body = b"".join([part async for part in _stream(answer)])
        finally:
            await answer.aclose()
        response = Response(body, status_code=answer.status_code)
        headers = passed_on(answer.headers.raw)
        response.raw_headers = [pair for pair in headers if pair[0] not in _OUR_WEB_SERVERS]
        return response


def in_turn(servers: Sequence[str], turn: int) -> list[str]:
    """Return the servers, that whose turn it is first."""
    place = turn % len(servers) if servers else 0
    return [*servers[place:], *servers[:place]]


def passed_on(headers: Headers) -> list[tuple[bytes, bytes]]:
    """Return the headers without those of one connection; names in small letters."""
    pairs = [(name.lower(), value) for name, value in headers]
    named = {
        option.strip().lower()
        for name, value in pairs
        if name == _CONNECTION
        for option in value.split(b",")
    }
    return [(name, value) for name, value in pairs if name not in _OF_ONE_CONNECTION | named]


def forwarded(headers: Headers, caller: str) -> list[tuple[bytes, bytes]]:
    """Return what a server gets: the headers, and in ``X-Forwarded-For`` the caller at the end."""
    pairs = passed_on(headers)
    before = [value for name, value in pairs if name == _FORWARDED]
    told = b", ".join([*before, caller.encode()])
    return [*(pair for pair in pairs if pair[0] != _FORWARDED), (_FORWARDED, told)]


def _stream(answer: httpx.Response) -> httpx.AsyncByteStream:
    assert isinstance(answer.stream, httpx.AsyncByteStream)  # noqa: S101  (an asynchronous transport's)
    return answer.stream
