"""Answers in the shapes that were recorded, to the letter: soap-wire.md, section by section."""

from datetime import UTC, datetime

import pytest
import responses

from campaign_tracking.campaign.credentials import Opened
from campaign_tracking.campaign.delivery import LogLine
from campaign_tracking.campaign.envelope import first, last
from campaign_tracking.campaign.errors import (
    AddressRefused,
    BrokenAnswer,
    CampaignError,
    Fault,
    NotCampaign,
    WrongPassword,
)
from campaign_tracking.campaign.options import READ, read_options
from campaign_tracking.campaign.platform import visit
from campaign_tracking.campaign.query import select
from campaign_tracking.campaign.sending import send
from campaign_tracking.campaign.session import Session
from campaign_tracking.campaign.transport import Transport
from campaign_tracking.redirection.rtest import read_redir
from campaign_tracking.times import read_time
from tests.unit.campaign.answers import (
    BYTE_ORDER_MARK,
    GET_OPTION,
    ROUTER,
    SECURITY_TOKEN,
    SESSION_TOKEN,
    URL,
    XML,
    enveloped,
    logon,
    recorded_fault,
)
from tests.unit.campaign.conversation import ORDER, Platform
from tests.unit.campaign.ways import password
from tests.unit.clock import Clock

NO_TARGET = "DLV-490009 You have not defined the target population of the delivery action."
WRONG = "XSV-350012 Invalid login or password. Connection denied."
ADDRESS = "XSV-350013 The '192.0.2.7' IP address via which you come is not allowed."
PAGE = "<html><form><input type='password'></form></html>"

# Section 5


@pytest.mark.parametrize(
    "before", ["", "\n", "\r\n\r\n ", BYTE_ORDER_MARK, f"{BYTE_ORDER_MARK}\r\n"]
)
def test_option(wire: responses.RequestsMock, session: Session, before: str) -> None:
    """The answer envelope, whatever white space a server puts before it (sections 5 and 15)."""
    wire.post(ROUTER, (before + GET_OPTION).encode(), content_type=XML)

    values = session.call("xtk:session#GetOption")

    assert [(value.name, value.text) for value in values] == [
        ("pstrValue", "https://t.example.com"),
        ("pbtType", "6"),
    ]


@pytest.mark.parametrize(
    "content_type", ["text/xml", "application/soap+xml", "text/html; charset=ISO-8859-1", ""]
)
def test_answers_are_utf_8(
    wire: responses.RequestsMock, session: Session, content_type: str
) -> None:
    """Answers are UTF-8, whatever a header or a sample says (sections 5 and 15)."""
    body = GET_OPTION.replace("https://t.example.com", "Grüße \U0001f600 日本")
    wire.post(ROUTER, body.encode(), content_type=content_type)

    assert session.call("xtk:session#GetOption")[0].text == "Grüße \U0001f600 日本"


def test_bytes_that_are_no_text(wire: responses.RequestsMock, session: Session) -> None:
    """What is no UTF-8 spoils a character, not the answer (sections 5 and 15)."""
    wire.post(ROUTER, GET_OPTION.replace("t.example.com", "t\xe9").encode("latin-1"))

    assert session.call("xtk:session#GetOption")[0].text == "https://t\ufffd"


@pytest.mark.parametrize(
    ("method", "namespace"),
    [
        ("Write", "urn:xtk:session"),
        ("Write", "urn:"),
        ("Write", "urn:wpp:default"),
        ("TestCnx", "urn:xtk:session"),
        ("Logoff", "urn:xtk:session"),
    ],
)
def test_void(wire: responses.RequestsMock, session: Session, method: str, namespace: str) -> None:
    """A method without a value answers an empty element (sections 5, 7 and 8)."""
    wire.post(
        ROUTER,
        enveloped(
            f"<{method}Response xmlns='{namespace}' "
            "SOAP-ENV:encodingStyle='http://schemas.xmlsoap.org/soap/encoding/'/>"
        ),
    )

    assert session.call(f"xtk:persist|xtk:session#{method}") == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("SOAP-ENV:", "soapenv:"),
        ("'", '"'),
        ("<pstrValue xsi:type='xsd:string'>", "<pstrValue>"),
        ("<GetOptionResponse", "<SOAP-ENV:GetOptionResponse"),
    ],
    ids=["another-prefix", "double-quotes", "without-a-type", "prefixed"],
)
def test_written_otherwise(
    wire: responses.RequestsMock, session: Session, old: str, new: str
) -> None:
    """What Adobe's own client stumbles over is read all the same (section 15)."""
    body = GET_OPTION.replace(old, new)
    if old == "SOAP-ENV:":
        body = body.replace("xmlns:SOAP-ENV", "xmlns:soapenv")
    if "<SOAP-ENV:GetOptionResponse" in new:
        body = body.replace("</GetOptionResponse", "</SOAP-ENV:GetOptionResponse")
    wire.post(ROUTER, body)

    assert session.call("xtk:session#GetOption")[0].text == "https://t.example.com"


# Section 7


def log_on(transport: Transport, told: list[str]) -> Opened:
    """Log on with login and password."""
    return password().log_on(transport, told.append)


def test_logon(wire: responses.RequestsMock, transport: Transport, told: list[str]) -> None:
    """Tokens come by their exact names; the platform tells of itself (section 7)."""
    wire.post(ROUTER, logon())
    wire.get(f"{URL}/nl/jsp/ping.jsp", "OK\n2024-05-06 07:08:09.123Z\n")

    platform, session = visit(transport, password, told.append)

    assert session is not None
    assert told == [SESSION_TOKEN, SECURITY_TOKEN]
    assert (platform.login, platform.instance) == ("check", "lab")
    assert (platform.build, platform.release) == ("9999", "7.4.1")
    at_ = datetime(2024, 5, 6, 7, 8, 9, 123_000, UTC)
    ahead_s = (at_ - datetime.now(UTC)).total_seconds()
    assert platform.clock_ahead_s == pytest.approx(ahead_s, abs=5)
    assert platform.ping_ok


def test_tokens_with_line_breaks(
    wire: responses.RequestsMock, transport: Transport, told: list[str]
) -> None:
    """Tokens may come with line breaks around them: they are trimmed (section 7)."""
    wire.post(ROUTER, logon(f"\n  {SESSION_TOKEN}\n", f"\n{SECURITY_TOKEN}\n  "))

    tokens = log_on(transport, told).tokens

    assert (tokens.session, tokens.security) == (SESSION_TOKEN, SECURITY_TOKEN)


def test_logon_of_a_newer_server(
    wire: responses.RequestsMock, transport: Transport, told: list[str]
) -> None:
    """Options after the user's, more attributes, major number 6: nothing disturbs (section 7)."""
    newer = (
        '<serverInfo advisedClientName="" webView2Mode="1" buildNumber="9383" majNumber="6" '
        'minNumber="7" releaseName="7.3.4" instanceName="prod"/>'
    )
    option = '<option name="NmsTracking_UrlDelimiters" type="6" value="&amp;?"/></sessionInfo>'
    wire.post(ROUTER, logon(server_info=newer).replace("</sessionInfo>", option))
    wire.get(f"{URL}/nl/jsp/ping.jsp", "OK\n")

    platform, _ = visit(transport, password, told.append)

    assert (platform.instance, platform.build, platform.release) == ("prod", "9383", "7.3.4")
    assert platform.clock_ahead_s is None


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (logon(session_token=""), BrokenAnswer),
        (logon(security_token=""), BrokenAnswer),
        (logon(security_token=" \n "), BrokenAnswer),
        (logon().replace("pstrSessionToken", "token"), BrokenAnswer),
        (enveloped("<LogonResponse xmlns='urn:xtk:session'/>"), BrokenAnswer),
        (logon(method="BearerTokenLogon"), BrokenAnswer),
        (WRONG, WrongPassword),
        (ADDRESS, AddressRefused),
    ],
)
def test_no_logon(
    wire: responses.RequestsMock,
    transport: Transport,
    told: list[str],
    body: str,
    kind: type[CampaignError],
) -> None:
    """A logon without both tokens is none (sections 7 and 15)."""
    wire.post(ROUTER, body)

    with pytest.raises(CampaignError) as error:
        log_on(transport, told)

    assert type(error.value) is kind


# Section 8


def test_option_that_does_not_exist(wire: responses.RequestsMock, session: Session) -> None:
    """An option that does not exist is no error: an empty value of the type 0 (section 8)."""
    wire.post(
        ROUTER,
        enveloped(
            "<GetOptionResponse xmlns='urn:xtk:session' "
            "SOAP-ENV:encodingStyle='http://schemas.xmlsoap.org/soap/encoding/'>\n"
            "  <pstrValue xsi:type='xsd:string'></pstrValue>"
            "<pbtType xsi:type='xsd:byte'>0</pbtType></GetOptionResponse>"
        ),
    )

    options = read_options(session)

    assert len(wire.calls) == len(READ)
    assert (options.present, options.unreadable, options.value(READ[0])) == ((), "", "")


def test_user(wire: responses.RequestsMock, session: Session) -> None:
    """Who we are stands in ``pUserInfo`` (section 8)."""
    wire.post(
        ROUTER,
        enveloped(
            "<GetUserInfoResponse xmlns='urn:xtk:session' "
            "SOAP-ENV:encodingStyle='http://schemas.xmlsoap.org/soap/encoding/'>"
            "<pUserInfo xsi:type='ns:Element' SOAP-ENV:encodingStyle="
            "'http://xml.apache.org/xml-soap/literalxml'><userInfo login=\"check\"/>"
            "</pUserInfo></GetUserInfoResponse>"
        ),
    )

    (user,) = first(session.call("xtk:session#GetUserInfo")).elements("userInfo")

    assert user.get("login") == "check"


# Section 9

SCHEMA = (
    '<schema namespace="nms" name="delivery" implements="xtk:persist" label="Deliveries" '
    'md5="0123456789ABCDEF0123456789ABCDEF" xtkschema="xtk:schema">\n'
    '<element name="delivery" autopk="true"><attribute name="id" type="long"/></element>\n'
    '<methods><method name="Prepare"/></methods>\n</schema>'
)


def entity_if_more_recent(inside: str) -> str:
    """Return the answer to GetEntityIfMoreRecent."""
    return enveloped(
        "<GetEntityIfMoreRecentResponse xmlns='urn:wpp:default' "
        "SOAP-ENV:encodingStyle='http://schemas.xmlsoap.org/soap/encoding/'>\n"
        "  <pdomDoc xsi:type='ns:Element' SOAP-ENV:encodingStyle="
        f"'http://xml.apache.org/xml-soap/literalxml'>\n{inside}</pdomDoc>"
        "</GetEntityIfMoreRecentResponse>"
    )


def test_entity(wire: responses.RequestsMock, session: Session) -> None:
    """What stands inside a value inherits a namespace that says nothing (sections 5 and 9)."""
    wire.post(ROUTER, entity_if_more_recent(SCHEMA))

    schema = first(session.call("xtk:persist#GetEntityIfMoreRecent")).child

    assert (schema.tag, schema.get("implements")) == ("schema", "xtk:persist")
    assert [method.get("name") for method in schema.iterfind("methods/method")] == ["Prepare"]


def test_entity_that_does_not_exist(wire: responses.RequestsMock, session: Session) -> None:
    """The value of an entity that does not exist is empty, and told as such (section 9)."""
    wire.post(ROUTER, entity_if_more_recent(""))

    with pytest.raises(NotCampaign, match="pdomDoc of the answer is empty"):
        _ = first(session.call("xtk:persist#GetEntityIfMoreRecent")).child


def test_new_instance(wire: responses.RequestsMock, session: Session) -> None:
    """The object that was completed is the first value (sections 4 and 9)."""
    wire.post(
        ROUTER,
        enveloped(
            "<NewInstanceResponse xmlns='urn:nms:delivery' "
            "SOAP-ENV:encodingStyle='http://schemas.xmlsoap.org/soap/encoding/'>\n"
            "  <entity xsi:type='ns:Element' SOAP-ENV:encodingStyle="
            "'http://xml.apache.org/xml-soap/literalxml'>\n"
            '    <delivery _operation="insert" id="9001" internalName="DM42" '
            'label="Tracking check" state="0" xtkschema="nms:delivery"/></entity>'
            "</NewInstanceResponse>"
        ),
    )

    delivery = first(session.call("xtk:persist|nms:delivery#NewInstance")).child

    assert (delivery.tag, delivery.get("id"), delivery.get("state")) == ("delivery", "9001", "0")


# Section 10


def executed(inside: str) -> str:
    """Return the answer to ExecuteQuery."""
    return enveloped(
        "<ExecuteQueryResponse xmlns='urn:xtk:queryDef' "
        "SOAP-ENV:encodingStyle='http://schemas.xmlsoap.org/soap/encoding/'>\n"
        "  <pdomOutput xsi:type='ns:Element' SOAP-ENV:encodingStyle="
        f"'http://xml.apache.org/xml-soap/literalxml'>\n    {inside}\n"
        "  </pdomOutput></ExecuteQueryResponse>"
    )


FOUND = (
    '<delivery-collection><delivery id="9001" internalName="DM42"><folder label="Deliveries"/>'
    "</delivery></delivery-collection>"
)


@pytest.mark.parametrize(
    ("inside", "rows"),
    [
        (FOUND, [["9001", "DM42", "Deliveries"]]),
        (
            FOUND.replace("<delivery id", '<delivery _cs="x" img="y" id'),
            [["9001", "DM42", "Deliveries"]],
        ),
        ("<delivery-collection/>", []),
        ("<delivery-collection><delivery id='1'/></delivery-collection>", [["1", "", ""]]),
    ],
    ids=["recorded", "more-than-asked-for", "nothing-found", "less-than-asked-for"],
)
def test_select(
    wire: responses.RequestsMock, session: Session, inside: str, rows: list[list[str]]
) -> None:
    """Rows stand in a collection, linked fields in elements of their own (section 10)."""
    wire.post(ROUTER, executed(inside))

    found = select(session, "nms:delivery", ("@id", "@internalName", "[folder/@label]"), ())

    assert [list(row.values()) for row in found] == rows


@pytest.mark.parametrize(
    ("inside", "count"),
    [('<delivery count="3"/>', "3"), ('<delivery count="0"/>', "0"), ("<delivery/>", None)],
    ids=["count", "none", "getIfExists"],
)
def test_other_operations(
    wire: responses.RequestsMock, session: Session, inside: str, count: str | None
) -> None:
    """A count is an attribute; what does not exist has none (section 10)."""
    wire.post(ROUTER, executed(inside))

    assert first(session.call("xtk:queryDef#ExecuteQuery")).child.get("count") == count


def test_get_finds_nothing(wire: responses.RequestsMock, session: Session) -> None:
    """A ``get`` that finds nothing is a fault (section 10)."""
    wire.post(ROUTER, recorded_fault("SOP-330011 Error while executing the method", None))

    with pytest.raises(Fault, match="SOP-330011"):
        session.call("xtk:queryDef#ExecuteQuery")


# Section 11

SUBMITTED = enveloped(
    "<SubmitResponse xmlns='urn:nms:delivery' "
    "SOAP-ENV:encodingStyle='http://schemas.xmlsoap.org/soap/encoding/'>\n"
    "  <pstrId xsi:type='xsd:string'>4210/nms:delivery@@AAAA+/bbbb=</pstrId></SubmitResponse>"
)
JOB_STATUS = enveloped(
    "<GetStatusResponse xmlns='urn:xtk:job' "
    "SOAP-ENV:encodingStyle='http://schemas.xmlsoap.org/soap/encoding/'>\n"
    "  <psStatus xsi:type='xsd:short'>6</psStatus>\n"
    "  <pelemReturnLogs xsi:type='ns:Element' SOAP-ENV:encodingStyle="
    "'http://xml.apache.org/xml-soap/literalxml'><elemReturnLogs>\n"
    '    <log id="1512" iRc="16384" logDate="2024-05-06 07:08:09.123Z" logType="0" '
    f'message="{NO_TARGET}" object=""/>\n'
    "  </elemReturnLogs></pelemReturnLogs>\n"
    "  <pelemProperties xsi:type='ns:Element' SOAP-ENV:encodingStyle="
    "'http://xml.apache.org/xml-soap/literalxml'>"
    '<elemProperties warning="1"><progress current="50" max="100"/></elemProperties>'
    "</pelemProperties>\n</GetStatusResponse>"
)


def test_job(
    wire: responses.RequestsMock, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job that ends in error tells its log; its delivery is not started (section 11)."""
    for module in ("waiting", "campaign.sending"):
        monkeypatch.setattr(f"campaign_tracking.{module}.time", Clock())
    platform = Platform()
    platform.answers["Submit"], platform.answers["GetStatus"] = [SUBMITTED], [JOB_STATUS]
    wire.add_callback(responses.POST, ROUTER, callback=platform)

    delivery = send(session, ORDER, "7", 10, lambda: None)

    assert delivery.job_status == 6  # noqa: PLR2004  (as recorded)
    assert delivery.log == (LogLine(id=1512, kind=0, code="DLV-490009", text=NO_TARGET),)
    asked = str(platform.asked("GetStatus")[0].body)
    assert "4210/nms:delivery@@AAAA+/bbbb=" in asked
    assert "Play" not in platform.steps


# Section 12


@pytest.mark.parametrize(
    ("inside", "value"),
    [("<plDeliveryId xsi:type='xsd:int'>9001</plDeliveryId>", "9001"), ("", None)],
    ids=["with-the-id", "without-a-value"],
)
def test_submit_delivery(
    wire: responses.RequestsMock, session: Session, inside: str, value: str | None
) -> None:
    """SubmitDelivery gives the id, or nothing: sources disagree (section 12)."""
    wire.post(
        ROUTER,
        enveloped(
            "<SubmitDeliveryResponse xmlns='urn:nms:delivery' "
            "SOAP-ENV:encodingStyle='http://schemas.xmlsoap.org/soap/encoding/'>\n"
            f"  {inside}</SubmitDeliveryResponse>"
        ),
    )

    values = session.call("nms:delivery#SubmitDelivery")

    assert (last(values).text if values else None) == value


# Section 13

REDIR = (
    "<redir status='OK' date='2024-05-06 07:08:09.123Z' build='9999' sha1='abc1234' "
    "instance='lab' sourceIP='192.0.2.7' host='t.example.com' localHost='trk1'/>"
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (REDIR, {"build": "9999", "instance": "lab", "localHost": "trk1"}),
        (REDIR.replace("build=", "version="), {"version": "9999", "build": ""}),
        (f"\n{REDIR}\n", {"status": "OK"}),
        ("<redir status='OK' date='2021-08-27 08:02:07.963-07'/>", {"status": "OK", "host": ""}),
        ("<redir status='OK' date='2024/05/06 07:08:09Z' host=''/>", {"host": ""}),
    ],
    ids=["recorded", "version", "white-space", "offset-in-hours", "slashes"],
)
def test_redirection_module(text: str, told: dict[str, str]) -> None:
    """The one element of /r/test, in its forms; its date names its zone (section 13)."""
    redir = read_redir(text)

    assert {name: redir.get(name, "") for name in told} == told
    assert read_time(redir["date"]) is not None


@pytest.mark.parametrize(
    ("text", "ok"),
    [
        ("OK\n2024-05-06 07:08:09.123Z\n", True),
        ("Ok\n2024-05-06 07:08:09.123Z\n", True),
        ("\r\n OK \r\n2024-05-06 07:08:09.123Z", True),
        ("OK", True),
        ("OKAY\n", False),
        ("Error\nno database", False),
        ("2024-05-06 07:08:09.123Z\nOK", False),
        ("", False),
        (PAGE, False),
    ],
)
def test_ping(
    wire: responses.RequestsMock, transport: Transport, told: list[str], text: str, *, ok: bool
) -> None:
    """The first line of ping.jsp says whether web server, module and database work (13)."""
    wire.post(ROUTER, logon())
    wire.get(f"{URL}/nl/jsp/ping.jsp", text)

    platform, _ = visit(transport, password, told.append)

    assert platform.logged_on
    assert platform.ping_ok is ok
