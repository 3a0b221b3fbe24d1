"""How a machine calls others: from its own address, and perhaps through an outgoing proxy."""

import ssl
from typing import Final

import httpx

from campaign_tracking.lab.assumptions import UPLOAD_TIMEOUT_S
from campaign_tracking.lab.conf.masks import Masks
from campaign_tracking.lab.machine import Machine

_PROXYS_PAGE: Final = (
    "<html><head><title>Access denied</title></head>"
    "<body><h1>Proxy: access to {host} is denied</h1></body></html>"
)


class CapturingProxy(httpx.AsyncBaseTransport):
    """An outgoing proxy that knows no inside: it answers with a page of its own (L-69)."""

    def __init__(self, direct: httpx.AsyncBaseTransport, override: Masks) -> None:
        """Let what *override* names go by *direct*, and capture the rest."""
        self._direct, self._override = direct, override

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, or answer it."""
        host = request.url.host
        if self._override.match(host):
            return await self._direct.handle_async_request(request)
        return httpx.Response(403, html=_PROXYS_PAGE.format(host=host), request=request)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._direct.aclose()


def client_of(
    machine: Machine, context: ssl.SSLContext, override: Masks | None = None
) -> httpx.AsyncClient:
    """Return a machine's client: it trusts the private CA and keeps no connection.

    Args:
        machine: Whose address the others see.
        context: Trusts the private CA.
        override: Hosts that are called past the outgoing proxy; None where there is no proxy.
    """
    direct = httpx.AsyncHTTPTransport(
        verify=context,
        limits=httpx.Limits(max_keepalive_connections=0),
        local_address=machine.address,
    )
    transport = direct if override is None else CapturingProxy(direct, override)
    return httpx.AsyncClient(transport=transport, timeout=UPLOAD_TIMEOUT_S, trust_env=False)
