"""Calls of ``nms:remoteTracking`` on a tracking server, as another Campaign server makes them.

Methods and parameters by the public JavaScript API reference; the login of form
``<instance>|tracking`` is visible in usual-commands.md, the rest of the authentication is A-12.
"""

from dataclasses import dataclass
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import httpx

from campaign_tracking.lab.assumptions import TRACKING_LOGIN
from campaign_tracking.lab.markup import bare, serialised
from campaign_tracking.safe_xml import NotXmlError, parse


class NoAnswerError(Exception):
    """Transport failed, or the answer was an HTTP error, or no SOAP at all."""


class RefusedError(Exception):
    """The server answered with a SOAP fault; the text is its detail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What a server must know of us: the instance, the database, the tracking password."""

    instance: str
    database_id: str
    password: str

    @property
    def token(self) -> str:
        """The session token that it sends."""
        return f"{TRACKING_LOGIN.format(instance=self.instance)}/{self.password}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectedLogs:
    """What GetTrackingLogs returned: where to go on from, and one element for each log."""

    pointer: int
    logs: tuple[ET.Element, ...]


class RemoteTracking:
    """The methods, called on the server behind a URL."""

    def __init__(self, client: httpx.AsyncClient, account: Account) -> None:
        """Call with *client* in the name of *account*."""
        self._client, self._account = client, account

    async def push_tracking_info(self, url: str, delivery_id: int, info: ET.Element) -> None:
        """Upload everything about one delivery."""
        await self._call(url, "PushTrackingInfo", str(delivery_id), info)

    async def get_tracking_info(self, url: str, delivery_id: int) -> ET.Element | None:
        """Return what the server knows about a delivery; None if nothing."""
        values = await self._call(url, "GetTrackingInfo", str(delivery_id))
        return values[0][0] if values and len(values[0]) else None

    async def get_tracking_logs(self, url: str, pointer: int, count: int) -> CollectedLogs:
        """Return up to *count* logs after *pointer*."""
        values = await self._call(url, "GetTrackingLogs", BUILD_PARAMETER, str(pointer), str(count))
        logs = tuple(values[2].iter("log"))
        return CollectedLogs(pointer=int(values[0].text or "0"), logs=logs)

    async def _call(self, url: str, method: str, *parameters: str | ET.Element) -> ET.Element:
        own = self._account
        body = _envelope(method, own.token, own.instance, own.database_id, *parameters)
        try:
            answer = await self._client.post(
                f"{url}/nl/jsp/soaprouter.jsp",
                content=body.encode(),
                headers={
                    "Content-Type": "text/xml; charset=utf-8",
                    "SOAPAction": f"nms:remoteTracking#{method}",
                },
            )
            answer.raise_for_status()
            return _values(answer.text)
        except (httpx.HTTPError, httpx.InvalidURL, NotXmlError) as error:
            raise NoAnswerError(str(error)) from error


BUILD_PARAMETER = "0"  # GetTrackingLogs' third parameter, version: nothing in the lab reads it


def _envelope(method: str, token: str, *parameters: str | ET.Element) -> str:
    inside = "".join(
        f"<param>{escape(value) if isinstance(value, str) else serialised(value)}</param>"
        for value in parameters
    )
    return (
        "<SOAP-ENV:Envelope xmlns:SOAP-ENV='http://schemas.xmlsoap.org/soap/envelope/'>"
        f"<SOAP-ENV:Body><m:{method} xmlns:m='urn:nms:remoteTracking'>"
        f"<sessiontoken>{escape(token)}</sessiontoken>{inside}</m:{method}>"
        "</SOAP-ENV:Body></SOAP-ENV:Envelope>"
    )


def _values(text: str) -> ET.Element:
    found = bare(parse(text)).find("Body/*")
    if found is None:
        raise NoAnswerError("an answer without a SOAP body")
    if found.tag == "Fault":
        raise RefusedError(found.findtext("detail") or found.findtext("faultstring") or "")
    return found
