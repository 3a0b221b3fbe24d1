"""What Adobe's own client reads as text is spelled as a Campaign server spells it."""

import re
from http import HTTPStatus

import httpx
import pytest

from campaign_tracking.lab.lab import Lab
from tests.lab_itself.client import SOAP, Client, FaultError, literal, string, values
from tests.lab_itself.running import in_lab

LOGON_LITERALS = (
    "<LogonResponse xmlns='urn:xtk:session' SOAP-ENV:encodingStyle='http://schemas.xmlsoap.org/soap/encoding/'>",
    "<pstrSessionToken xsi:type='xsd:string'>___",
    "<pSessionInfo xsi:type='ns:Element' SOAP-ENV:encodingStyle='http://xml.apache.org/xml-soap/literalxml'>",
    "<sessionInfo><serverInfo ",
    "<userInfo ",
    "<pstrSecurityToken xsi:type='xsd:string'>@",
    "<SOAP-ENV:Body>",
)


def test_logon_is_spelled_as_the_sdk_needs_it() -> None:
    """Literal tags, prefixes and single quotes; nothing stands before the declaration."""

    async def scenario(client: Client) -> None:
        response = await client.log_on()
        assert response.text.startswith("<?xml version='1.0'?><SOAP-ENV:Envelope ")
        assert [text for text in LOGON_LITERALS if text not in response.text] == []
        security = values(response.text).findtext("pstrSecurityToken") or ""
        assert re.fullmatch(r"@[\w-]{90,110}", security)
        assert "/" not in client.lab.password  # the SDK cuts a password at a slash

    in_lab(scenario)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("NmsTracking_Instance", "lab", 6),
        ("NmsTracking_Available", "1", 3),
        ("NoSuchOption", "", 0),
    ],
)
def test_option(name: str, value: str, code: int) -> None:
    """An option has a value and a type; one that does not exist is empty and of type 0."""

    async def scenario(client: Client) -> None:
        response = await client.post("xtk:session", "GetOption", string(name))
        assert (
            f"<pstrValue xsi:type='xsd:string'>{value}</pstrValue>"
            f"<pbtType xsi:type='xsd:byte'>{code}</pbtType>"
        ) in response.text

    in_lab(scenario)


def test_faults_come_with_200() -> None:
    """A fault is an answer; its code stands in the string, the cause in the detail."""

    async def scenario(client: Client) -> None:
        unknown = await client.post("xtk:session", "NoSuchMethod")
        assert (unknown.status_code, unknown.headers["content-type"]) == (
            200,
            "text/xml; charset=utf-8",
        )
        assert "<faultcode>SOAP-ENV:Client</faultcode>" in unknown.text
        assert "<faultstring xsi:type='xsd:string'>SOP-330006 " in unknown.text
        with pytest.raises(FaultError, match=r"SOP-330011 .*XTK-170036"):
            await client.rows("nms:delivery", "@noSuchField")
        with pytest.raises(FaultError, match=r"SOP-330011 .*XTK-170036"):
            await client.rows("nms:noSuchSchema", "@id")
        with pytest.raises(FaultError, match="SOP-330011"):
            await client.query("nms:delivery", "get", "@id", where="@id = 1")

    in_lab(scenario)


def test_session_layer_refuses_with_403() -> None:
    """A wrong password, an unknown token, a missing security token: one line of plain text."""

    async def scenario(client: Client) -> None:
        wrong = await client.log_on("wrong")
        assert (wrong.status_code, wrong.text[:11]) == (403, "XSV-350012 ")
        client.security, kept = "", client.security
        assert (await client.post("xtk:session", "TestCnx")).text.startswith("XSV-350008 ")
        client.security = kept
        assert "<TestCnxResponse" in (await client.post("xtk:session", "TestCnx")).text
        await client.call("xtk:session", "Logoff")
        expired = await client.post("xtk:session", "TestCnx")
        assert (expired.status_code, expired.text) == (
            403,
            "XSV-350008 Session has expired or is invalid. Please reconnect.",
        )
        assert "xsi:type='xsd:dateTime'" in (await client.post("xtk:session", "GetServerTime")).text

    in_lab(scenario)


def test_parameters_are_read_by_position() -> None:
    """Qualified or not, typed or not, any names, quoted action: the first one is the token."""

    async def scenario(client: Client) -> None:
        body = (
            "<?xml version='1.0'?><s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'>"
            f"<s:Body><GetOption xmlns='urn:xtk:session'><x>{client.session}</x>"
            "<y>NmsTracking_Instance</y></GetOption></s:Body></s:Envelope>"
        )
        headers = {"SOAPAction": '"xtk:session#GetOption"', "X-Security-Token": client.security}
        answer = await client.http.post(
            f"{client.lab.campaign_url}{SOAP}", content=body, headers=headers
        )
        assert values(answer.text).findtext("pstrValue") == "lab"
        cookie = body.replace(client.session, "")
        headers["Cookie"] = f"__sessiontoken={client.session}"
        answer = await client.http.post(
            f"{client.lab.campaign_url}{SOAP}", content=cookie, headers=headers
        )
        assert values(answer.text).findtext("pstrValue") == "lab"

    in_lab(scenario)


@pytest.mark.parametrize("service", ["xtk:session", "xtk:persist", "xtk:persist|xtk:session"])
def test_write_has_three_spellings(service: str) -> None:
    """Sources disagree on the action of Write, so each is accepted."""

    async def scenario(client: Client) -> None:
        option = '<option xtkschema="xtk:option" name="Mine" dataType="6" stringValue="v"/>'
        answer = await client.call(service, "Write", literal(option))
        assert (answer.tag, await client.option("Mine")) == ("WriteResponse", "v")

    in_lab(scenario)


@pytest.mark.parametrize(
    ("schema", "literals"),
    [
        (
            "xtk:session",
            ('implements="xtk:persist"', '<interface name="persist">', '<method name="GetOption"'),
        ),
        ("nms:delivery", ('name="delivery"', '<element name="delivery"', '<method name="Prepare"')),
        (
            "xtk:queryDef",
            ('<method name="ExecuteQuery" const="true">', 'type="DOMDocument" inout="out"'),
        ),
        (
            "xtk:job",
            ('implements="xtk:jobInterface"', '<interface name="jobInterface">', '"GetStatus"'),
        ),
        ("xtk:workflow", ('<method name="Wakeup" static="true">',)),
    ],
)
def test_schemas_hold_what_the_sdk_looks_for(schema: str, literals: tuple[str, ...]) -> None:
    """Schemas come in ``urn:wpp:default``, with methods and interfaces."""

    async def scenario(client: Client) -> None:
        key = (string(f"xtk:schema|{schema}"), string(""), string("false"))
        response = await client.post("xtk:persist", "GetEntityIfMoreRecent", *key)
        assert "<GetEntityIfMoreRecentResponse xmlns='urn:wpp:default' " in response.text
        assert [text for text in literals if text not in response.text] == []

    in_lab(scenario)


def test_unknown_schema_is_an_empty_document() -> None:
    """An entity that does not exist is no error, unless it must exist."""

    async def scenario(client: Client) -> None:
        key = string("xtk:schema|nms:noSuchSchema")
        answer = await client.call(
            "xtk:persist", "GetEntityIfMoreRecent", key, string(""), string("false")
        )
        assert len(answer[0]) == 0
        with pytest.raises(FaultError):
            await client.call(
                "xtk:persist", "GetEntityIfMoreRecent", key, string(""), string("true")
            )

    in_lab(scenario)


def test_pages() -> None:
    """The JSP pages answer as documented, and only with a session."""

    async def scenario(client: Client) -> None:
        session = {
            "Cookie": f"__sessiontoken={client.session}",
            "X-Security-Token": client.security,
        }
        ping = await _page(client, "ping.jsp", session)
        assert re.fullmatch(r"OK\n\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}Z\n", ping.text)
        assert "\n7/400 pending events" in (await _page(client, "mcPing.jsp", session)).text
        assert (
            "xtk:session#GetOption"
            in (await _page(client, "schemawsdl.jsp?schema=xtk:session", session)).text
        )
        assert (
            await _page(client, "schemawsdl.jsp?schema=xtk:session", {})
        ).status_code == HTTPStatus.FOUND
        assert (await _page(client, "ping.jsp", {})).text.startswith("XSV-350008 ")
        assert (await _page(client, "logon.jsp", {})).status_code == HTTPStatus.OK
        assert (await _page(client, "m.jsp?c=unknown", {})).status_code == HTTPStatus.NOT_FOUND

    in_lab(scenario)


def test_odd_cookies_beside_the_session() -> None:
    """Another application's cookies do not hide Campaign's."""

    async def scenario(client: Client) -> None:
        headers = {
            "Cookie": f"a[b=1; x@y=z; __sessiontoken={client.session}; c",
            "X-Security-Token": client.security,
        }
        assert (await _page(client, "ping.jsp", headers)).text.startswith("OK\n")

    in_lab(scenario)


async def _page(client: Client, page: str, headers: dict[str, str]) -> httpx.Response:
    return await client.http.get(f"{client.lab.campaign_url}/nl/jsp/{page}", headers=headers)


def test_attributes_before_the_start() -> None:
    """A lab that was not started has bound nothing and written nothing."""
    lab = Lab()
    assert (lab.campaign_url, lab.requests_seen) == ("", [])
