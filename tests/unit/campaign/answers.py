"""A platform's answers, written as recorded ones are."""

from xml.sax.saxutils import escape

URL = "http://campaign.example"
ROUTER = f"{URL}/nl/jsp/soaprouter.jsp"


def answer(method: str, values: str, namespace: str = "xtk:session") -> str:
    """Return an answer's envelope in the form of the recorded ones."""
    return (
        "<?xml version='1.0'?><SOAP-ENV:Envelope xmlns:xsd='http://www.w3.org/2001/XMLSchema' "
        "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
        f"xmlns:ns='urn:{namespace}' xmlns:SOAP-ENV='http://schemas.xmlsoap.org/soap/envelope/'>"
        f"<SOAP-ENV:Body><{method}Response xmlns='urn:{namespace}' SOAP-ENV:encodingStyle="
        f"'http://schemas.xmlsoap.org/soap/encoding/'>{values}</{method}Response>"
        "</SOAP-ENV:Body></SOAP-ENV:Envelope>"
    )


def string(name: str, value: str) -> str:
    """Return a string value of an answer."""
    return f"<{name} xsi:type='xsd:string'>{escape(value)}</{name}>"


def rows(schema: str, *of: str) -> str:
    """Return the answer to a select that found the elements *of*."""
    found = f"<{schema}-collection>{''.join(of)}</{schema}-collection>"
    return answer(
        "ExecuteQuery", f"<pdomOutput xsi:type='ns:Element'>{found}</pdomOutput>", "xtk:queryDef"
    )


def a_fault(string_: str, detail: str = "") -> str:
    """Return a SOAP fault."""
    return (
        "<?xml version='1.0'?><SOAP-ENV:Envelope "
        "xmlns:SOAP-ENV='http://schemas.xmlsoap.org/soap/envelope/'><SOAP-ENV:Body>"
        f"<SOAP-ENV:Fault><faultcode>SOAP-ENV:Server</faultcode><faultstring>{escape(string_)}"
        f"</faultstring><detail>{escape(detail)}</detail></SOAP-ENV:Fault>"
        "</SOAP-ENV:Body></SOAP-ENV:Envelope>"
    )
