"""Sessions: who is let in, how, and for how long."""

import re
from http import HTTPStatus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.lab.application.lives import ExpiredForm, Life, Spans
from campaign_tracking.lab.settings import LabSettings
from campaign_tracking.lab.zones import DEFAULT, Right
from tests.lab_itself.client import Client, FaultError, values
from tests.lab_itself.running import in_lab, visiting

EXPIRED = "XSV-350008 Session has expired or is invalid. Please reconnect."
BY_PASSWORD = DEFAULT | {Right.ALLOW_USER_PASSWORD, Right.SESSION_TOKEN_ONLY}


def lab(rights: frozenset[Right] = DEFAULT, life: Life | None = None) -> LabSettings:
    """Return settings of a fast lab."""
    return LabSettings(pace_scale=0.05, rights=rights, life=life or Life())


async def text_of(client: Client, method: str = "TestCnx") -> str:
    """Return what a call that needs a session answers."""
    return (await client.post("xtk:session", method)).text


async def is_in(client: Client) -> bool:
    """Return whether a call that needs a session is served."""
    return "<TestCnxResponse" in await text_of(client)


@pytest.mark.parametrize("rights", [DEFAULT, DEFAULT | {Right.SESSION_TOKEN_ONLY}])
def test_the_security_token_is_waived_by_the_zone_alone(rights: frozenset[Right]) -> None:
    """With ``sessionTokenOnly`` the session token suffices, in calls and for pages."""

    async def scenario(client: Client) -> None:
        client.security = ""
        waived = Right.SESSION_TOKEN_ONLY in rights
        assert await is_in(client) == waived
        ping = await client.page("ping.jsp", Cookie=f"__sessiontoken={client.session}")
        assert ping.text.startswith("OK\n") == waived
        client.session = ""
        assert await text_of(client) == EXPIRED

    in_lab(scenario, lab(rights))


@pytest.mark.parametrize(
    ("rights", "served"),
    [
        (DEFAULT, False),
        (DEFAULT | {Right.ALLOW_USER_PASSWORD}, False),
        (DEFAULT | {Right.SESSION_TOKEN_ONLY}, False),
        (BY_PASSWORD, True),
    ],
)
def test_login_and_password_as_session_token(rights: frozenset[Right], *, served: bool) -> None:
    """Only with both flags; as first parameter, as cookie, and in a page's address."""

    async def scenario(client: Client) -> None:
        token = f"{client.lab.login}/{client.lab.password}"
        client.session = token
        assert await is_in(client) == served
        client.session, client.headers = "", {"Cookie": f"__sessiontoken={token}"}
        assert await is_in(client) == served
        ping = await client.page(f"ping.jsp?__sessiontoken={token}")
        assert ping.text.startswith("OK\n") == served
        client.headers = {}
        client.session = f"{client.lab.login}/wrong"
        assert await text_of(client) == EXPIRED

    visiting(scenario, lab(rights))


def test_a_logoff_neither_ends_nor_renews_what_stands_for_a_session() -> None:
    """There was no logon: it goes on, and its calls are counted on."""

    async def scenario(client: Client) -> None:
        client.session = f"{client.lab.login}/{client.lab.password}"
        assert "<LogoffResponse" in await text_of(client, "Logoff")
        assert [await is_in(client) for _ in range(2)] == [True, False]

    visiting(scenario, lab(BY_PASSWORD, Life(first_ends_at_call=3)))


@pytest.mark.parametrize(
    ("form", "status", "begins"),
    [
        (ExpiredForm.TEXT_403, HTTPStatus.FORBIDDEN, EXPIRED),
        (ExpiredForm.TEXT_200, HTTPStatus.OK, EXPIRED),
        (ExpiredForm.FAULT_200, HTTPStatus.OK, "<?xml"),
    ],
)
def test_forms_of_the_refusal(form: ExpiredForm, status: HTTPStatus, begins: str) -> None:
    """Sources disagree: a line with 403, a line with 200, a fault with 200."""

    async def scenario(client: Client) -> None:
        client.session = "___unknown"
        refused = await client.post("xtk:session", "TestCnx")
        assert (refused.status_code, refused.text[: len(begins)]) == (status, begins)
        assert EXPIRED in refused.text
        page = await client.page("ping.jsp")
        assert (page.status_code, page.text) == (status, EXPIRED)

    visiting(scenario, lab(life=Life(expired=form)))


def test_a_fault_of_the_session_layer_is_not_hidden() -> None:
    """A client could never renew its session otherwise."""

    async def scenario(client: Client) -> None:
        client.session = "___unknown"
        assert EXPIRED in await text_of(client)

    visiting(scenario, lab(frozenset(), Life(expired=ExpiredForm.FAULT_200)))


def test_the_first_session_ends_at_its_nth_call() -> None:
    """The logon is not counted, ping.jsp is; a new session has no such end."""

    async def scenario(client: Client) -> None:
        assert await is_in(client)
        cookie = f"__sessiontoken={client.session}"
        ping = {"Cookie": cookie, "X-Security-Token": client.security}
        assert (await client.page("ping.jsp", **ping)).text.startswith("OK\n")
        assert await text_of(client) == EXPIRED
        assert await text_of(client) == EXPIRED
        client.keep(await client.log_on())
        for _ in range(5):
            assert await is_in(client)

    in_lab(scenario, lab(life=Life(first_ends_at_call=3)))


def test_later_sessions_may_end_at_once() -> None:
    """Logging on again succeeds, and helps nothing."""

    async def scenario(client: Client) -> None:
        assert await is_in(client)
        for _ in range(2):
            assert await text_of(client) == EXPIRED
            client.keep(await client.log_on())

    in_lab(scenario, lab(life=Life(first_ends_at_call=2, later_end_at_once=True)))


def test_what_stands_for_a_session_ends_for_good() -> None:
    """The same string cannot be renewed."""

    async def scenario(client: Client) -> None:
        client.session = f"{client.lab.login}/{client.lab.password}"
        assert [await is_in(client) for _ in range(3)] == [True, False, False]

    visiting(scenario, lab(BY_PASSWORD, Life(first_ends_at_call=2)))


def test_sessions_end_with_time() -> None:
    """The answer to the logon tells how long they live."""

    async def scenario(client: Client) -> None:
        response = await client.log_on()
        assert 'sessionTimeOut="0" securityTimeOut="0"' in response.text
        client.keep(response)
        assert await text_of(client) == EXPIRED

    visiting(scenario, lab(life=Life(session_s=0)))


@given(
    life_s=st.floats(0.5, 100),
    first=st.none() | st.integers(1, 5),
    later=st.booleans(),
    asked_at_s=st.lists(st.floats(0, 200), max_size=8).map(sorted),
)
def test_life(*, life_s: float, first: int | None, later: bool, asked_at_s: list[float]) -> None:
    """A life ends by time or by number, and what has ended does not come back."""
    clock = [0.0]
    spans = Spans(
        Life(session_s=life_s, first_ends_at_call=first, later_end_at_once=later),
        lambda: clock[0],
    )
    one, other = spans.begin(), spans.begin()
    for number, at_s in enumerate(asked_at_s, start=1):
        clock[0] = at_s
        young = at_s < life_s
        assert spans.lives(one) == (young and (first is None or number < first))
        assert spans.lives(other) == (young and not later)


@pytest.mark.parametrize("rights", [DEFAULT, DEFAULT | {Right.ALLOW_HTTP}])
def test_plain_http(rights: frozenset[Right]) -> None:
    """A session is opened over plain HTTP only where the zone allows it; then it may be used."""

    async def scenario(client: Client) -> None:
        client.keep(await client.log_on())
        client.url = client.lab.plain_url
        assert await is_in(client)
        opened = await client.log_on("wrong")
        assert opened.status_code == HTTPStatus.FORBIDDEN
        if Right.ALLOW_HTTP in rights:
            assert opened.text.startswith("XSV-350012 ")
            client.keep(await client.log_on())
            assert await is_in(client)
        else:
            assert opened.text == "HTTP is not allowed in this security zone."

    visiting(scenario, lab(rights))


def test_plain_http_for_what_stands_for_a_session() -> None:
    """Each such call opens one."""

    async def scenario(client: Client) -> None:
        client.session = f"{client.lab.login}/{client.lab.password}"
        client.url = client.lab.plain_url
        assert await text_of(client) == "HTTP is not allowed in this security zone."

    visiting(scenario, lab(BY_PASSWORD))


def test_an_address_outside_the_operators_zone() -> None:
    """It is refused first of all, whatever the password and the scheme."""
    refusal = re.compile(r"XSV-350013 The '127\.0\.0\.1' IP address via which ")

    async def scenario(client: Client) -> None:
        for url in (client.lab.campaign_url, client.lab.plain_url):
            client.url = url
            for password in ("", "wrong"):
                refused = await client.log_on(password)
                assert refused.status_code == HTTPStatus.FORBIDDEN
                assert refusal.match(refused.text)
            assert refusal.match(await text_of(client))
            assert refusal.match((await client.page("ping.jsp")).text)
            assert "<GetServerTimeResponse" in await text_of(client, "GetServerTime")

    visiting(scenario, LabSettings(pace_scale=0.05, refuse_address=True))


def test_an_address_of_the_operators_zone_behind_the_proxy() -> None:
    """The same lab, asked from where the operator may be."""

    async def scenario(client: Client) -> None:
        client.headers = {"X-Forwarded-For": "192.0.2.7"}
        client.keep(await client.log_on())
        assert await is_in(client)
        client.headers = {}
        assert (await text_of(client)).startswith("XSV-350013 ")

    visiting(scenario, LabSettings(pace_scale=0.05, refuse_address=True))


def test_a_stranger_is_refused_for_his_address() -> None:
    """The operator belongs to the lan."""

    async def scenario(client: Client) -> None:
        client.headers = {"X-Forwarded-For": "203.0.113.9"}
        assert (await client.log_on()).text.startswith("XSV-350013 The '203.0.113.9' IP address")

    visiting(scenario)


def test_errors_are_hidden_without_show_errors() -> None:
    """Nothing of the fault is left but the code that says so."""

    async def scenario(client: Client) -> None:
        with pytest.raises(FaultError, match=r"^SOP-330023 ") as hidden:
            await client.rows("nms:delivery", "@noSuchField")
        assert "XTK" not in str(hidden.value)
        with pytest.raises(FaultError, match=r"^SOP-330023 "):
            await client.call("xtk:session", "NoSuchMethod")
        assert (await client.log_on("wrong")).text.startswith("XSV-350012 ")

    in_lab(scenario, lab(frozenset()))


def test_who_is_logged_on() -> None:
    """Whatever it is that lets one in, it is the same operator."""

    async def scenario(client: Client) -> None:
        client.session = f"{client.lab.login}/{client.lab.password}"
        answer = values(await text_of(client, "GetUserInfo"))
        user = answer.find("pUserInfo/userInfo")
        assert user is not None
        assert user.get("login") == client.lab.login

    visiting(scenario, lab(BY_PASSWORD))


def test_the_way_by_which_a_simulation_is_known() -> None:
    """Every answer names the lab: pages, faults, refusals, redirects, of every server."""

    async def scenario(client: Client) -> None:
        answers = [
            await client.log_on("wrong"),
            await client.post("xtk:session", "GetServerTime"),
            await client.page("logon.jsp"),
            await client.http.get(f"{client.lab.tracking[0].url}/r/test"),
            await client.http.get(f"{client.lab.tracking[0].secure_url}/r/?id=x"),
        ]
        assert {answer.headers["server"] for answer in answers} == {"campaign-tracking-lab"}

    visiting(scenario)
