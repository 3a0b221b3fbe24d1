"""How a machine calls others: from its own address, and perhaps through an outgoing proxy."""

import asyncio
import ssl
from typing import Final

import httpx

from campaign_tracking.lab.assumptions import CONNECTION_LIMIT_S, UPLOAD_TIMEOUT_S
from campaign_tracking.lab.conf.masks import Masks
from campaign_tracking.lab.machine import Machine
from campaign_tracking.lab.noise import OF_A_MACHINE
from campaign_tracking.lab.platform import Platform

_PROXYS_PAGE: Final = (
    "<html><head><title>Access denied</title></head>"
    "<body><h1>Proxy: access to {host} is denied</h1></body></html>"
)


class DroppingFirewall(httpx.AsyncBaseTransport):
    """A firewall, or a route, that leads nowhere for some hosts: calls of them time out."""

    def __init__(self, direct: httpx.AsyncBaseTransport, hosts: frozenset[str]) -> None:
        """Let all but *hosts* go by *direct*."""
        self._direct, self._hosts = direct, hosts

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, or let it wait in vain."""
        if request.url.host not in self._hosts:
            return await self._direct.handle_async_request(request)
        await asyncio.sleep(CONNECTION_LIMIT_S)
        raise httpx.ConnectTimeout("timed out", request=request)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._direct.aclose()


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


class MachineTransport(httpx.AsyncHTTPTransport):
    """Calls as a server of the lab, which a header says: noise tells it from callers outside."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        request.headers[OF_A_MACHINE] = "yes"
        return await super().handle_async_request(request)


def clients_of(platform: Platform, context: ssl.SSLContext) -> dict[str, httpx.AsyncClient]:
    """Return by which client each machine calls others, by the machine's name.

    They trust what *context* trusts, and keep no connection.
    """
    servers = (*platform.servers, platform.stranger)
    clients = {server.name: _client(server.machine, context, None) for server in servers}
    for instance in platform.instances:
        direct = instance.settings.direct
        clients[instance.machine.name] = _client(instance.machine, context, direct)
    return clients


def transport_from(address: str, context: ssl.SSLContext | None = None) -> httpx.AsyncHTTPTransport:
    """Return how calls go out from *address*, on a new connection each.

    They trust what *context* trusts; without one, nobody: then plain HTTP alone will do.
    """
    return MachineTransport(
        verify=context or ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        limits=httpx.Limits(max_keepalive_connections=0),
        local_address=address,
    )


def _client(machine: Machine, context: ssl.SSLContext, direct: Masks | None) -> httpx.AsyncClient:
    """Return a machine's client; *direct* are the hosts called past a proxy, if there is one."""
    transport: httpx.AsyncBaseTransport = transport_from(machine.address, context)
    if machine.unreachable:
        transport = DroppingFirewall(transport, frozenset(machine.unreachable))
    if direct is not None:
        transport = CapturingProxy(transport, direct)
    limits = httpx.Timeout(UPLOAD_TIMEOUT_S, connect=CONNECTION_LIMIT_S)
    return httpx.AsyncClient(transport=transport, timeout=limits, trust_env=False)
