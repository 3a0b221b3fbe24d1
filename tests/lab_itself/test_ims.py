"""The identity service, and its tokens in place of a session."""

import re
from collections.abc import Mapping
from http import HTTPStatus

import httpx
import pytest

from campaign_tracking.lab.application.lives import Life
from campaign_tracking.lab.settings import LabSettings
from campaign_tracking.lab.zones import DEFAULT, Right
from tests.lab_itself.client import Client, string, values
from tests.lab_itself.running import visiting

REFUSED = (HTTPStatus.UNAUTHORIZED, "The access token is invalid or has expired.")


def lab(rights: frozenset[Right] = DEFAULT, life: Life | None = None) -> LabSettings:
    """Return settings of a fast lab."""
    return LabSettings(pace_scale=0.05, rights=rights, life=life or Life())


def form(client: Client) -> dict[str, str]:
    """Return a right request for a token."""
    return {
        "grant_type": "client_credentials",
        "client_id": client.lab.credential.client_id,
        "client_secret": client.lab.credential.client_secret,
        "scope": ",".join(client.lab.credential.scopes),
    }


async def asked(client: Client, request: Mapping[str, str]) -> httpx.Response:
    """Return what the token endpoint answers."""
    return await client.http.post(f"{client.lab.campaign_url}/ims/token/v3", data=request)


async def bearer(client: Client) -> str:
    """Let *client* call with a new token; return it."""
    token = str((await asked(client, form(client))).json()["access_token"])
    client.headers = {"Authorization": f"Bearer {token}"}
    return token


async def outcome(client: Client) -> tuple[int, str]:
    """Return status and text of a call that needs a session."""
    answer = await client.post("xtk:session", "TestCnx")
    served = "<TestCnxResponse" in answer.text
    return answer.status_code, "served" if served else answer.text


def test_a_token_is_granted() -> None:
    """With type and time, opaque, and another one each time."""

    async def scenario(client: Client) -> None:
        granted = await asked(client, form(client))
        assert granted.status_code == HTTPStatus.OK
        assert granted.headers["cache-control"] == "no-store"
        first = granted.json()
        assert list(first) == ["access_token", "token_type", "expires_in"]
        assert (first["token_type"], first["expires_in"]) == ("bearer", 86_400)
        assert re.fullmatch(r"[\w-]{60,}", first["access_token"])
        other = (await asked(client, {**form(client), "scope": "openid"})).json()
        assert other["access_token"] != first["access_token"]

    visiting(scenario)


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"client_secret": "wrong"}, HTTPStatus.UNAUTHORIZED, "invalid_client"),
        ({"client_id": "nobody"}, HTTPStatus.UNAUTHORIZED, "invalid_client"),
        ({"grant_type": "password"}, HTTPStatus.BAD_REQUEST, "unsupported_grant_type"),
        ({"scope": "openid,everything"}, HTTPStatus.BAD_REQUEST, "invalid_scope"),
        ({"scope": "openid AdobeID"}, HTTPStatus.BAD_REQUEST, "invalid_scope"),
        ({"client_secret": ""}, HTTPStatus.BAD_REQUEST, "invalid_request"),
    ],
)
def test_no_token(change: dict[str, str], status: HTTPStatus, error: str) -> None:
    """The errors of RFC 6749, section 5.2; none of them shows the secret."""

    async def scenario(client: Client) -> None:
        refused = await asked(client, {**form(client), **change})
        assert refused.status_code == status
        assert list(refused.json()) == ["error", "error_description"]
        assert refused.json()["error"] == error
        assert client.lab.credential.client_secret not in refused.text

    visiting(scenario)


def test_scope_may_be_left_out() -> None:
    """RFC 6749, section 4.4.2; twice is once too often."""

    async def scenario(client: Client) -> None:
        request: dict[str, str | list[str]] = {**form(client)}
        del request["scope"]
        url = f"{client.lab.campaign_url}/ims/token/v3"
        assert (await client.http.post(url, data=request)).json()["token_type"] == "bearer"
        twice = await client.http.post(url, data={**request, "scope": ["openid", "openid"]})
        assert twice.json()["error"] == "invalid_request"

    visiting(scenario)


@pytest.mark.parametrize("granted_by", ["marketing", "mid"])
def test_a_token_is_good_on_both_servers(granted_by: str) -> None:
    """There is one identity service, whichever address it is asked at."""

    async def scenario(client: Client) -> None:
        lab = client.lab
        url = lab.campaign_url if granted_by == "marketing" else lab.mid_url
        answer = await client.http.post(f"{url}/ims/token/v3", data=form(client))
        client.headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        for client.url in (lab.campaign_url, lab.mid_url):
            assert await outcome(client) == (HTTPStatus.OK, "served")
            exchanged = await client.post(
                "xtk:session", "BearerTokenLogon", string(answer.json()["access_token"])
            )
            assert values(exchanged.text).findtext("pstrSessionToken")

    visiting(scenario, LabSettings(pace_scale=0.05, mid_sourcing=True))


def test_a_token_in_place_of_a_session() -> None:
    """No session token, no security token, no cookie: calls and pages are served."""

    async def scenario(client: Client) -> None:
        assert (await outcome(client))[1].startswith("XSV-350008 ")
        token = await bearer(client)
        assert await outcome(client) == (HTTPStatus.OK, "served")
        user = values((await client.post("xtk:session", "GetUserInfo")).text)
        assert [one.get("login") for one in user.iter("userInfo")] == [client.lab.login]
        ping = await client.page("ping.jsp", Authorization=f"Bearer {token}")
        assert ping.text.startswith("OK\n")
        wsdl = await client.page("schemawsdl.jsp?schema=xtk:session", **client.headers)
        assert wsdl.status_code == HTTPStatus.OK

    visiting(scenario)


@pytest.mark.parametrize("header", ["Bearer wrong", "bearer wrong", "Bearer", "Basic abc"])
def test_a_wrong_token(header: str) -> None:
    """An unknown one is refused with 401; what is no bearer token is no token."""

    async def scenario(client: Client) -> None:
        client.headers = {"Authorization": header}
        status, text = await outcome(client)
        if header.endswith(" wrong"):
            assert (status, text) == REFUSED
            page = await client.page("ping.jsp", **client.headers)
            assert (page.status_code, page.text) == REFUSED
        else:
            assert text.startswith("XSV-350008 ")

    visiting(scenario)


def test_a_session_goes_before_a_token() -> None:
    """A token stands in place of a session, not beside one."""

    async def scenario(client: Client) -> None:
        await bearer(client)
        client.session = "___unknown"
        assert (await outcome(client))[1].startswith("XSV-350008 ")

    visiting(scenario)


def test_exchange() -> None:
    """BearerTokenLogon answers as Logon does; a wrong token as a wrong password."""

    async def scenario(client: Client) -> None:
        token = await bearer(client)
        client.headers = {}
        wrong = await client.post("xtk:session", "BearerTokenLogon", string("wrong"))
        assert (wrong.status_code, wrong.text[:11]) == (HTTPStatus.FORBIDDEN, "XSV-350012 ")
        exchanged = await client.post("xtk:session", "BearerTokenLogon", string(token))
        assert "<BearerTokenLogonResponse xmlns='urn:xtk:session' " in exchanged.text
        names = [value.tag for value in values(exchanged.text)]
        assert names == ["pstrSessionToken", "pSessionInfo", "pstrSecurityToken"]
        client.keep(exchanged)
        assert await outcome(client) == (HTTPStatus.OK, "served")

    visiting(scenario)


def test_the_first_token_ends_at_its_nth_call() -> None:
    """A new token is a renewal; an exchange is not counted."""

    async def scenario(client: Client) -> None:
        token = await bearer(client)
        await client.post("xtk:session", "BearerTokenLogon", string(token))
        assert await outcome(client) == (HTTPStatus.OK, "served")
        assert (await client.page("ping.jsp", **client.headers)).text.startswith("OK\n")
        assert await outcome(client) == REFUSED
        await bearer(client)
        for _ in range(4):
            assert await outcome(client) == (HTTPStatus.OK, "served")

    visiting(scenario, lab(life=Life(first_ends_at_call=3)))


def test_later_tokens_may_end_at_once() -> None:
    """A new token is granted, and refused."""

    async def scenario(client: Client) -> None:
        await bearer(client)
        assert [(await outcome(client))[0] for _ in range(2)] == [200, 401]
        await bearer(client)
        assert await outcome(client) == REFUSED

    visiting(scenario, lab(life=Life(first_ends_at_call=2, later_end_at_once=True)))


def test_tokens_end_with_time() -> None:
    """Neither sent along nor exchanged is an old one good for anything."""

    async def scenario(client: Client) -> None:
        token = await bearer(client)
        assert await outcome(client) == REFUSED
        exchanged = await client.post("xtk:session", "BearerTokenLogon", string(token))
        assert exchanged.text.startswith("XSV-350012 ")

    visiting(scenario, lab(life=Life(session_s=0)))


@pytest.mark.parametrize("rights", [DEFAULT, DEFAULT | {Right.ALLOW_HTTP}])
def test_plain_http(rights: frozenset[Right]) -> None:
    """A token opens a session with every call, so plain HTTP must be allowed."""

    async def scenario(client: Client) -> None:
        token = await bearer(client)
        client.url = client.lab.plain_url
        exchanged = await client.post("xtk:session", "BearerTokenLogon", string(token))
        if Right.ALLOW_HTTP in rights:
            assert await outcome(client) == (HTTPStatus.OK, "served")
            assert "<BearerTokenLogonResponse" in exchanged.text
        else:
            text = "HTTP is not allowed in this security zone."
            assert await outcome(client) == (HTTPStatus.FORBIDDEN, text)
            assert exchanged.text == text

    visiting(scenario, lab(rights))


def test_an_address_outside_the_operators_zone() -> None:
    """A token helps nobody who comes from the wrong place."""

    async def scenario(client: Client) -> None:
        await bearer(client)
        assert (await outcome(client))[1].startswith("XSV-350013 ")

    visiting(scenario, LabSettings(pace_scale=0.05, refuse_address=True))
