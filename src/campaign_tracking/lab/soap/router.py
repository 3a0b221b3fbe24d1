"""``soaprouter.jsp``: from a request to the method that serves it, and back to an answer."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from campaign_tracking.lab.soap.answer import Answer, envelope, fault_envelope
from campaign_tracking.lab.soap.call import SoapCall, action_of, read_call
from campaign_tracking.lab.soap.caller import Caller, caller_of
from campaign_tracking.lab.soap.fault import SessionExpired, SessionRefused, SoapFault

TEXT_XML: Final = "text/xml; charset=utf-8"
Method = Callable[[SoapCall], Awaitable[Answer]]
Guard = Callable[[SoapCall], None]
ShowsErrors = Callable[[Caller], bool]
BODY_LIMIT_S: Final = 5.0  # L-94: how long a call may take to come in as a whole
UNFORESEEN: Final = "An unforeseen error occurred."  # L-40

_log = logging.getLogger(__name__)


def always(_: Caller) -> bool:
    """Show errors to everybody."""
    return True


class SoapRouter:
    """Answers SOAP calls.

    Attributes:
        methods: By action without a schema: ``xtk:session#GetOption``, ``xtk:persist#Write``.
    """

    def __init__(
        self, methods: Mapping[str, Method], guard: Guard, shows_errors: ShowsErrors = always
    ) -> None:
        """Serve *methods*.

        Args:
            methods: What is served.
            guard: Lets a call pass, or raises.
            shows_errors: Whether a caller may see what a fault says.
        """
        self.methods = methods
        self._guard, self._shows_errors = guard, shows_errors

    async def answer(self, request: Request) -> Response:
        """Answer one request; its query string and content type say nothing (L-17 for its own)."""
        try:
            async with asyncio.timeout(BODY_LIMIT_S):
                body = (await request.body()).decode("utf-8", "replace")
        except TimeoutError:
            return PlainTextResponse("Service temporarily unavailable", status_code=408)
        return await self._answered(body, caller_of(request))

    async def _answered(self, body: str, caller: Caller) -> Response:
        try:
            call = read_call(body, caller)
            answer = await self._serve(call)
            text = envelope(call.method, answer)
        except SoapFault as fault:
            return self._refused(caller, fault)
        except SessionExpired as expired:
            return _fault(SoapFault(str(expired))) if expired.as_fault else refusal(expired)
        except SessionRefused as refused:
            return refusal(refused)
        except Exception:  # noqa: BLE001  (a method that fails is a fault, whatever it was)
            _, schema, method = action_of(caller)
            _log.exception("the method %s of %s failed", method, schema)
            return self._refused(caller, SoapFault.while_executing(schema, method, UNFORESEEN))
        return Response(text, media_type=TEXT_XML)

    def _refused(self, caller: Caller, fault: SoapFault) -> Response:
        return _fault(fault if self._shows_errors(caller) else SoapFault.hidden())

    async def _serve(self, call: SoapCall) -> Answer:
        self._guard(call)
        method = self.methods.get(call.action)
        if method is None:
            raise SoapFault.unknown_method(call.schema, call.method)
        return await method(call)


def refusal(refused: SessionRefused) -> Response:
    """Return what the session layer answers: a line of text."""
    return PlainTextResponse(str(refused), status_code=refused.status_code)


def _fault(fault: SoapFault) -> Response:
    return Response(fault_envelope(fault), media_type=TEXT_XML)
