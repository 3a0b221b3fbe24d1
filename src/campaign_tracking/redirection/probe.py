"""Ask all tracking servers, and every address behind their names, side by side."""

import ssl
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import httpx

from campaign_tracking.redirection.endpoint import Address, Endpoint, Name, TrackingServer
from campaign_tracking.redirection.network import connect, has_route, resolve
from campaign_tracking.redirection.route import Route
from campaign_tracking.redirection.rtest import ask_rtest
from campaign_tracking.redirection.soap_router import ask_soap_router
from campaign_tracking.redirection.tls import shake_hands

MAX_WORKERS = 32
_Item = TypeVar("_Item")
_Fact = TypeVar("_Fact")


def probe(
    servers: Sequence[TrackingServer],
    *,
    client: httpx.Client,
    ssl_context: ssl.SSLContext,
    connect_s: float,
    answer_s: float,
    proxied: bool = False,
) -> dict[str, Endpoint]:
    """Look at *servers*; returns what was seen of each, by its id, in the order given.

    Each address is asked once; nothing is retried.

    Args:
        servers: What to ask; their ids differ.
        client: From `make_client`; shared by all questions.
        ssl_context: The one that the client was made with.
        connect_s: Limit for a name, for a connection, and for a TLS handshake.
        answer_s: Limit for a question and its whole answer.
        proxied: The client goes through a proxy, so only HTTP answers can be seen.

    Raises:
        httpx.InvalidURL: If a declared URL is none, which the environment should have said.
    """
    look = _Look(
        client=client,
        ssl_context=ssl_context,
        connect_s=connect_s,
        answer_s=answer_s,
        proxied=proxied,
    )
    pool = ThreadPoolExecutor(MAX_WORKERS, thread_name_prefix="probe")
    try:
        return look.at(servers, pool)
    finally:  # whoever interrupts a run wants its reports now; what still waits has an end
        pool.shutdown(wait=False, cancel_futures=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """How to look at servers; the arguments of `probe`."""

    client: httpx.Client
    ssl_context: ssl.SSLContext
    connect_s: float
    answer_s: float
    proxied: bool

    def at(
        self, servers: Sequence[TrackingServer], pool: ThreadPoolExecutor
    ) -> dict[str, Endpoint]:
        """Resolve each name once, then ask every address behind them."""
        declared = [(server, httpx.URL(server.url)) for server in servers]
        hops = {server.id: httpx.URL(server.may_redirect_to) for server in servers}
        names = {} if self.proxied else self._names(
            [_host(url) for _, url in declared] + [_host(url) for url in hops.values()], pool
        )
        return {}
