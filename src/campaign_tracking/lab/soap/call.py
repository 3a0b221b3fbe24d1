"""A SOAP request, read the way a Campaign server reads it: by SOAPAction and by position."""

from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from xml.etree import ElementTree as ET

from campaign_tracking.lab.markup import bare
from campaign_tracking.lab.soap.fault import SoapFault
from campaign_tracking.safe_xml import NotXmlError, local_name, parse


@dataclass(frozen=True, slots=True, kw_only=True)
class SoapCall:
    """One call.

    Attributes:
        service: What the action names before the pipe: ``xtk:persist``, ``nms:delivery``.
        schema: What it names after the pipe, else the service itself.
        method: Its part after the ``#``.
        session_token: First parameter, else the cookie; empty without one.
        security_token: The header; empty without one.
        parameters: The parameters after the token, without namespaces.
    """

    service: str
    schema: str
    method: str
    session_token: str
    security_token: str
    parameters: tuple[ET.Element, ...]

    def text(self, position: int) -> str:
        """Return a scalar parameter, counted from 0 after the token; empty if left out."""
        return (self._at(position).text or "").strip()

    def number(self, position: int) -> int:
        """Return a numeric parameter; 0 if left out."""
        try:
            return int(self.text(position) or "0")
        except ValueError as error:
            raise self._wrong_arguments() from error

    def document(self, position: int) -> ET.Element:
        """Return the element inside a literal parameter."""
        inside = self._at(position)
        if len(inside) == 0:
            raise self._wrong_arguments()
        return inside[0]

    def _at(self, position: int) -> ET.Element:
        return self.parameters[position] if position < len(self.parameters) else ET.Element("none")

    def _wrong_arguments(self) -> SoapFault:
        return SoapFault(
            f"SOP-330003 The arguments of the method '{self.method}' of service "
            f"'{self.service}' are not correct.",
            code="SOAP-ENV:Client",
        )


def read_call(body: str, headers: Mapping[str, str]) -> SoapCall:
    """Return the call in *body*; header names in small letters.

    Raises:
        SoapFault: If the body is no SOAP envelope or no action is named.
    """
    urn, _, method = headers.get("soapaction", "").strip().strip('"').rpartition("#")
    service, _, schema = urn.partition("|")
    children = [bare(child) for child in _method_element(body)]
    token = (children[0].text or "").strip() if children else ""
    return SoapCall(
        service=service,
        schema=schema or service,
        method=method,
        session_token=token or cookie(headers, "__sessiontoken"),
        security_token=headers.get("x-security-token", "").strip(),
        parameters=tuple(children[1:]),
    )


def cookie(headers: Mapping[str, str], name: str) -> str:
    """Return a cookie's value; empty without it."""
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def _method_element(body: str) -> ET.Element:
    try:
        envelope = parse(body)
    except NotXmlError as error:
        raise SoapFault(f"The request is not XML: {error}", code="SOAP-ENV:Client") from error
    for part in envelope:
        if local_name(part) == "Body" and len(part) == 1:
            return part[0]
    raise SoapFault("The request has no body.", code="SOAP-ENV:Client")
