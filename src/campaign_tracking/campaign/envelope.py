"""SOAP envelopes as Campaign writes and reads them (web-service-calls.md; Adobe's own SDK).

Built as text: the namespace of an interface call holds a pipe, which some XML libraries refuse.
Read by local name and position: names, prefixes and namespaces differ from method to method.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

from campaign_tracking.campaign.errors import BrokenAnswer, NotCampaign, fault
from campaign_tracking.campaign.not_soap import not_served, not_xml
from campaign_tracking.safe_xml import NotXmlError, local_name, parse

ENCODING = "http://schemas.xmlsoap.org/soap/encoding/"
LITERAL = "http://xml.apache.org/xml-soap/literalxml"
LONGEST_FAULT = 4_000  # a server under test may say anything


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of a call: its name for readers, its XML schema type, its content as XML."""

    name: str
    type: str
    content: str

    def xml(self) -> str:
        """Return the element."""
        literal = f' SOAP-ENV:encodingStyle="{LITERAL}"' if self.type in {"", "ns:Element"} else ""
        return f'<{self.name} xsi:type="{self.type}"{literal}>{self.content}</{self.name}>'


def text(name: str, value: str) -> Parameter:
    """Return a string parameter."""
    return Parameter(name=name, type="xsd:string", content=escape(value))


def number(name: str, value: int) -> Parameter:
    """Return an int parameter."""
    return Parameter(name=name, type="xsd:int", content=str(value))


def boolean(name: str, *, value: bool) -> Parameter:
    """Return a boolean parameter."""
    return Parameter(name=name, type="xsd:boolean", content="true" if value else "false")


def element(name: str, value: ET.Element | None = None) -> Parameter:
    """Return an element parameter, empty or with *value* inside."""
    content = "" if value is None else ET.tostring(value, "unicode")
    return Parameter(name=name, type="ns:Element", content=content)


def document(name: str, value: ET.Element) -> Parameter:
    """Return a document parameter, such as the object of a non-static method."""
    return Parameter(name=name, type="", content=ET.tostring(value, "unicode"))


def build(urn: str, method: str, session_token: str, parameters: Sequence[Parameter]) -> str:
    """Return the request; the session token is always the first parameter, even if empty."""
    inside = "".join(p.xml() for p in (text("sessiontoken", session_token), *parameters))
    return (
        '<SOAP-ENV:Envelope xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        ' xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"'
        ' xmlns:ns="http://xml.apache.org/xml-soap"><SOAP-ENV:Body>'
        f'<m:{method} xmlns:m={quoteattr("urn:" + urn)} SOAP-ENV:encodingStyle="{ENCODING}">'
        f"{inside}</m:{method}></SOAP-ENV:Body></SOAP-ENV:Envelope>"
    )


@dataclass(frozen=True, slots=True)
class Value:
    """One value of an answer."""

    name: str
    element: ET.Element

    @property
    def text(self) -> str:
        """Its text, trimmed: tokens come with line breaks around them."""
        return (self.element.text or "").strip()

    def elements(self, name: str) -> Iterator[ET.Element]:
        """Yield the elements inside, at any depth, whose local name is *name*."""
        return (part for part in self.element.iter() if local_name(part) == name)

    @property
    def child(self) -> ET.Element:
        """The element inside, its namespace taken off.

        Raises:
            NotCampaign: If there is none.
        """
        for child in self.element:
            return without_namespaces(child)
        raise NotCampaign(f"{self.name} of the answer is empty")


def first(values: Sequence[Value]) -> Value:
    """Return the first value of an answer.

    Raises:
        NotCampaign: If it holds none.
    """
    for value in values:
        return value
    raise NotCampaign("the answer holds no value")


def last(values: Sequence[Value]) -> Value:
    """Return the last value of an answer: what comes after an object that was given back.

    Raises:
        NotCampaign: If it holds none.
    """
    return first(values[-1:])


def without_namespaces(root: ET.Element) -> ET.Element:
    """Return *root* with every name in it local; Campaign's answers inherit a default one."""
    for part in root.iter():
        part.tag = local_name(part)
    return root


def read(body: str, method: str, status_code: int) -> list[Value]:
    """Return the values of an answer in their order (soap-wire.md, sections 5 and 6).

    Raises:
        Fault: If it is a fault, or the session layer's single line of text.
        NotCampaign: If it is anything else; shows how it begins.
    """
    try:
        envelope = parse(body.lstrip("\ufeff \r\n\t"))
    except NotXmlError as error:
        raise not_xml(body.strip(), status_code, error) from error
    answers = [child for part in envelope if local_name(part) == "Body" for child in part]
    if local_name(envelope).lower() == "html":
        raise not_served(body, status_code)
    if local_name(envelope) != "Envelope" or len(answers) != 1:
        raise BrokenAnswer(f"HTTP {status_code} with XML that is not a SOAP answer")
    name = local_name(answers[0])
    if name == "Fault":
        parts = {local_name(part): "".join(part.itertext()).strip() for part in answers[0]}
        said = [parts.get("faultstring") or "a fault without a word", parts.get("detail", "")]
        words = "\n".join(filter(None, said))
        raise fault(words[:LONGEST_FAULT], status_code)
    if name != f"{method}Response":
        raise BrokenAnswer(f"HTTP {status_code}: {name} came where {method}Response was due")
    return [Value(local_name(value), value) for value in answers[0]]
