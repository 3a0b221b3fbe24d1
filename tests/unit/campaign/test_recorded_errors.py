"""Errors in the shapes that are known of: soap-wire.md, section 6, and what stands in front."""

import pytest
import requests
import responses

from campaign_tracking.campaign.calls import NOBODY, Tokens, call, page
from campaign_tracking.campaign.errors import (
    AddressRefused,
    BrokenAnswer,
    CampaignError,
    DetailHidden,
    EmptyAnswer,
    Fault,
    GatewayFailed,
    HttpRefused,
    MethodMissing,
    NotCampaign,
    SentElsewhere,
    SessionExpired,
    SessionRefused,
    WebPage,
    WrongArguments,
    WrongPassword,
)
from campaign_tracking.campaign.transport import Transport
from tests.unit.campaign.answers import (
    BYTE_ORDER_MARK,
    GET_OPTION,
    ROUTER,
    SECURE,
    URL,
    XML,
    enveloped,
    logon,
    recorded_fault,
)

EXECUTING = "SOP-330011 Error while executing the method 'Prepare' of service 'nms:delivery'."
NO_TARGET = "DLV-490009 You have not defined the target population of the delivery action."
EXPIRED = "XSV-350008 Session has expired or is invalid. Please reconnect."
WRONG = "XSV-350012 Invalid login or password. Connection denied."
ADDRESS = "XSV-350013 The '192.0.2.7' IP address via which you come is not allowed."
FAULTS = {
    "recorded": (EXECUTING, NO_TARGET, Fault, ("SOP-330011", "DLV-490009")),
    "code-in-the-string-only": (EXECUTING, "no code", Fault, ("SOP-330011",)),
    "without-a-detail": (EXECUTING, None, Fault, ("SOP-330011",)),
    "code-in-the-detail-only": ("Error", NO_TARGET, Fault, ("DLV-490009",)),
    "several-lines": (
        EXECUTING,
        f"PGS-220000 PostgreSQL error\nXTK-170036 Unable to parse\n{NO_TARGET}",
        Fault,
        ("SOP-330011", "PGS-220000", "XTK-170036", "DLV-490009"),
    ),
    "no-such-method": (
        "SOP-330006 The method 'X' is not defined in SOAP service 'xtk:session'.",
        None,
        MethodMissing,
        ("SOP-330006",),
    ),
    "wrong-arguments": ("SOP-330003 Wrong arguments.", None, WrongArguments, ("SOP-330003",)),
    "masked": (
        "SOP-330023 You have not the rights to view the detail.",
        "",
        DetailHidden,
        ("SOP-330023",),
    ),
    "expired": (EXPIRED, None, SessionExpired, ("XSV-350008",)),
    "expired-in-the-detail": (EXECUTING, EXPIRED, SessionExpired, ("SOP-330011", "XSV-350008")),
    "wrong-password": (WRONG, None, WrongPassword, ("XSV-350012",)),
    "session-behind-another": (
        "SOP-330003 Wrong arguments.",
        WRONG,
        WrongPassword,
        ("SOP-330003", "XSV-350012"),
    ),
    "address": (ADDRESS, None, AddressRefused, ("XSV-350013",)),
    "not-saved": ("XSV-350023 Unable to save", None, Fault, ("XSV-350023",)),
    "no-code-at-all": ("It went wrong", "somewhere", Fault, ()),
    "no-word-at-all": ("", "", Fault, ()),
}


@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize(
    ("string", "detail", "kind", "codes"), list(FAULTS.values()), ids=list(FAULTS)
)
def test_fault(
    wire: responses.RequestsMock,
    transport: Transport,
    status: int,
    string: str,
    detail: str | None,
    kind: type[Fault],
    codes: tuple[str, ...],
) -> None:
    """A fault is told by all codes in its string and its detail, at any status (section 6)."""
    wire.post(ROUTER, recorded_fault(string, detail), status=status, content_type=XML)

    with pytest.raises(Fault) as error:
        call(transport, Tokens(session="x", security="y"), "nms:delivery#Prepare")

    assert (type(error.value), error.value.codes) == (kind, codes)
    assert error.value.status_code == status
    assert error.value.text == "\n".join(filter(None, (string, detail))) or not string
    assert str(error.value)


def test_fault_says_what_its_code_means() -> None:
    """A code that the public sources explain is worded; the platform's own words stay (6)."""
    words = str(Fault(f"{EXECUTING}\n{NO_TARGET}", 200))

    assert words == f"the delivery has no target ({EXECUTING}\n{NO_TARGET})"


def asked_for(transport: Transport, what: str) -> object:
    """Ask for the SOAP router, or for a page."""
    if what == "router":
        return call(transport, NOBODY, "xtk:session#TestCnx")
    return page(transport, NOBODY, "/nl/jsp/ping.jsp")


@pytest.mark.parametrize("what", ["router", "page"])
@pytest.mark.parametrize("status", [200, 401, 403, 500])
@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (EXPIRED, SessionExpired),
        (WRONG, WrongPassword),
        (ADDRESS, AddressRefused),
        (f"{EXPIRED}\r\n", SessionExpired),
        (f"\n {EXPIRED}", SessionExpired),
        (f"{BYTE_ORDER_MARK}{EXPIRED}", SessionExpired),
        ("XSV-350063 No data source is defined.", Fault),
    ],
)
def test_line_of_text(
    wire: responses.RequestsMock,
    transport: Transport,
    what: str,
    status: int,
    line: str,
    kind: type[Fault],
) -> None:
    """The session layer speaks one line of plain text, whatever the status (section 6)."""
    url, verb = (ROUTER, "POST") if what == "router" else (f"{URL}/nl/jsp/ping.jsp", "GET")
    wire.add(verb, url, line.encode(), status=status, content_type="text/plain")

    with pytest.raises(Fault) as error:
        asked_for(transport, what)

    assert (type(error.value), error.value.status_code) == (kind, status)
    assert error.value.text == line.strip(f"\r\n {BYTE_ORDER_MARK}")


PROXY = "<!DOCTYPE html>\n<html><head><title>\n Access\n denied</title></head><body/></html>"
LOGIN = (
    "<html><head><TITLE>Sign in</TITLE></head><body><form action='/login'>"
    "<input name='u'><input type='password' name='p'></form></body></html>"
)
TOMCAT = "<html><head><title>Apache Tomcat - Error report</title></head><body>{}</body></html>"
OTHERS: dict[str, tuple[int, str, type[CampaignError], str]] = {
    "page-of-a-proxy": (200, PROXY, WebPage, 'a web page, of a proxy perhaps "Access denied"'),
    "page-of-a-proxy-refusing": (403, PROXY, WebPage, 'HTTP 403, a web page.* "Access denied"'),
    "login-page": (200, LOGIN, WebPage, 'a login page "Sign in"'),
    "xhtml": (200, "<html xmlns='http://www.w3.org/1999/xhtml'><p/></html>", WebPage, "web page"),
    "404-page": (404, TOMCAT.format("404"), WebPage, "HTTP 404, a web page"),
    "500-page": (500, TOMCAT.format("500"), WebPage, "HTTP 500, a web page"),
    "404-text": (404, "Not here", NotCampaign, "HTTP 404, no SOAP answer: Not here"),
    "502": (502, "<html><body>Bad Gateway</body></html>", GatewayFailed, "HTTP 502: nothing"),
    "503": (503, "Service Unavailable", GatewayFailed, "HTTP 503.*Service Unavailable"),
    "504": (504, "", GatewayFailed, "HTTP 504: nothing answers behind a proxy"),
    "502-broken-page": (502, "<html><p>Bad Gateway", GatewayFailed, "HTTP 502"),
    "503-xml": (503, "<error>upstream", GatewayFailed, "HTTP 503"),
    "empty": (200, "", EmptyAnswer, "HTTP 200 with an empty body"),
    "blank": (200, " \r\n", EmptyAnswer, "HTTP 200 with an empty body"),
    "empty-500": (500, "", EmptyAnswer, "HTTP 500 with an empty body"),
    "json": (200, '{"error": "x"}', NotCampaign, 'no SOAP answer: {"error": "x"}'),
    "truncated": (200, GET_OPTION[:400], BrokenAnswer, "broken XML, cut off perhaps"),
    "truncated-in-a-tag": (200, GET_OPTION[:-12], BrokenAnswer, "broken XML, cut off perhaps"),
    "truncated-behind-a-mark": (
        200,
        BYTE_ORDER_MARK + GET_OPTION[:400],
        BrokenAnswer,
        "broken XML",
    ),
    "other-xml": (200, "<rss><channel/></rss>", BrokenAnswer, "XML that is not a SOAP answer"),
    "another-answer": (200, logon(), BrokenAnswer, "LogonResponse came where GetOptionResponse"),
    "two-answers": (
        200,
        enveloped("<GetOptionResponse/><GetOptionResponse/>"),
        BrokenAnswer,
        "XML that is not a SOAP answer",
    ),
    "no-answer": (200, enveloped(""), BrokenAnswer, "XML that is not a SOAP answer"),
}


@pytest.mark.parametrize(
    ("status", "body", "kind", "words"), list(OTHERS.values()), ids=list(OTHERS)
)
def test_something_in_front(
    wire: responses.RequestsMock,
    transport: Transport,
    status: int,
    body: str,
    kind: type[CampaignError],
    words: str,
) -> None:
    """What a proxy or a web server says is told by who said it, at both schemes (section 6)."""
    for url in (URL, SECURE):
        wire.post(f"{url}/nl/jsp/soaprouter.jsp", body.encode(), status=status)

        with pytest.raises(CampaignError, match=words) as error:
            call(at(url, transport), NOBODY, "xtk:session#GetOption")

        assert type(error.value) is kind


def at(url: str, transport: Transport) -> Transport:
    """Return how to reach another server."""
    return Transport(http=transport.http, url=url, connect_s=1, answer_s=1)


@pytest.mark.parametrize(
    ("url", "location", "kind"),
    [
        pytest.param(URL, "https://sso.example.net/login?x=1", SentElsewhere, id="login-page"),
        pytest.param(SECURE, "https://sso.example.net/login?x=1", SentElsewhere, id="secure"),
        pytest.param(URL, "/nl/jsp/logon.jsp", SentElsewhere, id="logon-page"),
        pytest.param(URL, f"{SECURE}/nl/jsp/soaprouter.jsp", HttpRefused, id="https"),
        pytest.param(URL, "HTTPS://CAMPAIGN.example:8443/x", HttpRefused, id="https-otherwise"),
        pytest.param(SECURE, f"{SECURE}/elsewhere", SentElsewhere, id="https-to-https"),
        pytest.param(URL, f"{URL}/elsewhere", SentElsewhere, id="http-to-http"),
    ],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect(
    wire: responses.RequestsMock,
    transport: Transport,
    status: int,
    url: str,
    location: str,
    kind: type[CampaignError],
) -> None:
    """A redirect is not followed; one to https of the same server is about plain HTTP (6, 1)."""
    wire.post(f"{url}/nl/jsp/soaprouter.jsp", status=status, headers={"Location": location})

    with pytest.raises(CampaignError) as error:
        call(at(url, transport), NOBODY, "xtk:session#Logon")

    assert type(error.value) is kind
    assert location in str(error.value)
    assert len(wire.calls) == 1


@pytest.mark.parametrize("location", ["https://[::1", "http://x:port/", "//", "%%", "http://é\\"])
def test_redirect_to_what_is_no_url(
    wire: responses.RequestsMock, transport: Transport, location: str
) -> None:
    """Whatever a redirect leads to, it is our own error (section 6)."""
    wire.post(ROUTER, status=302, headers={"Location": location})

    with pytest.raises(NotCampaign, match=r"no URL|sends us to"):
        call(transport, NOBODY, "xtk:session#Logon")


@pytest.mark.parametrize(
    ("url", "status", "body", "kind"),
    [
        (URL, 403, "Forbidden", HttpRefused),
        (URL, 403, "", HttpRefused),
        (URL, 401, "", HttpRefused),
        (URL, 403, "XSV-350099 Sessions over HTTP are not allowed.", Fault),
        (URL, 403, WRONG, WrongPassword),
        (SECURE, 403, "Forbidden", SessionRefused),
        (SECURE, 403, "", SessionRefused),
        (SECURE, 401, "Unauthorized", SessionExpired),
        (SECURE, 401, "", SessionExpired),
    ],
)
def test_refusal_without_a_code(
    wire: responses.RequestsMock,
    transport: Transport,
    url: str,
    status: int,
    body: str,
    kind: type[CampaignError],
) -> None:
    """A refusal without a code is taken for one of plain HTTP where that is spoken (1 and 6)."""
    wire.post(f"{url}/nl/jsp/soaprouter.jsp", body, status=status)

    with pytest.raises(CampaignError) as error:
        call(at(url, transport), NOBODY, "xtk:session#Logon")

    assert type(error.value) is kind
    assert ("allowHTTP" in str(error.value)) is (kind is HttpRefused)
    assert f"{status}" in str(error.value) or body in str(error.value)


def test_nothing_came_of_it(wire: responses.RequestsMock, transport: Transport) -> None:
    """Silence has the network's own words, without Python's objects around them."""
    words = "<urllib3.connection.HTTPConnection object at 0x7f00>: Connection refused"
    wire.post(ROUTER, body=requests.ConnectionError(words))

    with pytest.raises(CampaignError) as error:
        call(transport, NOBODY, "xtk:session#Logon")

    assert str(error.value) == "ConnectionError: Connection refused"
