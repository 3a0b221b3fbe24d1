"""A SOAP router is known by what it says, be it an answer, a fault or a refusal."""

import httpx
import pytest
from pydantic import TypeAdapter
from pytest_httpx import HTTPXMock

from campaign_tracking import safe_xml
from campaign_tracking.redirection.route import Route
from campaign_tracking.redirection.silence import Silence
from campaign_tracking.redirection.soap_router import SoapRouterAnswer, ask_soap_router

TOMCAT = Route(server=httpx.URL("http://t.example:8080/"))
URL = "http://t.example:8080/nl/jsp/soaprouter.jsp"


@pytest.mark.parametrize(
    ("body", "status", "recognised"),
    [
        ("<e:Envelope xmlns:e='urn:x'><e:Body/></e:Envelope>", 200, (True, "")),
        ("<e:Envelope xmlns:e='x'><f>XSV-350013 no</f></e:Envelope>", 500, (True, "XSV-350013")),
        ("XSV-350012 Invalid login or password.", 403, (True, "XSV-350012")),
        ("<html><body>It works!</body></html>", 200, (False, "")),
        ("<!DOCTYPE Envelope><Envelope/>", 200, (False, "")),
        ("", 404, (False, "")),
    ],
)
def test_what_comes(
    client: httpx.Client,
    httpx_mock: HTTPXMock,
    body: str,
    status: int,
    recognised: tuple[bool, str],
) -> None:
    """An envelope or a code is a router's, whatever the status; any other page is not."""
    httpx_mock.add_response(method="POST", url=URL, text=body, status_code=status)

    seen, facts = ask_soap_router(client, TOMCAT, answer_s=1), TypeAdapter(SoapRouterAnswer)

    assert (seen.silence, seen.status_code, seen.url) == (None, status, URL)
    assert (seen.is_soap_router, seen.error_code) == recognised
    assert facts.validate_python(facts.dump_python(seen, mode="json")) == seen


def test_what_is_asked(client: httpx.Client, httpx_mock: HTTPXMock) -> None:
    """One call that anybody may make, with an empty token where the token belongs."""
    httpx_mock.add_response()
    ask_soap_router(client, TOMCAT, answer_s=1)

    (request,) = httpx_mock.get_requests()
    (call,) = safe_xml.parse(request.content.decode())[0]
    assert request.headers["SOAPAction"] == "xtk:session#GetServerTime"
    assert request.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert (call.tag, [child.text for child in call]) == ("{urn:xtk:session}GetServerTime", [None])


def test_silence(client: httpx.Client, httpx_mock: HTTPXMock) -> None:
    """No answer is a fact, too."""
    httpx_mock.add_exception(httpx.ReadTimeout("late"))

    seen = ask_soap_router(client, TOMCAT, answer_s=1)

    assert (seen.silence, seen.words) == (Silence.TIMED_OUT, "ReadTimeout: late")
    assert (seen.is_soap_router, seen.status_code) == (False, None)
