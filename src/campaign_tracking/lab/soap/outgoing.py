"""Calls of one Campaign server by another."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import httpx

from campaign_tracking.lab.markup import bare, serialised
from campaign_tracking.safe_xml import NotXmlError, parse


class NoAnswerError(Exception):
    """Transport failed, or the answer was an HTTP error, or no SOAP at all; the text says which."""


class RefusedError(Exception):
    """The server answered with a SOAP fault; the text is its detail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteRouter:
    """The SOAP router behind a URL, to be called.

    Attributes:
        url: Of the server, without a path.
        session_token: First parameter of every call.
        security_token: Sent as a header, if there is one.
        pause_s: How long a call stops in the middle, because its data are not there yet.
    """

    client: httpx.AsyncClient
    url: str
    session_token: str = field(default="", repr=False)
    security_token: str = field(default="", repr=False)
    pause_s: float = 0.0

    async def call(self, service: str, method: str, *parameters: str | ET.Element) -> ET.Element:
        """Return the answer's element, whose children are the returned values.

        Raises:
            NoAnswerError: If nobody answers, or not with SOAP.
            RefusedError: If the answer is a fault.
        """
        headers = {
            "Content-Type": "text/xml; charset=utf-8",
            "SOAPAction": f"{service}#{method}",
        }
        if self.security_token:
            headers["X-Security-Token"] = self.security_token
        body = _envelope(service, method, (self.session_token, *parameters))
        try:
            answer = await self.client.post(
                f"{self.url}/nl/jsp/soaprouter.jsp",
                content=_content(body.encode(), self.pause_s),
                headers=headers,
            )
            answer.raise_for_status()
            return _values(answer.text)
        except httpx.HTTPStatusError as error:
            status, phrase = error.response.status_code, error.response.reason_phrase
            raise NoAnswerError(f"Code HTTP {status} '{phrase}'") from error
        except (httpx.HTTPError, httpx.InvalidURL, NotXmlError) as error:
            raise NoAnswerError(str(error)) from error


def _content(body: bytes, pause_s: float) -> bytes | AsyncIterator[bytes]:
    return _sent_by_halves(body, pause_s) if pause_s else body


async def _sent_by_halves(body: bytes, pause_s: float) -> AsyncIterator[bytes]:
    """Yield the body, with a pause in the middle."""
    middle = len(body) // 2
    yield body[:middle]
    await asyncio.sleep(pause_s)
    yield body[middle:]


def _envelope(service: str, method: str, parameters: tuple[str | ET.Element, ...]) -> str:
    inside = "".join(
        f"<param>{escape(value) if isinstance(value, str) else serialised(value)}</param>"
        for value in parameters
    )
    return (
        "<SOAP-ENV:Envelope xmlns:SOAP-ENV='http://schemas.xmlsoap.org/soap/envelope/'>"
        f"<SOAP-ENV:Body><m:{method} xmlns:m='urn:{service}'>{inside}</m:{method}>"
        "</SOAP-ENV:Body></SOAP-ENV:Envelope>"
    )


def _values(text: str) -> ET.Element:
    found = bare(parse(text)).find("Body/*")
    if found is None:
        raise NoAnswerError("an answer without a SOAP body")
    if found.tag == "Fault":
        raise RefusedError(found.findtext("detail") or found.findtext("faultstring") or "")
    return found
