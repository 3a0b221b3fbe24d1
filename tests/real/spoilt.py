"""Answers that a Campaign server does not give, each wrong in one way.

What the public SDK makes of most of them was measured: soap-wire.md, section 15.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Final

from tests.real.spoiler import Passing, Spoil, replacing

LOGON_PAGE: Final = "/nl/jsp/logon.jsp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One thing that is wrong.

    Attributes:
        step: The step of the walk at which it shows.
        message: What is said of it, a regular expression.
    """

    id: str
    spoil: Spoil
    step: str
    message: str


def _if(applies: Callable[[Passing], bool], spoil: Spoil) -> Spoil:
    return lambda passing: spoil(passing) if applies(passing) else passing


def _is_call(passing: Passing) -> bool:
    return passing.asked != ""


def _is_fault(passing: Passing) -> bool:
    return "<SOAP-ENV:Fault>" in passing.body


def _has_status(status: HTTPStatus) -> Spoil:
    return lambda passing: replace(passing, status=status)


def _redirected(passing: Passing) -> Passing:
    return replace(passing, status=HTTPStatus.FOUND, body="", location=LOGON_PAGE)


def _cut(passing: Passing) -> Passing:
    return replace(passing, body=passing.body[: len(passing.body) // 2])


def _of(schema: str, spoil: Spoil) -> Spoil:
    """Return what spoils one schema."""
    return _if(lambda passing: f"xtk:schema|{schema}<" in passing.asked, spoil)


ENVELOPE: Final = (
    Case(
        id="another prefix of the envelope",
        spoil=replacing("SOAP-ENV", "soapenv"),
        step="logon",
        message="missing body element",
    ),
    Case(
        id="a line before the XML declaration",
        spoil=replacing(r"^(?=<\?xml)", "\n"),
        step="logon",
        message="XML declaration",
    ),
    Case(
        id="an answer that breaks off",
        spoil=_if(lambda passing: passing.what == "GetOption", _cut),
        step="options",
        message=r"GetOption.*DOMException",
    ),
    Case(
        id="a redirect to the logon page",
        spoil=_if(_is_call, _redirected),
        step="logon",
        message="missing body element",
    ),
    Case(
        id="a fault with HTTP status 500",
        spoil=_if(_is_fault, _has_status(HTTPStatus.INTERNAL_SERVER_ERROR)),
        step="queries",
        message=r"refused otherwise: .*Internal Server Error",
    ),
)

LOGON: Final = (
    Case(
        id="LogonResponse with a prefix",
        spoil=replacing("(</?)LogonResponse( xmlns='[^']*')?", r"\1ns:LogonResponse", "Logon"),
        step="logon",
        message="Missing parameter",
    ),
    Case(
        id="no type of a value",
        spoil=replacing(r"(<pstrSessionToken) xsi:type='xsd:string'", r"\1", "Logon"),
        step="logon",
        message=r"Parameter type mismatch.*Expected 'xsd:string'",
    ),
    Case(
        id="no userInfo",
        spoil=replacing("<userInfo.*</userInfo>", "", "Logon"),
        step="logon",
        message="userInfo structure missing",
    ),
    Case(
        id="no serverInfo",
        spoil=replacing("<serverInfo[^>]*>", "", "Logon"),
        step="logon",
        message="Cannot read properties of null",
    ),
    Case(
        id="an empty session token",
        spoil=replacing("___[^<]*", "", "Logon"),
        step="logon",
        message="no session token was returned",
    ),
    Case(
        id="an empty security token",
        spoil=replacing("(?<=>)@[^<]*", "", "Logon"),
        step="logon",
        message="no security token was returned",
    ),
    Case(
        id="a refusal without its code",
        spoil=replacing("XSV-350012 ", "", "Logon"),
        step="refused logon",
        message="did not match the regular expression /XSV-350012/",
    ),
)

VALUES: Final = (
    Case(
        id="a type before a small letter: xsd:datetime",
        spoil=replacing("xsd:dateTime", "xsd:datetime", "GetServerTime"),
        step="getServerTime",
        message="Expected 'xsd:dateTime', got 'xsd:datetime'",
    ),
    Case(
        id="a number told as text",
        spoil=replacing("(xsd:byte'>)(3|14)<", r"\g<1>6<", "GetOption"),
        step="options",
        message="NmsBroadcast_MsgValidityDuration: '432000'",
    ),
    Case(
        id="an absent option with a type",
        spoil=replacing("(xsd:byte'>)0<", r"\g<1>6<", "GetOption"),
        step="options",
        message="an option that does not exist is ''",
    ),
    Case(
        id="a query that returns no element",
        spoil=replacing(r"(<pdomOutput [^>]*>).*(</pdomOutput>)", r"\1\2", "ExecuteQuery"),
        step="queries",
        message="Cannot convert undefined or null to object",
    ),
    Case(
        id="a selection whose root is no collection",
        spoil=replacing("delivery-collection", "deliveries", "ExecuteQuery"),
        step="queries",
        message=r"\-   delivery: \[",
    ),
    Case(
        id="a status that is there twice",
        spoil=replacing("(<psStatus.*</psStatus>)", r"\1\1", "GetStatus"),
        step="prepare",
        message="Expected 'ns:Element', got 'xsd:short'",
    ),
    Case(
        id="a log that begins anew with every answer",
        spoil=replacing('<log id="[0-9]+"', '<log id="1512"', "GetStatus"),
        step="prepare",
        message="log lines are repeated",
    ),
)

SCHEMAS: Final = (
    Case(
        id="a schema without implements",
        spoil=_of("nms:delivery", replacing(' implements="xtk:persist"', "")),
        step="schemas",
        message="implements of nms:delivery",
    ),
    Case(
        id="no interface of jobs",
        spoil=_of("xtk:job", replacing(' implements="xtk:jobInterface"', "")),
        step="prepare",
        message=r"SDK-000009 .*'Submit'",
    ),
    Case(
        id="a type that nothing declares",
        spoil=_of("xtk:session", replacing('<element name="userInfo".*?</element>', "")),
        step="getUserInfo",
        message="Unsupported return type 'sessionUserInfo'",
    ),
    Case(
        id="no schema of sessions",
        spoil=_of("xtk:session", replacing("<schema .*</schema>", "")),
        step="options",
        message="Schema 'xtk:session' not found",
    ),
)

PAGES: Final = (
    Case(
        id="a redirection server that is not well",
        spoil=replacing("status='OK'", "status='KO'", "/r/test"),
        step="test",
        message="'KO' !== 'OK'",
    ),
    Case(
        id="a ping of yesterday",
        spoil=replacing(r"\d{4}-\d\d-\d\d", "2024-05-06", "/nl/jsp/ping.jsp"),
        step="ping",
        message="is not the present time",
    ),
    Case(
        id="a session that survives its end",
        spoil=replacing("XSV-350008", "XSV-350013"),
        step="after logoff",
        message="refused otherwise: .*XSV-350013",
    ),
)

CASES: Final = (*ENVELOPE, *LOGON, *VALUES, *SCHEMAS, *PAGES)
