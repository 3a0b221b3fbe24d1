"""One session on the platform: logon, calls, the two plain pages that need it."""

import re
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from campaign_tracking.campaign.envelope import Parameter, Value, build, element, read, text
from campaign_tracking.campaign.errors import CampaignError, NotCampaign, Unreachable
from campaign_tracking.deadline import within


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


_OBJECT = re.compile(r"^.*object at 0x[0-9a-f]+>?:? ?")
ROUTER = "/nl/jsp/soaprouter.jsp"
MAX_BYTES = 8_000_000
MAX_PAGE_BYTES = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Transport:
    """How to reach the platform.

    Attributes:
        http: The client; it must not trust the machine's proxy variables.
        url: The application server, without a path.
        connect_s: How long the connection may take.
        answer_s: How long an answer may take.
    """

    http: requests.Session
    url: str
    connect_s: float
    answer_s: float

    def send(
        self, method: str, path: str, headers: Mapping[str, str], body: str = ""
    ) -> tuple[int, str]:
        """Return status and text of one answer, bounded in bytes and in time.

        Raises:
            Unreachable: If none came; in the network's own words.
            NotCampaign: If it is a redirect (to a login page, say) or has no end.
        """
        limit_s = self.connect_s + self.answer_s
        try:  # a name service, or headers that trickle, know no limit of requests'
            return within(limit_s, lambda: self._exchange(method, path, headers, body))
        except TimeoutError as error:
            raise Unreachable(f"no whole answer within {limit_s:g} s") from error

    def _exchange(
        self, method: str, path: str, headers: Mapping[str, str], body: str
    ) -> tuple[int, str]:
        try:
            with self.http.request(
                method,
                self.url + path,
                headers=dict(headers),
                data=body.encode() or None,
                timeout=(self.connect_s, self.answer_s),
                allow_redirects=False,
                stream=True,
            ) as response:
                if response.is_redirect:
                    target = response.headers.get("Location", "")[:200]
                    raise NotCampaign(f"HTTP {response.status_code}: it sends us to {target}")
                return response.status_code, _read(response)
        except (requests.RequestException, HTTPError, UnicodeError) as error:
            raise Unreachable(_words(error)) from error


class Session:
    """Calls on behalf of one operator; logs off when it is closed."""

    def __init__(self, transport: Transport, session_token: str, security_token: str) -> None:
        """Take over a session that was opened."""
        self._transport = transport
        self._session_token = session_token
        self._security_token = security_token

    @property
    def tokens(self) -> tuple[str, str]:
        """Both tokens, to keep them out of every output."""
        return self._session_token, self._security_token

    def call(self, action: str, parameters: Sequence[Parameter] = ()) -> list[Value]:
        """Return the values of ``schema#Method`` or ``interface|schema#Method``.

        Raises:
            CampaignError: See the tree in ``errors``.
        """
        return _call(self._transport, action, parameters, self._session_token, self._headers())

    def page(self, path: str) -> str:
        """Return a JSP page's text, such as ping.jsp's (monitoring-processes.md).

        Raises:
            CampaignError: If none came, or another status than 200.
        """
        status_code, body = self._transport.send("GET", path, self._headers())
        if status_code != requests.codes.ok:
            raise NotCampaign(f"HTTP {status_code}: {' '.join(body[:200].split())}")
        return body[:MAX_PAGE_BYTES]

    def _headers(self) -> dict[str, str]:
        return {
            "X-Security-Token": self._security_token,
            "Cookie": f"__sessiontoken={self._session_token}",
        }

    def __enter__(self) -> Self:
        """Use it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Log off; a platform that refuses even this has its session expire by itself."""
        try:
            self.call("xtk:session#Logoff")
        except CampaignError:
            return


def log_on(transport: Transport, login: str, password: str) -> tuple[Session, list[Value]]:
    """Open a session (``xtk:session#Logon``); return it with the values of the answer.

    Raises:
        CampaignError: ``SessionRefused`` for a wrong password, see the tree for the rest.
    """
    parameters = (text("login", login), text("password", password), element("parameters"))
    values = _call(transport, "xtk:session#Logon", parameters, "", {})
    by_name = {value.name: value for value in values}
    try:
        session_token = by_name["pstrSessionToken"].text
        security_token = by_name["pstrSecurityToken"].text
    except KeyError as error:
        raise NotCampaign(f"the answer to Logon lacks {error}") from error
    return Session(transport, session_token, security_token), values


def _call(
    transport: Transport,
    action: str,
    parameters: Sequence[Parameter],
    session_token: str,
    headers: Mapping[str, str],
) -> list[Value]:
    urn, _, method = action.partition("#")
    soap = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": action}
    envelope = build(urn, method, session_token, parameters)
    status_code, body = transport.send("POST", ROUTER, {**soap, **headers}, envelope)
    return read(body, method, status_code)


def _read(response: requests.Response) -> str:
    body = bytearray()
    for chunk in response.iter_content(16_384):
        body += chunk
        if len(body) > MAX_BYTES:
            raise NotCampaign(f"an answer of more than {MAX_BYTES:,} bytes")
    return body.decode("utf-8", "replace")


def _words(error: Exception) -> str:
    """Return the network's own words, without the Python objects that wrap them."""
    cause: BaseException = error
    while cause.args and isinstance(cause.args[0], BaseException):
        cause = cause.args[0]
    reason = getattr(cause, "reason", None)
    inner = cause.args[1] if len(cause.args) > 1 else None  # ("Connection aborted.", error)
    cause = next((each for each in (reason, inner) if isinstance(each, BaseException)), cause)
    return f"{type(error).__name__}: {_OBJECT.sub('', str(cause))}"
