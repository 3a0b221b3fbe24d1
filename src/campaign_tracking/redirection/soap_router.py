"""Ask ``soaprouter.jsp``, which is what can be asked where a URL leads to Tomcat (R-11)."""

import re
from dataclasses import dataclass
from datetime import datetime

import httpx

from campaign_tracking import safe_xml
from campaign_tracking.redirection.exchange import send
from campaign_tracking.redirection.route import Route
from campaign_tracking.redirection.silence import Silence

PAGE = "/nl/jsp/soaprouter.jsp"
# soap-wire.md, section 3; the method may be called by anybody, so its token is empty.
_QUESTION = (
    '<SOAP-ENV:Envelope xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body>'
    '<m:GetServerTime xmlns:m="urn:xtk:session"'
    ' SOAP-ENV:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">'
    '<sessiontoken xsi:type="xsd:string"/></m:GetServerTime>'
    "</SOAP-ENV:Body></SOAP-ENV:Envelope>"
)
_REFUSAL = re.compile(r"\bXSV-\d{6}\b", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class SoapRouterAnswer:
    """What came of one anonymous ``xtk:session#GetServerTime``.

    Attributes:
        url: The page that was asked.
        asked_at: When, in UTC.
        elapsed_s: Seconds until the answer was in, or was given up.
        silence: Why there is no whole answer; None if there is one.
        words: The network's own about the silence; empty without one.
        status_code: Of the answer; None without one.
        is_soap_router: The answer is a SOAP envelope or carries an ``XSV-`` code.
        error_code: Such as ``XSV-350013``; empty if there is none.
        text: How the answer begins: for people.
        asked_again: The network's words on how the first question was broken off, without an
            answer; empty if it was not.
    """

    url: str
    asked_at: datetime
    elapsed_s: float
    silence: Silence | None
    words: str
    status_code: int | None
    is_soap_router: bool
    error_code: str
    text: str
    asked_again: str = ""


def ask_soap_router(client: httpx.Client, route: Route, *, answer_s: float) -> SoapRouterAnswer:
    """Ask for the server's time once, as nobody in particular."""
    request = route.request(client, "POST", PAGE, content=_QUESTION)
    request.headers["Content-Type"] = "text/xml; charset=utf-8"
    request.headers["SOAPAction"] = "xtk:session#GetServerTime"
    answer = send(client, request, limit_s=answer_s)
    refusal = _REFUSAL.search(answer.text)
    return SoapRouterAnswer(
        url=str(route.page(PAGE)),
        asked_at=answer.asked_at,
        elapsed_s=answer.elapsed_s,
        silence=answer.silence,
        words=answer.words,
        status_code=answer.status_code,
        is_soap_router=refusal is not None or _is_envelope(answer.text),
        error_code=refusal[0] if refusal else "",
        text=answer.beginning,
        asked_again=answer.asked_again,
    )


def _is_envelope(text: str) -> bool:
    try:
        return safe_xml.local_name(safe_xml.parse(text)) == "Envelope"
    except safe_xml.NotXmlError:
        return False
