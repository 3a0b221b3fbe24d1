"""The web server of a tracking server: ``/r/`` for its module, other pages for the relay.

``/r/`` is in no rule of the relay; what is in none is not there. A page that a rule denies is
answered with 403 (the-server-configuration-file.md), and so is plain HTTP where neither the rule
nor the caller's zone takes it (L-65). Where Tomcat does not answer, the relay says 502 (L-66).
The caller's address is the one that counts for the zones (L-71).
"""

import re
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from campaign_tracking.lab.redirection.relay_rules import Page, RelayRule, first_rule
from campaign_tracking.lab.redirection.server_settings import WEB, ServerSettings
from campaign_tracking.lab.soap.fault import SessionRefused
from campaign_tracking.lab.soap.router import refusal
from campaign_tracking.lab.zones import Right

_OF_THE_MODULE: Final = re.compile(r"/+r(/.*)?", re.DOTALL)


class WebFront:
    """Hands a request to who serves it."""

    def __init__(self, settings: ServerSettings, module: ASGIApp, tomcat: ASGIApp) -> None:
        """Serve ``/r/`` by *module*, and what the relay's rules let through by *tomcat*."""
        self._settings, self._module, self._tomcat = settings, module, tomcat

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if _OF_THE_MODULE.fullmatch(scope["path"]):
            served = self._module if self._settings.redirects else _page(HTTPStatus.NOT_FOUND)
        else:
            served = self._relayed(Request(scope))
        await served(scope, receive, send)

    def _relayed(self, request: Request) -> ASGIApp:
        page = self._asked(request)
        rule = first_rule(self._settings.rules, page)
        if rule is None or not (rule.target_url or rule.denies):
            return _page(HTTPStatus.NOT_FOUND)
        if rule.denies:
            return _page(HTTPStatus.FORBIDDEN)
        allows_http = Right.ALLOW_HTTP in self._settings.zones.rights(page.address)
        if request.url.scheme != "https" and not (rule.takes_http or allows_http):
            return refusal(SessionRefused.plain_http())
        return self._tomcat if self._reaches_tomcat(rule) else _page(HTTPStatus.BAD_GATEWAY)

    def _asked(self, request: Request) -> Page:
        peer = request.client.host if request.client else ""
        return Page(
            path=request.scope["path"],
            host=request.headers.get("host", ""),
            address=self._settings.zones.caller(peer, request.headers),
        )

    def _reaches_tomcat(self, rule: RelayRule) -> bool:
        runs = WEB in self._settings.running
        return runs and _port(rule.target_url) in self._settings.tomcat_ports


async def without_module(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one request as a web server that has none of Campaign's pages.

    The relay is in the module, too: ``relay/@startRelayInModule``
    (the-server-configuration-file.md).
    """
    await _page(HTTPStatus.NOT_FOUND)(scope, receive, send)


def _page(status: HTTPStatus) -> Response:
    return PlainTextResponse(status.phrase, status_code=status)


def _port(url: str) -> int | None:
    try:
        return urlsplit(url).port
    except ValueError:
        return None
