"""A reverse proxy over TLS that changes one thing in the answers of a healthy platform."""

import re
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import httpx
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from campaign_tracking.lab.certificates import Authority
from campaign_tracking.lab.web import WebServer

HOST: Final = "127.0.0.1"
_HOP_BY_HOP: Final = frozenset({"connection", "content-length", "host", "transfer-encoding"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """An answer on its way to the client.

    Attributes:
        what: What was asked for: the method's name for a SOAP call, else the path.
        asked: The request's body.
        location: Where a redirect leads; empty without one.
    """

    what: str
    asked: str
    status: int
    content_type: str
    body: str
    location: str = ""


Spoil = Callable[[Passing], Passing]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """The ASGI application: asks the platform, spoils the answer."""

    platform: str
    client: httpx.AsyncClient
    spoil: Spoil

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        request = Request(scope, receive)
        passing = self.spoil(await self._asked(request))
        headers = {"Location": passing.location} if passing.location else {}
        response = Response(passing.body, passing.status, headers, passing.content_type)
        await response(scope, receive, send)

    async def _asked(self, request: Request) -> Passing:
        body = await request.body()
        answer = await self.client.request(
            request.method,
            f"{self.platform}{request.url.path}?{request.url.query}",
            headers=[pair for pair in request.headers.items() if pair[0] not in _HOP_BY_HOP],
            content=body,
        )
        action = unquote(request.headers.get("soapaction", ""))
        return Passing(
            what=action.rpartition("#")[2] or request.url.path,
            asked=body.decode(),
            status=answer.status_code,
            content_type=answer.headers["content-type"],
            body=answer.text,
        )


def authority_beside(ca_file: Path, trusted: Path) -> Authority:
    """Return a new authority; whoever trusts the file *trusted* trusts both it and *ca_file*'s."""
    authority = Authority()
    authority.write(trusted)
    trusted.write_bytes(trusted.read_bytes() + ca_file.read_bytes())
    return authority


@asynccontextmanager
async def spoiling(
    platform: str, ca_file: Path, authority: Authority, spoil: Spoil
) -> AsyncIterator[str]:
    """Stand before *platform*, whose authority is *ca_file*, with a certificate of *authority*.

    Yields:
        The proxy's URL.
    """
    context = ssl.create_default_context(cafile=str(ca_file))
    with socket.create_server((HOST, 0)) as listener:
        async with httpx.AsyncClient(verify=context, trust_env=False, timeout=10) as client:
            proxy = Proxy(platform=platform, client=client, spoil=spoil)
            server = WebServer(proxy, [listener], authority.server_context([HOST]))
            await server.start()
            try:
                yield f"https://{HOST}:{listener.getsockname()[1]}"
            finally:
                await server.stop()


def unchanged(passing: Passing) -> Passing:
    """Change nothing."""
    return passing


def replacing(pattern: str, new: str, what: str = "") -> Spoil:
    """Return what replaces *pattern* in every answer, or in the answers to *what* alone."""

    def spoil(passing: Passing) -> Passing:
        if what not in {"", passing.what}:
            return passing
        return replace(passing, body=re.sub(pattern, new, passing.body, flags=re.DOTALL))

    return spoil
