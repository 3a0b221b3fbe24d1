"""A link is clicked on a tracking server directly, in the public name and as received."""

import ssl

import httpx
import pytest
import trustme

from campaign_tracking.redirection.click import click
from campaign_tracking.redirection.direct_clicks import click_directly
from campaign_tracking.redirection.silence import Silence
from tests.unit.redirection.loopback import Loopback, answering, listening, response, silent

LINK = "http://T.example.com/r/?id=h1,2,3&p1=%7e|'#part"
FOUND = response("", status="302 Found", headers="Location: http://w.example/\r\n")
MISSING = response("cannot be found", status="404 Not Found")


def directly(client: httpx.Client, servers: dict[str, str], link: str = LINK) -> dict[str, int]:
    """Click on each server; return the statuses."""
    seen = click_directly(client, link, servers, answer_s=0.5, user_agent="Reader/1.0")
    assert {each.url for each in seen.values()} <= {link}
    return {id_: each.status_code or 0 for id_, each in seen.items()}


def head_of(server: Loopback) -> list[bytes]:
    """Return the lines of the one request that a server got."""
    (request,) = server.requests
    return request.partition(b"\r\n\r\n")[0].split(b"\r\n")


def test_each_server_is_asked_once(client: httpx.Client) -> None:
    """The server that lacks the delivery is told from the one that has it, by its id."""
    with listening(answering(FOUND)) as trk1, listening(answering(MISSING)) as trk2:
        statuses = directly(client, {"trk1": trk1.url, "trk2": trk2.url})

    assert statuses == {"trk1": 302, "trk2": 404}
    assert list(statuses) == ["trk1", "trk2"]
    assert head_of(trk2)[0] == b"GET /r/?id=h1,2,3&p1=%7e|' HTTP/1.1"
    assert b"Host: t.example.com" in head_of(trk2)
    assert b"User-Agent: Reader/1.0" in head_of(trk2)


def test_a_port_stays_in_the_host_header(client: httpx.Client) -> None:
    """The public name's own port is named, not the server's."""
    with listening(answering(FOUND)) as trk1:
        directly(client, {"trk1": trk1.url}, "https://t.example.com:8443/r/?id=h1,2,3")

    assert b"Host: t.example.com:8443" in head_of(trk1)


def test_a_silent_server_holds_up_nobody(client: httpx.Client) -> None:
    """Servers are asked side by side, each with the limit to itself."""
    with listening(silent) as one, listening(silent) as two, listening(answering(FOUND)) as three:
        servers = {"one": one.url, "two": two.url, "three": three.url}
        seen = click_directly(client, LINK, servers, answer_s=0.5, user_agent="Reader/1.0")

    assert [each.silence for each in seen.values()] == [Silence.TIMED_OUT, Silence.TIMED_OUT, None]
    assert max(each.elapsed_s for each in seen.values()) < 1


def test_nobody_is_asked_of_none(client: httpx.Client) -> None:
    """Without servers there are no clicks."""
    assert directly(client, {}) == {}


@pytest.mark.parametrize(
    ("name", "silence"),
    [("t.example.com", None), ("internal.example.com", Silence.CERTIFICATE_WRONG_NAME)],
)
def test_the_certificate_is_that_of_the_public_name(
    client: httpx.Client, ca: trustme.CA, name: str, silence: Silence | None
) -> None:
    """Over https the public name is asked for, and the certificate must be for it."""
    asked: list[str | None] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert(name).configure_cert(context)
    context.sni_callback = lambda _, server_name, __: asked.append(server_name)
    with listening(answering(FOUND), context=context) as trk1:
        url = trk1.url.replace("http:", "https:")
        seen = click_directly(client, LINK, {"trk1": url}, answer_s=2, user_agent="Reader/1.0")

    assert asked == ["t.example.com"]
    assert seen["trk1"].silence == silence


def test_what_cannot_be_asked(client: httpx.Client) -> None:
    """A link that is no URL is asked for nowhere."""
    with listening(answering(FOUND)) as trk1:
        seen = click(client, "http://t\x00/", answer_s=2, user_agent="Reader/1.0", server=trk1.url)

    assert seen.silence is Silence.NOT_ASKABLE
    assert trk1.requests == []
