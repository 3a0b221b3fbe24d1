"""What was asked of a platform, read from the wire."""

from xml.etree import ElementTree as ET

from requests import PreparedRequest

from campaign_tracking.safe_xml import local_name, parse


def action(request: PreparedRequest) -> str:
    """Return the SOAPAction."""
    return str(request.headers["SOAPAction"])


def method(request: PreparedRequest) -> ET.Element:
    """Return the element of the method with its parameters, the session token first."""
    body = request.body
    return parse(body.decode() if isinstance(body, bytes) else str(body))[0][0]


def parameters(request: PreparedRequest) -> dict[str, str]:
    """Return the text of each parameter but the session token."""
    return {local_name(part): part.text or "" for part in method(request)[1:]}


def inside(request: PreparedRequest) -> ET.Element:
    """Return the element inside the first parameter that holds one."""
    return next(part[0] for part in method(request) if len(part))


def queried(request: PreparedRequest) -> tuple[str, list[str]]:
    """Return the schema and the conditions of a query."""
    query = inside(request)
    return query.get("schema", ""), [found.get("expr", "") for found in query.iter("condition")]
