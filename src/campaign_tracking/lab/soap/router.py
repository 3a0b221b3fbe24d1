"""``soaprouter.jsp``: from a request to the method that serves it, and back to an answer."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from campaign_tracking.lab.soap.answer import Answer, envelope, fault_envelope
from campaign_tracking.lab.soap.call import SoapCall, read_call
from campaign_tracking.lab.soap.fault import SessionRefused, SoapFault

TEXT_XML: Final = "text/xml; charset=utf-8"
Method = Callable[[SoapCall], Awaitable[Answer]]
Guard = Callable[[SoapCall], None]


class SoapRouter:
    """Answers SOAP calls.

    Attributes:
        methods: By action without a schema: ``xtk:session#GetOption``, ``xtk:persist#Write``.
    """

    def __init__(self, methods: Mapping[str, Method], guard: Guard) -> None:
        """Serve *methods*, each only if *guard* lets the call pass."""
        self.methods = methods
        self._guard = guard

    async def answer(self, request: Request) -> Response:
        """Answer one request; its query string and content type say nothing (L-17 for its own)."""
        body = (await request.body()).decode("utf-8", "replace")
        try:
            call = read_call(body, request.headers)
            answer = await self._serve(call)
        except SoapFault as fault:
            return Response(fault_envelope(fault), media_type=TEXT_XML)
        except SessionRefused as refused:
            return PlainTextResponse(str(refused), status_code=403)
        return Response(envelope(call.method, answer), media_type=TEXT_XML)

    async def _serve(self, call: SoapCall) -> Answer:
        self._guard(call)
        method = self.methods.get(f"{call.service}#{call.method}")
        if method is None:
            raise SoapFault.unknown_method(call.schema, call.method)
        return await method(call)
