"""The JSP pages of the application server."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)

from campaign_tracking.lab import stamps
from campaign_tracking.lab.application.schemas import compiled_schema
from campaign_tracking.lab.application.sessions import Sessions
from campaign_tracking.lab.application.wsdl import wsdl
from campaign_tracking.lab.delivery.mirror import MirrorPages
from campaign_tracking.lab.soap.caller import SESSION_COOKIE, Caller, caller_of
from campaign_tracking.lab.soap.fault import SessionRefused
from campaign_tracking.lab.soap.router import refusal

LOGON = "/nl/jsp/logon.jsp"
_OF_PROXIES = ("x-forwarded-for",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Answers the pages; all but the mirror page and the logon page need a session.

    Attributes:
        take_headers: Whether they take a session that stands in headers, as Adobe's client sends
            it; else only a token in the URL, as monitoring-processes.md has it.
        pending_events: Returns how many Message Center events wait, and how many may.
    """

    sessions: Sessions
    mirror_pages: MirrorPages
    take_headers: bool = True
    pending_events: Callable[[], tuple[int, int]] = lambda: (7, 400)

    async def ping(self, request: Request) -> Response:
        """Answer ``OK`` and the database's time (monitoring-processes.md; the SDK's tests)."""
        refusal = self._refusal(request)
        return refusal or PlainTextResponse(f"OK\n{stamps.xtk(stamps.now())}\n")

    async def mc_ping(self, request: Request) -> Response:
        """Answer for Message Center, as the SDK documents it."""
        pending, most = self.pending_events()
        if pending >= most:
            text = f"Error\nThe queue is full ({pending}/{most})\n"
        else:
            text = f"Ok\n{stamps.xtk(stamps.now())}\n{pending}/{most} pending events\n"
        return self._refusal(request) or PlainTextResponse(text)

    async def logon(self, _: Request) -> Response:
        """Show the logon page; that it shows at all tells that Tomcat lives."""
        return HTMLResponse("<html><head><title>Logon</title></head><body>Logon</body></html>")

    async def schema_wsdl(self, request: Request) -> Response:
        """Answer the WSDL of a schema; 302 to the logon page without a session.

        For a schema that does not exist, 404 (L-43).
        """
        if self._refusal(request):
            return RedirectResponse(LOGON, status_code=302)
        name = request.query_params.get("schema", "")
        schema = compiled_schema(name)
        if schema is None:
            return PlainTextResponse(f"The schema '{name}' does not exist.", status_code=404)
        base = f"{request.url.scheme}://{request.url.netloc}"
        return Response(wsdl(schema, f"{base}/nl/jsp/soaprouter.jsp"), media_type="text/xml")

    async def mirror_page(self, request: Request) -> Response:
        """Show a message as a web page."""
        page = self.mirror_pages.page(request.query_params.get("c", ""))
        if page is None:
            return HTMLResponse("<html><body>No such page</body></html>", status_code=404)
        return HTMLResponse(page)

    def _refusal(self, request: Request) -> Response | None:
        caller = caller_of(request)
        known = caller if self.take_headers else _without_session(caller)
        token = request.query_params.get(SESSION_COOKIE) or known.session_token
        try:
            self.sessions.check(replace(known, session_token=token))
        except SessionRefused as refused:
            return refusal(refused)
        return None


def _without_session(caller: Caller) -> Caller:
    """Return the caller without what in the headers stands for a session."""
    headers = {name: caller.headers[name] for name in _OF_PROXIES if name in caller.headers}
    return replace(caller, headers=headers, session_token="")
