"""A small client of a Campaign server, for the lab's own tests: text in, bare elements out."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Self, TypeVar
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

import httpx

from campaign_tracking.lab.lab import Lab
from campaign_tracking.lab.markup import bare
from campaign_tracking.safe_xml import parse

T = TypeVar("T")

DEADLINE_S = 15.0
SOAP = "/nl/jsp/soaprouter.jsp"


class FaultError(Exception):
    """The server answered with a fault: faultstring and detail."""


async def until(ask: Callable[[], Awaitable[T | None]], what: str) -> T:
    """Return the first answer of *ask* that is something; fail when the deadline is over."""
    end = time.monotonic() + DEADLINE_S
    while time.monotonic() < end:
        found = await ask()
        if found:
            return found
        await asyncio.sleep(0.02)
    raise AssertionError(f"waited {DEADLINE_S} s in vain for {what}")


def envelope(service: str, method: str, *parameters: str) -> str:
    """Return a request as Adobe's SDK writes it; parameters are XML."""
    return (
        '<SOAP-ENV:Envelope xmlns:xsd="http://www.w3.org/2001/XMLSchema" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" '
        'xmlns:ns="http://xml.apache.org/xml-soap"><SOAP-ENV:Body>'
        f'<m:{method} xmlns:m="urn:{service}" '
        'SOAP-ENV:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">'
        f"{''.join(parameters)}</m:{method}></SOAP-ENV:Body></SOAP-ENV:Envelope>"
    )


def string(value: str) -> str:
    """Return a string parameter."""
    return f'<p xsi:type="xsd:string">{escape(value)}</p>'


def literal(document: str | ET.Element) -> str:
    """Return a document parameter."""
    text = document if isinstance(document, str) else ET.tostring(document, encoding="unicode")
    return f'<document xsi:type="ns:Element">{text}</document>'


def values(answer: str) -> ET.Element:
    """Return the method's answer element, without namespaces."""
    found = bare(parse(answer)).find("Body/*")
    assert found is not None
    if found.tag == "Fault":
        raise FaultError(f"{found.findtext('faultstring')} {found.findtext('detail') or ''}")
    return found


class Client:
    """A client of the application server, logged on when it is entered.

    Attributes:
        url: Where it sends its calls.
        headers: What it sends with each call besides the usual.
    """

    def __init__(self, lab: Lab) -> None:
        """Talk to *lab*."""
        self.lab, self.url = lab, lab.campaign_url
        self.headers: dict[str, str] = {}
        self.session, self.security = "", ""
        self.http = httpx.AsyncClient(verify=lab.client_context(), trust_env=False, timeout=10)

    async def __aenter__(self) -> Self:
        """Log on."""
        self.keep(await self.log_on())
        return self

    async def log_on(self, password: str = "") -> httpx.Response:
        """Send a logon, with the right password unless another is given."""
        return await self.post(
            "xtk:session",
            "Logon",
            string(self.lab.login),
            string(password or self.lab.password),
            literal("<parameters/>"),
        )

    def keep(self, response: httpx.Response) -> None:
        """Use the tokens in the answer to a logon from now on."""
        answer = values(response.text)
        self.session = answer.findtext("pstrSessionToken") or ""
        self.security = answer.findtext("pstrSecurityToken") or ""

    async def __aexit__(self, *_: object) -> None:
        """Close the connections."""
        await self.http.aclose()

    async def post(self, service: str, method: str, *parameters: str) -> httpx.Response:
        """Send one call."""
        token = f'<sessiontoken xsi:type="xsd:string">{self.session}</sessiontoken>'
        return await self.http.post(
            f"{self.url}{SOAP}?soapAction=ignored",
            content=envelope(service, method, token, *parameters).encode(),
            headers={
                "Content-type": "application/soap+xml;charset=UTF-8",
                "SoapAction": f"{service}#{method}",
                "X-Security-Token": self.security,
                **self.headers,
            },
        )

    async def page(self, page: str, **headers: str) -> httpx.Response:
        """Return a JSP page, asked for with these headers."""
        return await self.http.get(f"{self.url}/nl/jsp/{page}", headers=headers)

    async def call(self, service: str, method: str, *parameters: str) -> ET.Element:
        """Return the answer of one call."""
        return values((await self.post(service, method, *parameters)).text)

    async def option(self, name: str) -> str:
        """Return an option's value."""
        answer = await self.call("xtk:session", "GetOption", string(name))
        return answer.findtext("pstrValue") or ""

    async def query(self, schema: str, operation: str, *fields: str, where: str = "") -> ET.Element:
        """Return what a query finds."""
        nodes = "".join(f"<node expr={quoteattr(field)}/>" for field in fields)
        condition = f"<where><condition expr={quoteattr(where)}/></where>" if where else ""
        query = (
            f'<queryDef schema="{schema}" operation="{operation}" lineCount="100" '
            f'xtkschema="xtk:queryDef"><select>{nodes}</select>{condition}</queryDef>'
        )
        answer = await self.call("xtk:queryDef", "ExecuteQuery", literal(query))
        return answer[0][0]

    async def rows(self, schema: str, *fields: str, where: str = "") -> list[ET.Element]:
        """Return the rows that a selection finds."""
        return list(await self.query(schema, "select", *fields, where=where))

    async def create(self, fragment: str) -> ET.Element:
        """Create a delivery from the template and save it."""
        made = await self.call("nms:delivery", "CreateFromModel", string("mail"), literal(fragment))
        document = made[0][0]
        await self.call("xtk:persist|xtk:session", "Write", literal(document))
        return document

    async def prepare(self, document: ET.Element) -> ET.Element:
        """Analyse a delivery; return the last answer of GetStatus, with the whole log."""
        submitted = await self.call(
            "xtk:jobInterface|nms:delivery", "Submit", literal(document), string("Prepare")
        )
        job = submitted.findtext("pstrId") or ""

        async def ended() -> ET.Element | None:
            answer = await self.call(
                "xtk:jobInterface|xtk:job", "GetStatus", string(job), "<n>0</n>", "<n>100</n>"
            )
            return answer if answer.findtext("psStatus") in {"4", "5", "6"} else None

        return await until(ended, "the end of the analysis")


def log_lines(status: ET.Element) -> list[str]:
    """Return the lines of a job's log."""
    return [log.get("message", "") for log in status.iter("log")]
