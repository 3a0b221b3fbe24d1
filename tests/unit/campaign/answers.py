"""A platform's answers, written as recorded ones are."""

from xml.sax.saxutils import escape

URL = "http://campaign.example"
ROUTER = f"{URL}/nl/jsp/soaprouter.jsp"
SECURE = "https://campaign.example"
XML = "text/xml; charset=utf-8"
BYTE_ORDER_MARK = "\ufeff"

SESSION_TOKEN = "___11111111-2222-3333-4444-555555555555"
SECURITY_TOKEN = "@c2VjdXJpdHk="
SERVER_INFO = (
    '<serverInfo buildNumber="9999" instanceName="lab" majNumber="7" minNumber="4" '
    'servicePack="1"\n          releaseName="7.4.1" serverDate="2024-05-06 07:08:09.123Z" '
    'sessionTimeOut="86400" securityTimeOut="86400"/>'
)


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


def enveloped(inside: str) -> str:
    """Return the recorded envelope, to the letter, around a recorded body (soap-wire.md, 5)."""
    return (
        "<?xml version='1.0'?><SOAP-ENV:Envelope xmlns:xsd='http://www.w3.org/2001/XMLSchema' "
        "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xmlns:ns='urn:xtk:session' "
        "xmlns:SOAP-ENV='http://schemas.xmlsoap.org/soap/envelope/'><SOAP-ENV:Body>\n"
        f"{inside}\n</SOAP-ENV:Body></SOAP-ENV:Envelope>"
    )


def logon(
    session_token: str = SESSION_TOKEN,
    security_token: str = SECURITY_TOKEN,
    method: str = "Logon",
    server_info: str = SERVER_INFO,
) -> str:
    """Return the recorded answer to a logon (soap-wire.md, 7)."""
    return enveloped(
        f"<{method}Response xmlns='urn:xtk:session' "
        "SOAP-ENV:encodingStyle='http://schemas.xmlsoap.org/soap/encoding/'>\n"
        f"  <pstrSessionToken xsi:type='xsd:string'>{session_token}</pstrSessionToken>\n"
        "  <pSessionInfo xsi:type='ns:Element' SOAP-ENV:encodingStyle="
        "'http://xml.apache.org/xml-soap/literalxml'>\n"
        f"    <sessionInfo>\n      {server_info}\n"
        '      <userInfo login="check" loginId="1001" loginCS="Check (check)" '
        'timezone="Europe/Paris" instanceLocale="en" locale="en">\n'
        '        <login-group id="1060"/><login-right right="admin"/>'
        '<installed-package namespace="nms" name="core"/>\n'
        "      </userInfo>\n    </sessionInfo>\n  </pSessionInfo>\n"
        f"  <pstrSecurityToken xsi:type='xsd:string'>{security_token}</pstrSecurityToken>\n"
        f"</{method}Response>"
    )


def user_info() -> str:
    """Return the answer to GetUserInfo (soap-wire.md, 8)."""
    return answer(
        "GetUserInfo", "<pUserInfo xsi:type='ns:Element'><userInfo login='check'/></pUserInfo>"
    )


def recorded_fault(string: str, detail: str | None, code: str = "SOAP-ENV:Server") -> str:
    """Return a fault as it was recorded; without a detail the element is absent."""
    told = "" if detail is None else f"<detail xsi:type='xsd:string'>{detail}</detail>\n"
    return (
        "<?xml version='1.0'?><SOAP-ENV:Envelope xmlns:xsd='http://www.w3.org/2001/XMLSchema' "
        "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
        "xmlns:SOAP-ENV='http://schemas.xmlsoap.org/soap/envelope/'><SOAP-ENV:Body>"
        f"<SOAP-ENV:Fault>\n<faultcode>{code}</faultcode>\n"
        f"<faultstring xsi:type='xsd:string'>{string}</faultstring>\n{told}"
        "</SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>"
    )


GET_OPTION = enveloped(
    "<GetOptionResponse xmlns='urn:xtk:session' "
    "SOAP-ENV:encodingStyle='http://schemas.xmlsoap.org/soap/encoding/'>\n"
    "<pstrValue xsi:type='xsd:string'>https://t.example.com</pstrValue>"
    "<pbtType xsi:type='xsd:byte'>6</pbtType>\n</GetOptionResponse>"
)
