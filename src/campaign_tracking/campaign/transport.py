"""How a request reaches the platform, and its answer us: bounded in bytes and in time.

What only reads is asked once more if the connection is broken off, and that it was is told.
"""

import re
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from campaign_tracking.campaign.errors import (
    BrokenOff,
    CertificateRefused,
    NotCampaign,
    SentElsewhere,
    Unreachable,
)
from campaign_tracking.deadline import within
from campaign_tracking.redirection.silence import Silence, silence_of

MAX_BYTES = 8_000_000
REDIRECT = 3  # the hundreds of its status
_OBJECT = re.compile(r"^.*object at 0x[0-9a-f]+>?:? ?")


class _TlsAdapter(HTTPAdapter):
    """Speaks TLS by a context of ours: the system's authorities and the declared one."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  (requests')
        super().init_poolmanager(*args, **kwargs, ssl_context=self._context)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:  # noqa: ANN401  (requests')
        return super().proxy_manager_for(proxy, **kwargs, ssl_context=self._context)


def make_http(context: ssl.SSLContext, proxy: str | None) -> requests.Session:
    """Return a client that goes by what is declared, whatever the machine's variables say."""
    http = requests.Session()
    http.trust_env = False  # REQUESTS_CA_BUNDLE and the proxy variables would win otherwise
    http.mount("https://", _TlsAdapter(context))
    if proxy:
        http.proxies = {"http": proxy, "https": proxy}
    return http


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer.

    Attributes:
        status_code: Its HTTP status.
        body: Its text.
        server: Its ``Server`` header; empty without one.
    """

    status_code: int
    body: str
    server: str = ""


def _tell_nobody(_: str) -> None:
    """Let it pass: nobody wants to know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transport:
    """How to reach a server.

    Attributes:
        http: The client; it must not trust the machine's proxy variables.
        url: The server, without a path.
        connect_s: How long the connection may take.
        answer_s: How long an answer may take.
        tell: Told of each connection that was broken off, and of what came of it.
    """

    http: requests.Session
    url: str
    connect_s: float
    answer_s: float
    tell: Callable[[str], None] = _tell_nobody

    @property
    def is_plain(self) -> bool:
        """Whether it speaks plain HTTP."""
        return self.url.startswith("http://")

    def send(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: str = "",
        *,
        repeatable: str = "",
    ) -> Answer:
        """Return one answer.

        Args:
            method: Of HTTP. What is sent with GET is repeatable in any case.
            path: Path and query.
            headers: Of the request.
            body: Of the request.
            repeatable: What is asked, in words, if asking twice does no more than asking once.

        Raises:
            BrokenOff: If the connection was broken off; twice, if it is repeatable.
            Unreachable: If none came; in the network's own words.
            SentElsewhere: If it is a redirect; it is not followed.
            NotCampaign: If it has no end.
        """
        limit_s, started_s = self.connect_s + self.answer_s, time.monotonic()
        what = path if method == "GET" else repeatable
        try:
            return self._send(limit_s, method, path, headers, body)
        except BrokenOff as error:
            left_s = limit_s - (time.monotonic() - started_s)
            if not what or left_s <= 0:
                raise
            answer = self._send(left_s, method, path, headers, body)
            self.tell(f"{self.url}: {what}: {error}; the second try was answered")
            return answer

    def _send(
        self, limit_s: float, method: str, path: str, headers: Mapping[str, str], body: str
    ) -> Answer:
        try:  # a name service, or headers that trickle, know no limit of requests'
            return within(limit_s, lambda: self._exchange(method, path, headers, body))
        except TimeoutError as error:
            raise Unreachable(f"no whole answer within {limit_s:g} s") from error

    def _exchange(self, method: str, path: str, headers: Mapping[str, str], body: str) -> Answer:
        try:
            with self.http.request(
                method,
                self.url + path,
                headers=dict(headers),
                data=body.encode("utf-8", "surrogatepass") or None,
                timeout=(self.connect_s, self.answer_s),
                allow_redirects=False,
                stream=True,
            ) as response:
                if response.status_code // 100 == REDIRECT:
                    location = response.headers.get("Location", "")
                    raise SentElsewhere(response.status_code, location)
                server = response.headers.get("Server", "")
                return Answer(status_code=response.status_code, body=_read(response), server=server)
        except (requests.exceptions.InvalidHeader, UnicodeEncodeError) as error:
            raise NotCampaign("it gave a token that no HTTP header can carry") from error
        except (requests.RequestException, HTTPError) as error:
            raise _unreachable(error) from error
        except ValueError as error:  # requests looks where a redirect leads, followed or not
            raise NotCampaign(f"a redirect to what is no URL ({error})") from error


def _read(response: requests.Response) -> str:
    body = bytearray()
    for chunk in response.iter_content(16_384):
        body += chunk
        if len(body) > MAX_BYTES:
            raise NotCampaign(f"an answer of more than {MAX_BYTES:,} bytes")
    return body.decode("utf-8-sig", "replace")  # without a byte order mark


def _unreachable(error: Exception) -> Unreachable:
    """Return the network's own words, without the Python objects that wrap them."""
    *_, cause = _wrapped(error)
    words = f"{type(error).__name__}: {_OBJECT.sub('', str(cause))}"
    if isinstance(cause, ssl.SSLCertVerificationError):
        return CertificateRefused(f"{silence_of(cause)} ({words})")
    if isinstance(cause, OSError) and silence_of(cause) is Silence.BROKEN_OFF:
        return BrokenOff(words)
    return Unreachable(words)


def _wrapped(error: BaseException) -> Iterator[BaseException]:
    """Yield *error* and what it wraps, the innermost last."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        candidates = (getattr(cause, "reason", None), *cause.args[:2])
        cause = next((each for each in candidates if isinstance(each, BaseException)), None)
