"""The answer envelope: literal to the quote, because Adobe's own client reads it as text.

Single-quoted attributes, no prefix on the method's element, prefixes ``SOAP-ENV``, ``xsd`` and
``ns`` spelled so, nothing before ``<?xml`` (the SDK's soap.js and the answers
recorded in its tests).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from campaign_tracking.lab import stamps
from campaign_tracking.lab.markup import serialised
from campaign_tracking.lab.soap.fault import SoapFault

_OPEN: Final = (
    "<?xml version='1.0'?><SOAP-ENV:Envelope xmlns:xsd='http://www.w3.org/2001/XMLSchema' "
    "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' {own}"
    "xmlns:SOAP-ENV='http://schemas.xmlsoap.org/soap/envelope/'><SOAP-ENV:Body>"
)
_CLOSE: Final = "</SOAP-ENV:Body></SOAP-ENV:Envelope>"
_ENCODING: Final = "SOAP-ENV:encodingStyle='http://schemas.xmlsoap.org/soap/encoding/'"
_LITERAL: Final = "SOAP-ENV:encodingStyle='http://xml.apache.org/xml-soap/literalxml'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One output value: name, ``xsi:type`` as text, and its XML."""

    name: str
    type: str
    xml: str

    def __str__(self) -> str:
        """Return it as it stands in the answer."""
        literal = f" {_LITERAL}" if self.type == "ns:Element" else ""
        return f"<{self.name} xsi:type='{self.type}'{literal}>{self.xml}</{self.name}>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a method returns, in the order of its declared output parameters.

    Attributes:
        namespace: Schema behind ``urn:`` in the answer's namespace.
        values: None for a void method.
    """

    namespace: str
    values: Sequence[Value] = ()


def string(name: str, value: str) -> Value:
    """Return a string value."""
    return Value(name=name, type="xsd:string", xml=escape(value))


def number(name: str, value: int, kind: str = "int") -> Value:
    """Return a number: ``byte``, ``short``, ``int`` or ``long`` (64 bits)."""
    return Value(name=name, type=f"xsd:{kind}", xml=str(value))


def boolean(name: str, *, value: bool) -> Value:
    """Return a boolean."""
    return Value(name=name, type="xsd:boolean", xml="true" if value else "false")


def moment(name: str, value: datetime) -> Value:
    """Return a moment; in answers the type is spelled with a capital T."""
    return Value(name=name, type="xsd:dateTime", xml=stamps.xsd(value))


def literal(name: str, document: ET.Element | None) -> Value:
    """Return a document; empty for none."""
    inside = "" if document is None else serialised(document)
    return Value(name=name, type="ns:Element", xml=inside)


def envelope(method: str, answer: Answer) -> str:
    """Return the whole answer to *method*."""
    urn = f"urn:{answer.namespace}"
    opened = _OPEN.format(own=f"xmlns:ns='{urn}' ")
    values = "".join(map(str, answer.values))
    response = f"{method}Response"
    return f"{opened}\n<{response} xmlns='{urn}' {_ENCODING}>{values}</{response}>{_CLOSE}"


def fault_envelope(fault: SoapFault) -> str:
    """Return the whole answer that tells a fault."""
    detail = (
        f"<detail xsi:type='xsd:string'>{escape(fault.detail)}</detail>" if fault.detail else ""
    )
    return (
        f"{_OPEN.format(own='')}<SOAP-ENV:Fault><faultcode>{fault.code}</faultcode>"
        f"<faultstring xsi:type='xsd:string'>{escape(fault.string)}</faultstring>{detail}"
        f"</SOAP-ENV:Fault>{_CLOSE}"
    )
