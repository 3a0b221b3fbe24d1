"""One call of a SOAP method, or of a page, on behalf of whoever the tokens say."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from campaign_tracking.campaign.envelope import Parameter, Value, build, read
from campaign_tracking.campaign.errors import (
    CODE,
    HttpRefused,
    SentElsewhere,
    SessionExpired,
    SessionRefused,
)
from campaign_tracking.campaign.not_soap import not_served
from campaign_tracking.campaign.transport import Transport
from campaign_tracking.urls import host, parts

ROUTER = "/nl/jsp/soaprouter.jsp"
# Methods that change nothing that lasts: asked twice, they do no more than asked once. What
# CreateFromModel makes is not saved; a session too many expires by itself.
REPEATABLE = {
    "BearerTokenLogon",
    "CreateFromModel",
    "ExecuteQuery",
    "GetEntityIfMoreRecent",
    "GetOption",
    "GetStatus",
    "GetUserInfo",
    "Logon",
}
OK = 200
MAX_PAGE_CHARACTERS = 65_536
_COOKIE_SAFE = re.compile(r"[!#-+\--:<-\[\]-~]*")  # RFC 6265, section 4.1.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What a call carries: after a logon two tokens, or the identity service's one.

    Attributes:
        session: The session token: first parameter of every call, and a cookie.
        security: The security token.
        bearer: The identity service's token; with it the others stay empty.
    """

    session: str = field(default="", repr=False)
    security: str = field(default="", repr=False)
    bearer: str = field(default="", repr=False)

    @property
    def headers(self) -> Mapping[str, str]:
        """The HTTP headers; a session token that cannot be a cookie travels in calls alone."""
        if self.bearer:
            return {"Authorization": f"Bearer {self.bearer}"}
        if not self.session:
            return {}
        security = {"X-Security-Token": self.security}
        if not _COOKIE_SAFE.fullmatch(self.session):
            return security
        return {**security, "Cookie": f"__sessiontoken={self.session}"}


NOBODY = Tokens()


def call(
    transport: Transport, tokens: Tokens, action: str, parameters: Sequence[Parameter] = ()
) -> list[Value]:
    """Return the values of ``schema#Method`` or ``interface|schema#Method``.

    Raises:
        BrokenOff: If the connection was broken off: what changes something may have been done.
        CampaignError: See the tree in ``errors``.
    """
    urn, _, method = action.partition("#")
    soap = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": action}
    envelope = build(urn, method, tokens.session, parameters)
    try:
        headers, repeatable = {**soap, **tokens.headers}, action if method in REPEATABLE else ""
        answer = transport.send("POST", ROUTER, headers, envelope, repeatable=repeatable)
        return read(answer.body, method, answer.status_code)
    except (SessionRefused, SentElsewhere) as error:
        expired = isinstance(error, SessionExpired) and tokens != NOBODY
        let_in = bool(tokens.session)  # a session that was opened over plain HTTP
        if transport.is_plain and not (expired or let_in) and _is_about_http(error, transport):
            raise HttpRefused(str(error), getattr(error, "status_code", 0)) from error
        raise


def page(transport: Transport, tokens: Tokens, path: str) -> str:
    """Return a JSP page's text, such as ping.jsp's (monitoring-processes.md).

    Raises:
        CampaignError: If none came, or another status than 200, or a refusal.
    """
    answer = transport.send("GET", path, tokens.headers)
    if answer.status_code != OK or CODE.match(answer.body.strip()):
        raise not_served(answer.body, answer.status_code)
    return answer.body[:MAX_PAGE_CHARACTERS]


def _is_about_http(error: SessionRefused | SentElsewhere, transport: Transport) -> bool:
    """Whether a refusal is for plain HTTP: it names no other reason, or sends us to https."""
    if isinstance(error, SentElsewhere):
        same = host(error.location) == host(transport.url)
        return same and parts(error.location).scheme == "https"
    return not error.codes
