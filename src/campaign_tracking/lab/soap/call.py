"""A SOAP request, read the way a Campaign server reads it: by SOAPAction and by position."""

from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

from campaign_tracking.lab.markup import bare
from campaign_tracking.lab.numbers import number
from campaign_tracking.lab.soap.caller import Caller
from campaign_tracking.lab.soap.fault import SoapFault
from campaign_tracking.safe_xml import NotXmlError, local_name, parse


@dataclass(frozen=True, slots=True, kw_only=True)
class SoapCall:
    """One call.

    Attributes:
        service: What the action names before the pipe: ``xtk:persist``, ``nms:delivery``.
        schema: What it names after the pipe, else the service itself.
        method: Its part after the ``#``.
        caller: Who calls; its session token is the first parameter, else the cookie.
        parameters: The parameters after the token, without namespaces.
    """

    service: str
    schema: str
    method: str
    caller: Caller
    parameters: tuple[ET.Element, ...]

    @property
    def action(self) -> str:
        """What it asks for, whatever the schema: ``xtk:persist#Write``."""
        return f"{self.service}#{self.method}"

    def text(self, position: int) -> str:
        """Return a scalar parameter, counted from 0 after the token; empty if left out."""
        return (self._at(position).text or "").strip()

    def number(self, position: int) -> int:
        """Return a numeric parameter of 32 bits; 0 if left out."""
        try:
            return number(self.text(position) or "0")
        except ValueError as error:
            raise self.wrong_arguments() from error

    def document(self, position: int) -> ET.Element:
        """Return the element inside a literal parameter."""
        inside = self._at(position)
        if len(inside) == 0:
            raise self.wrong_arguments()
        return inside[0]

    def wrong_arguments(self) -> SoapFault:
        """Return the fault for arguments that the method does not take (wording: L-27)."""
        return SoapFault(
            f"SOP-330003 The arguments of the method '{self.method}' of service "
            f"'{self.schema}' are not correct.",
            code="SOAP-ENV:Client",
        )

    def _at(self, position: int) -> ET.Element:
        return self.parameters[position] if position < len(self.parameters) else ET.Element("none")


def action_of(caller: Caller) -> tuple[str, str, str]:
    """Return service, schema and method that the SOAPAction header names."""
    urn, _, method = caller.headers.get("soapaction", "").strip().strip('"').rpartition("#")
    service, _, schema = urn.partition("|")
    return service, schema or service, method


def read_call(body: str, caller: Caller) -> SoapCall:
    """Return the call in *body* that *caller* sent.

    Raises:
        SoapFault: If the body is no SOAP envelope (its texts are L-42).
    """
    service, schema, method = action_of(caller)
    children = [bare(child) for child in _method_element(body)]
    token = (children[0].text or "").strip() if children else ""
    return SoapCall(
        service=service,
        schema=schema,
        method=method,
        caller=replace(caller, session_token=token or caller.session_token),
        parameters=tuple(children[1:]),
    )


def _method_element(body: str) -> ET.Element:
    try:
        envelope = parse(body)
    except NotXmlError as error:
        raise SoapFault(f"The request is not XML: {error}", code="SOAP-ENV:Client") from error
    for part in envelope:
        if local_name(part) == "Body" and len(part) == 1:
            return part[0]
    raise SoapFault("The request has no body.", code="SOAP-ENV:Client")
