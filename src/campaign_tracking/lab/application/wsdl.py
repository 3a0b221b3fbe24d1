"""``schemawsdl.jsp``: a schema's methods as WSDL, document/literal (web-service-calls.md)."""

from typing import Final
from xml.etree import ElementTree as ET

from campaign_tracking.lab.markup import attribute

_TYPES: Final = {
    "string": "xsd:string",
    "boolean": "xsd:boolean",
    "byte": "xsd:byte",
    "short": "xsd:short",
    "long": "xsd:int",
    "datetime": "xsd:dateTime",
}
_ANY: Final = (
    "<xsd:complexType mixed='true'><xsd:sequence><xsd:any processContents='lax'/>"
    "</xsd:sequence></xsd:complexType>"
)


def wsdl(schema: ET.Element, address: str) -> str:
    """Return the WSDL of *schema*'s own methods, served at *address*."""
    name = f"{schema.get('namespace')}:{schema.get('name')}"
    methods = schema.findall("methods/method")
    service = str(schema.get("namespace", "")) + str(schema.get("name", "")).capitalize()
    return (
        "<?xml version='1.0'?><definitions xmlns='http://schemas.xmlsoap.org/wsdl/' "
        "xmlns:soap='http://schemas.xmlsoap.org/wsdl/soap/' "
        f"xmlns:xsd='http://www.w3.org/2001/XMLSchema' xmlns:tns='urn:{name}' "
        f"targetNamespace='urn:{name}'>"
        f"<types><xsd:schema elementFormDefault='qualified' targetNamespace='urn:{name}'>"
        f"{''.join(_elements(method) for method in methods)}</xsd:schema></types>"
        f"{''.join(_messages(method) for method in methods)}"
        f"<portType name='{service}MethodsSoap'>"
        f"{''.join(_operation(method) for method in methods)}</portType>"
        f"<binding name='{service}MethodsSoap' type='tns:{service}MethodsSoap'>"
        "<soap:binding style='document' transport='http://schemas.xmlsoap.org/soap/http'/>"
        f"{''.join(_bound(method, name) for method in methods)}</binding>"
        f"<service name='{service}MethodsSoap'>"
        f"<port name='{service}MethodsSoap' binding='tns:{service}MethodsSoap'>"
        f"<soap:address location='{attribute(address)}'/></port></service></definitions>"
    )


def _elements(method: ET.Element) -> str:
    inputs = [("sessiontoken", "string")]
    if method.get("static") != "true":
        inputs.append(("entity", "DOMDocument"))
    outputs: list[tuple[str, str]] = []
    for param in method.findall("parameters/param"):
        where = outputs if param.get("inout") == "out" else inputs
        where.append((param.get("name", ""), param.get("type", "")))
    name = method.get("name", "")
    return _element(name, inputs) + _element(f"{name}Response", outputs)


def _element(name: str, params: list[tuple[str, str]]) -> str:
    inside = "".join(_param(*param) for param in params)
    return (
        f"<xsd:element name='{name}'><xsd:complexType><xsd:sequence>{inside}</xsd:sequence>"
        "</xsd:complexType></xsd:element>"
    )


def _param(name: str, kind: str) -> str:
    if kind in _TYPES:
        return f"<xsd:element name='{name}' type='{_TYPES[kind]}'/>"
    return f"<xsd:element name='{name}'>{_ANY}</xsd:element>"


def _messages(method: ET.Element) -> str:
    name = method.get("name", "")
    return "".join(
        f"<message name='{name}{end}'><part name='parameters' element='tns:{name}{element}'/>"
        "</message>"
        for end, element in (("In", ""), ("Out", "Response"))
    )


def _operation(method: ET.Element) -> str:
    name = method.get("name", "")
    return (
        f"<operation name='{name}'><input message='tns:{name}In'/>"
        f"<output message='tns:{name}Out'/></operation>"
    )


def _bound(method: ET.Element, schema: str) -> str:
    name = method.get("name", "")
    return (
        f"<operation name='{name}'>"
        f"<soap:operation soapAction='{schema}#{name}' style='document'/>"
        "<input><soap:body use='literal'/></input><output><soap:body use='literal'/></output>"
        "</operation>"
    )
