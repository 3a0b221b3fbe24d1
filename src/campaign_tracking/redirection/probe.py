"""Ask all tracking servers, and every address behind their names, side by side."""

import math
import ssl
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import httpx

from campaign_tracking.redirection.client import make_client, make_ssl_context
from campaign_tracking.redirection.endpoint import (
    Address,
    Endpoint,
    Name,
    Tcp,
    Tls,
    TrackingServer,
)
from campaign_tracking.redirection.network import connect, has_route, resolve
from campaign_tracking.redirection.route import Route
from campaign_tracking.redirection.rtest import RTest, ask_rtest
from campaign_tracking.redirection.silence import Silence
from campaign_tracking.redirection.slowness import PAUSE_S, TIMES, ask_again_if_slow
from campaign_tracking.redirection.soap_router import ask_soap_router
from campaign_tracking.redirection.tls import shake_hands

__all__ = ["longest_s", "make_client", "make_ssl_context", "probe"]

MAX_WORKERS = 32


def probe(  # noqa: PLR0913  (all by name: what to ask, what with, and the limits)
    servers: Sequence[TrackingServer],
    *,
    client: httpx.Client,
    ssl_context: ssl.SSLContext,
    connect_s: float,
    answer_s: float,
    slow_s: float = math.inf,
    proxied: bool = False,
) -> dict[str, Endpoint]:
    """Look at *servers*; returns what was seen of each, by its id, in the order given.

    Each address is asked once; only what is broken off without an answer is asked once more.

    Args:
        servers: What to ask; no two have the same id.
        client: From `make_client`; shared by all questions.
        ssl_context: The one that the client was made with.
        connect_s: Limit for a name, for a connection, and for a TLS handshake.
        answer_s: Limit for a question and its whole answer.
        slow_s: An answer that takes longer is asked for twice more.
        proxied: The client goes through a proxy, so only HTTP answers can be seen.

    Raises:
        httpx.InvalidURL: If a declared URL is none, which the environment should have said.
    """
    look = _Look(
        client=client,
        ssl_context=ssl_context,
        connect_s=connect_s,
        answer_s=answer_s,
        slow_s=slow_s,
        proxied=proxied,
    )
    pool = ThreadPoolExecutor(MAX_WORKERS, thread_name_prefix="probe")
    try:
        return look.at([_Subject.of(server) for server in servers], pool)
    finally:  # whoever interrupts a run wants its reports now; what is under way has an end
        pool.shutdown(wait=False, cancel_futures=True)


def longest_s(*, connect_s: float, answer_s: float) -> float:
    """Seconds that a probe of up to 32 addresses takes at worst; as many again for 32 more."""
    name_tcp_tls_s = 5 * connect_s  # a handshake that is broken off is tried twice
    certificate_once_more_s, answer_and_hop_s = 2 * connect_s, 2 * answer_s
    asked_again_s = TIMES * (PAUSE_S + answer_s)  # where it was slow, which a redirect rules out
    answers_s = max(answer_and_hop_s, answer_s + asked_again_s)
    return name_tcp_tls_s + max(certificate_once_more_s, answers_s + answer_s)  # and soaprouter.jsp


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    """A declared server and its URLs, read."""

    server: TrackingServer
    url: httpx.URL
    hop: httpx.URL | None

    @classmethod
    def of(cls, server: TrackingServer) -> "_Subject":
        """Read the URLs; a hop leads from http to the declared secure URL, nowhere else."""
        url, hop = httpx.URL(server.url), httpx.URL(server.may_redirect_to)
        may_hop = url.scheme == "http" and hop.scheme == "https"
        return cls(server=server, url=url, hop=hop if may_hop else None)

    @property
    def port(self) -> int:
        """The port, written or implied."""
        return self.url.port or {"https": 443}.get(self.url.scheme, 80)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """How to look at servers: the arguments of `probe`."""

    client: httpx.Client
    ssl_context: ssl.SSLContext
    connect_s: float
    answer_s: float
    slow_s: float
    proxied: bool

    def at(self, subjects: Sequence[_Subject], pool: ThreadPoolExecutor) -> dict[str, Endpoint]:
        """Resolve each name once, then ask every address behind them."""
        names = {} if self.proxied else self._names(subjects, pool)
        looks = [
            (
                subject,
                [
                    pool.submit(self._address, subject, ip, names)
                    for ip in self._reachable(subject.url, names)
                ],
            )
            for subject in subjects
        ]
        return {
            subject.server.id: self._endpoint(
                subject,
                names.get(_host(subject.url)),
                tuple(address.result() for address in addresses),
            )
            for subject, addresses in looks
        }

    def _names(self, subjects: Sequence[_Subject], pool: ThreadPoolExecutor) -> dict[str, Name]:
        urls = [url for subject in subjects for url in (subject.url, subject.hop) if url]
        hosts = dict.fromkeys(map(_host, urls))
        names = pool.map(lambda host: resolve(host, limit_s=self.connect_s), hosts)
        return dict(zip(hosts, names, strict=True))

    def _reachable(self, url: httpx.URL, names: dict[str, Name]) -> tuple[str, ...]:
        if self.proxied:
            return ("",)
        return tuple(ip for ip in names[_host(url)].addresses if has_route(ip))

    def _address(self, subject: _Subject, ip: str, names: dict[str, Name]) -> Address:
        tcp, tls = (None, None) if self.proxied else self._below_http(subject, ip)
        silent = tcp is not None and (not tcp.connected or (tls is not None and not tls.trusted))
        route, tomcat = Route(server=subject.url, ip=ip), subject.server.leads_to_tomcat
        hop = self._hop(subject, ip, names)
        return Address(
            ip=ip,
            port=subject.port,
            tcp=tcp,
            tls=tls,
            rtest=None if silent or tomcat else self._rtest(route, hop),
            soap_router=ask_soap_router(self.client, route, answer_s=self.answer_s)
            if (tomcat or subject.server.takes_uploads) and not silent
            else None,
        )

    def _rtest(self, route: Route, hop: Route | None) -> RTest:
        first = ask_rtest(self.client, route, answer_s=self.answer_s, hop=hop)
        limits = {"answer_s": self.answer_s, "slow_s": self.slow_s}
        return ask_again_if_slow(self.client, route, first, **limits)

    def _below_http(self, subject: _Subject, ip: str) -> tuple[Tcp, Tls | None]:
        """Connect, and shake hands; once more if the handshake is broken off."""
        tcp, tls = self._connect(subject, ip)
        if tls is None or tls.silence is not Silence.BROKEN_OFF:
            return tcp, tls
        tcp_again, tls_again = self._connect(subject, ip)
        if tls_again is None:
            return tcp_again, None
        return tcp_again, replace(tls_again, asked_again=tls.words)

    def _connect(self, subject: _Subject, ip: str) -> tuple[Tcp, Tls | None]:
        tcp, connection = connect(ip, subject.port, limit_s=self.connect_s)
        if connection is None:
            return tcp, None
        with connection:
            if subject.url.scheme != "https":
                return tcp, None
            host, context = _host(subject.url), self.ssl_context
            return tcp, shake_hands(connection, host, ssl_context=context, limit_s=self.connect_s)

    def _hop(self, subject: _Subject, ip: str, names: dict[str, Name]) -> Route | None:
        if subject.hop is None:
            return None
        same = _host(subject.hop) == _host(subject.url)
        ips = (ip,) if same else self._reachable(subject.hop, names)
        return Route(server=subject.hop, ip=ips[0] if ips else "")

    def _endpoint(
        self, subject: _Subject, name: Name | None, addresses: tuple[Address, ...]
    ) -> Endpoint:
        asked = {address.ip for address in addresses}
        return Endpoint(
            id=subject.server.id,
            url=subject.server.url,
            scheme=subject.url.scheme,
            host=_host(subject.url),
            port=subject.port,
            leads_to_tomcat=subject.server.leads_to_tomcat,
            proxied=self.proxied,
            name=name,
            addresses=addresses,
            without_route=tuple(ip for ip in name.addresses if ip not in asked) if name else (),
        )


def _host(url: httpx.URL) -> str:
    return url.raw_host.decode("ascii")
