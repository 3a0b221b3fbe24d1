"""A session: what each call carries, how it is renewed, and when it is given up."""

from collections.abc import Iterator

import pytest
import requests
import responses

from campaign_tracking.campaign.calls import Tokens
from campaign_tracking.campaign.credentials import Credentials, Opened
from campaign_tracking.campaign.envelope import text
from campaign_tracking.campaign.errors import (
    CampaignError,
    Fault,
    HttpRefused,
    NotCampaign,
    NotRenewed,
    SentElsewhere,
    SessionExpired,
    SessionLost,
    SessionRefused,
    Unreachable,
    WrongPassword,
)
from campaign_tracking.campaign.errors import IdentityService as IdentityServiceError
from campaign_tracking.campaign.identity_service import EARLY_S
from campaign_tracking.campaign.session import LASTS_S, Session, SessionLife
from campaign_tracking.campaign.transport import Transport
from tests.unit.campaign.answers import (
    SECURE,
    SECURITY_TOKEN,
    SESSION_TOKEN,
    a_fault,
    answer,
    logon,
    string,
    user_info,
)
from tests.unit.campaign.calls import method, parameters
from tests.unit.campaign.ways import (
    LIVES_S,
    WAYS,
    Campaign,
    IdentityService,
    Reply,
    fine,
    password,
    session_token,
)
from tests.unit.clock import Clock

PING = "/nl/jsp/ping.jsp"
EXPIRED = "XSV-350008 Session has expired or is invalid. Please reconnect."
ALL_EXPIRED: dict[str, Reply] = {
    "fault": fine(a_fault(EXPIRED)),
    "fault-500": fine(a_fault(EXPIRED), 500),
    "fault-in-the-detail": fine(a_fault("SOP-330011 Error", EXPIRED)),
    "text-200": fine(EXPIRED),
    "text-401": fine(EXPIRED, 401),
    "text-403": fine(EXPIRED, 403),
    "401-in-other-words": fine("Unauthorized", 401),
    "401-without-a-word": fine("", 401),
}
OPTION = fine(answer("GetOption", string("pstrValue", "held") + string("pbtType", "6")))
VOID = fine(answer("Logoff", ""))
GET_OPTION = "xtk:session#GetOption"
TIMED_OUT = fine(requests.ReadTimeout("timed out"))
BAD_GATEWAY = fine("Bad Gateway", 502)


@pytest.fixture
def secure(transport: Transport) -> Transport:
    """How to reach the platform by https: over plain HTTP a refusal may be for that."""
    return Transport(http=transport.http, url=SECURE, connect_s=1, answer_s=1)


@pytest.fixture
def wire() -> Iterator[responses.RequestsMock]:
    """The wire: not everything that is registered need be asked for."""
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


@pytest.fixture
def campaign(wire: responses.RequestsMock) -> Campaign:
    """A platform that answers all that is asked for here."""
    campaign = Campaign(
        {
            "Logon": [fine(logon("___one", "@one")), fine(logon("___two", "@two"))],
            "BearerTokenLogon": [
                fine(logon("___one", "@one", "BearerTokenLogon")),
                fine(logon("___two", "@two", "BearerTokenLogon")),
            ],
            "GetUserInfo": [fine(user_info())],
            "GetOption": [OPTION],
            "Logoff": [VOID],
            PING: [fine("OK\n")],
        }
    )
    wire.add_callback(responses.POST, f"{SECURE}/nl/jsp/soaprouter.jsp", callback=campaign)
    wire.add_callback(responses.GET, SECURE + PING, callback=campaign)
    return campaign


@pytest.fixture
def ims(wire: responses.RequestsMock, transport: Transport, told: list[str]) -> IdentityService:
    """An identity service that grants."""
    ims = IdentityService(transport, told)
    ims.answer_on(wire)
    return ims


@pytest.fixture
def clock() -> Clock:
    """What a session knows of the time."""
    return Clock()


def opened(
    transport: Transport, how: Credentials, told: list[str], clock: Clock | None = None
) -> Session:
    """Open a session."""
    logged_on = how.log_on(transport, told.append)
    now_s = (clock or Clock()).monotonic
    return Session(transport, how, logged_on, told.append, now_s)


def option(session: Session) -> str:
    """Read an option."""
    return session.call("xtk:session#GetOption", [text("name", "x")])[0].text


def carried(request: requests.PreparedRequest) -> dict[str, str]:
    """Return what a request says about who asks."""
    names = ("Authorization", "Cookie", "X-Security-Token")
    headers = {name: str(request.headers[name]) for name in names if name in request.headers}
    if request.body is None:
        return headers
    return {**headers, "parameter": method(request)[0].text or ""}


# What each call carries

SESSION_HEADERS = {"Cookie": "__sessiontoken=___one", "X-Security-Token": "@one"}
GIVEN_HEADERS = {"Cookie": "__sessiontoken=___given", "X-Security-Token": "@given"}
BEARER_HEADERS = {"Authorization": "Bearer token-1"}


@pytest.mark.parametrize(
    ("way", "names", "first", "headers", "parameter"),
    [
        (
            "password",
            ["Logon", "GetOption", PING, "Logoff"],
            {"parameter": ""},
            SESSION_HEADERS,
            "___one",
        ),
        (
            "exchanged",
            ["BearerTokenLogon", "GetOption", PING, "Logoff"],
            {"parameter": ""},
            SESSION_HEADERS,
            "___one",
        ),
        (
            "session-token",
            ["GetUserInfo", "GetOption", PING],
            {**GIVEN_HEADERS, "parameter": "___given"},
            GIVEN_HEADERS,
            "___given",
        ),
        (
            "bearer",
            ["GetUserInfo", "GetOption", PING],
            {**BEARER_HEADERS, "parameter": ""},
            BEARER_HEADERS,
            "",
        ),
    ],
)
def test_on_the_wire(
    secure: Transport,
    campaign: Campaign,
    ims: IdentityService,
    told: list[str],
    way: str,
    names: list[str],
    first: dict[str, str],
    headers: dict[str, str],
    parameter: str,
) -> None:
    """Each kind of credentials, from the logon to the logoff (soap-wire.md, 7)."""
    with opened(secure, WAYS[way](ims), told) as session:
        assert option(session) == "held"
        session.page(PING)

    assert campaign.names == names
    logon_, call, page, *logoff = campaign.seen
    assert carried(logon_) == first
    assert carried(call) == {**headers, "parameter": parameter}
    assert carried(page) == headers
    assert [carried(request) for request in logoff] == [
        {**headers, "parameter": parameter} for _ in logoff
    ]


def test_what_a_logon_says(
    secure: Transport, campaign: Campaign, ims: IdentityService, told: list[str]
) -> None:
    """Logon has login, password and an empty element; BearerTokenLogon has the token (7)."""
    opened(secure, password(), told)
    opened(secure, ims.exchanged(), told)

    by_password, by_token = campaign.seen
    assert parameters(by_password) == {
        "login": "check",
        "password": "s3cret/&<",
        "parameters": "",
    }
    assert parameters(by_token) == {"bearerToken": "token-1"}


@pytest.mark.parametrize(
    ("token", "cookie"),
    [
        ("check/s3cret", "__sessiontoken=check/s3cret"),
        ("check/with blank", None),
        ("check/with;semicolon", None),
        ("check/with,comma", None),
        ('check/with"quote', None),
        ("check/with\\backslash", None),
        ("check/pässword", None),
        ("check/line\nX-Header: y", None),
    ],
)
def test_login_and_password_as_a_token(
    secure: Transport, campaign: Campaign, told: list[str], token: str, cookie: str | None
) -> None:
    """In place of a session token; what cannot be a cookie travels as parameter alone (7)."""
    session = opened(secure, session_token(token, ""), told)

    assert option(session) == "held"
    for request in campaign.seen:
        assert request.headers.get("Cookie") == cookie
        assert request.headers["X-Security-Token"] == ""
        assert method(request)[0].text == token


@pytest.mark.parametrize("way", WAYS)
def test_every_token_is_told_before_it_is_used(
    wire: responses.RequestsMock,
    secure: Transport,
    campaign: Campaign,
    ims: IdentityService,
    told: list[str],
    way: str,
) -> None:
    """Whoever masks secrets knows each token before it goes anywhere (R-91)."""
    campaign.replies["GetOption"] = [fine(EXPIRED, 403), OPTION]
    unknown: list[str] = []

    def watch(request: requests.PreparedRequest) -> Reply:
        sent = {*carried(request).values(), *parameters(request).values()}
        tokens = {value.removeprefix("__sessiontoken=").removeprefix("Bearer ") for value in sent}
        known = {*told, "", "x", "check", "s3cret/&<"}
        unknown.extend(tokens - known)
        return campaign(request)

    wire.remove(responses.POST, f"{SECURE}/nl/jsp/soaprouter.jsp")
    wire.add_callback(responses.POST, f"{SECURE}/nl/jsp/soaprouter.jsp", callback=watch)
    session = opened(secure, WAYS[way](ims), told)
    if WAYS[way](ims).renewable:
        option(session)

    assert campaign.seen
    assert unknown == []


def test_nothing_shows_tokens(ims: IdentityService) -> None:
    """Whatever is printed by chance, it holds no token and no password."""
    shown = [
        Tokens(session="canary", security="canary", bearer="canary"),
        session_token("canary", "canary"),
        Opened(tokens=Tokens(session="canary"), values=()),
    ]

    assert "canary" not in repr(shown)
    assert "s3cret" not in repr(password())
    assert "p8e" not in repr(ims.bearer())


# Renewed once


@pytest.mark.parametrize("expired", list(ALL_EXPIRED.values()), ids=list(ALL_EXPIRED))
@pytest.mark.parametrize("way", ["password", "exchanged", "bearer"])
def test_expired_once(
    secure: Transport,
    campaign: Campaign,
    ims: IdentityService,
    told: list[str],
    way: str,
    expired: Reply,
) -> None:
    """A session that expired is renewed once, and the call repeated with what is new."""
    session = opened(secure, WAYS[way](ims), told)
    campaign.replies["GetOption"] = [expired, OPTION]

    assert option(session) == "held"

    assert session.life == SessionLife(renewed=1)
    before, after = campaign.of("GetOption")
    assert carried(before) != carried(after)
    assert parameters(before) == parameters(after)
    if way == "bearer":
        assert carried(after) == {"Authorization": "Bearer token-2", "parameter": ""}
        assert campaign.names == ["GetUserInfo", "GetOption", "GetUserInfo", "GetOption"]
    else:
        assert carried(after)["Cookie"] == "__sessiontoken=___two"
        assert carried(after)["X-Security-Token"] == "@two"
        assert carried(after)["parameter"] == "___two"


def test_exchange_takes_a_new_token(
    secure: Transport, campaign: Campaign, ims: IdentityService, told: list[str]
) -> None:
    """A session is renewed with a token that was not used before."""
    session = opened(secure, ims.exchanged(), told)
    campaign.replies["GetOption"] = [fine(EXPIRED), OPTION]

    option(session)

    tokens = [parameters(request)["bearerToken"] for request in campaign.of("BearerTokenLogon")]
    assert tokens == ["token-1", "token-2"]
    assert [token for token in told if token.startswith("token")] == tokens


def test_page_expires(secure: Transport, campaign: Campaign, told: list[str]) -> None:
    """A page that tells of an expired session is asked for again, if a call says so, too."""
    session = opened(secure, password(), told)
    campaign.replies[PING] = [fine(EXPIRED), fine("OK\n")]
    campaign.replies["GetUserInfo"] = [fine(EXPIRED), fine(user_info())]

    assert session.page(PING) == "OK\n"
    assert session.life == SessionLife(renewed=1)
    assert campaign.seen[-1].headers["Cookie"] == "__sessiontoken=___two"
    assert campaign.names == ["Logon", PING, "GetUserInfo", "Logon", "GetUserInfo", PING]


@pytest.mark.parametrize("way", WAYS)
def test_page_that_refuses_us(
    secure: Transport, campaign: Campaign, ims: IdentityService, told: list[str], way: str
) -> None:
    """A page that refuses a token that calls accept does not end the session."""
    session = opened(secure, WAYS[way](ims), told)
    campaign.replies[PING] = [fine("Unauthorized", 401)]

    with pytest.raises(SessionExpired, match="HTTP 401") as error:
        session.page(PING)

    assert not isinstance(error.value, SessionLost)
    assert session.life == SessionLife()
    assert campaign.names.count(PING) == 1
    assert option(session) == "held"


def test_renewed_again_and_again(
    secure: Transport, campaign: Campaign, told: list[str], clock: Clock
) -> None:
    """Each call may find the session expired once: runs may be longer than a session."""
    session = opened(secure, password(), told, clock)
    campaign.replies["GetOption"] = [fine(EXPIRED), OPTION] * 3
    held = []

    for _ in range(3):
        held.append(option(session))
        clock.now += LASTS_S

    assert held == ["held"] * 3
    assert session.life == SessionLife(renewed=3)
    assert session.life.trouble == ""


def test_expired_soon_after(
    secure: Transport, campaign: Campaign, told: list[str], clock: Clock
) -> None:
    """A session that does not last for ten minutes is not renewed for ever."""
    session = opened(secure, password(), told, clock)
    campaign.replies["GetOption"] = [fine(EXPIRED), OPTION, fine(EXPIRED), OPTION]

    assert option(session) == "held"
    clock.now += LASTS_S - 1
    with pytest.raises(SessionLost, match="GetOption: expired again soon after it was renewed"):
        option(session)

    assert campaign.names == ["Logon", "GetOption", "Logon", "GetOption", "GetOption"]
    assert (session.life.renewed, session.life.silent) == (1, "")
    assert "XSV-350008" in session.life.lost
    assert session.life.trouble == session.life.lost


def test_first_renewal_is_never_too_soon(
    secure: Transport, campaign: Campaign, told: list[str], clock: Clock
) -> None:
    """Whatever the clock counts from, a session that was not renewed yet may be."""
    clock.now = 0.0
    session = opened(secure, password(), told, clock)
    campaign.replies["GetOption"] = [fine(EXPIRED), OPTION]

    assert option(session) == "held"
    assert session.life == SessionLife(renewed=1)


def test_new_session_is_logged_off(secure: Transport, campaign: Campaign, told: list[str]) -> None:
    """At the end it is the renewed session that is logged off."""
    campaign.replies["GetOption"] = [fine(EXPIRED), OPTION]
    with opened(secure, password(), told) as session:
        option(session)

    assert carried(campaign.seen[-1])["parameter"] == "___two"
    assert campaign.names[-1] == "Logoff"


@pytest.mark.parametrize(
    "told_by",
    [
        pytest.param(answer("GetOption", string("pstrValue", EXPIRED)), id="value"),
        pytest.param(f"OK\n{EXPIRED}\n", id="page"),
    ],
)
def test_text_of_a_success(
    secure: Transport, campaign: Campaign, told: list[str], told_by: str
) -> None:
    """A successful answer that quotes the code renews nothing (soap-wire.md, 7)."""
    session = opened(secure, password(), told)
    campaign.replies["GetOption"] = campaign.replies[PING] = [fine(told_by)]

    said = session.page(PING) if told_by.startswith("OK") else option(session)

    assert EXPIRED in said
    assert session.life == SessionLife()
    assert campaign.names.count("Logon") == 1


@pytest.mark.parametrize(
    ("refusal", "silent"),
    [
        (fine(a_fault("XSV-350013 The '192.0.2.1' IP address")), ""),
        (fine("XSV-350012 Invalid login or password."), ""),
        (fine("Forbidden", 403), ""),
        (fine(a_fault("SOP-330011 Error", "XTK-170036 Unable to parse")), ""),
        (
            fine("<html>Bad Gateway</html>", 502),
            f"{GET_OPTION}: HTTP 502: nothing answers behind a proxy: <html>Bad Gateway</html>",
        ),
        (fine("<html>Sign in</html>"), f"{GET_OPTION}: HTTP 200, a web page"),
        (fine(requests.ReadTimeout("timed out")), f"{GET_OPTION}: ReadTimeout: timed out"),
    ],
)
def test_other_errors_renew_nothing(
    secure: Transport, campaign: Campaign, told: list[str], refusal: Reply, silent: str
) -> None:
    """Only an expired session is renewed; nothing else is tried twice, and silence is kept."""
    session = opened(secure, password(), told)
    campaign.replies["GetOption"] = [refusal]

    with pytest.raises(CampaignError) as error:
        option(session)

    assert not isinstance(error.value, SessionExpired)
    assert (session.life.renewed, session.life.lost) == (0, "")
    assert session.life.silent.startswith(silent)
    assert bool(session.life.silent) is bool(silent)
    assert session.life.trouble == session.life.silent
    assert campaign.names == ["Logon", "GetOption"]


@pytest.mark.parametrize("action", ["nms:delivery#SubmitDelivery", "nms:delivery#Play"])
def test_what_may_have_been_done_is_not_repeated(
    secure: Transport, campaign: Campaign, told: list[str], action: str
) -> None:
    """A method that quotes somebody else's expired session was run: it is not run again."""
    session = opened(secure, password(), told)
    name = action.partition("#")[2]
    campaign.replies[name] = [fine(a_fault(f"SOP-330011 Error in {name}", f"the mid: {EXPIRED}"))]

    with pytest.raises(Fault, match="SOP-330011") as error:
        session.call(action, [text("scenarioName", "mail")])

    assert not isinstance(error.value, SessionExpired)
    assert campaign.names == ["Logon", name]
    assert session.life == SessionLife()


@pytest.mark.parametrize("string", ["", "the mid said: " + EXPIRED])
def test_code_that_opens_nothing(
    secure: Transport, campaign: Campaign, told: list[str], string: str
) -> None:
    """Only a fault that begins with the code is the session layer's, which runs no method."""
    session = opened(secure, password(), told)
    quoted = fine(a_fault(string, "" if string else EXPIRED))
    campaign.replies["Play"] = [quoted]
    campaign.replies["GetOption"] = [quoted, OPTION]

    with pytest.raises(Fault, match=string or "a fault without a word") as error:
        session.call("nms:delivery#Play", [text("deliveryId", "1")])
    assert not isinstance(error.value, SessionExpired)
    assert campaign.names == ["Logon", "Play"]

    assert option(session) == "held"
    assert campaign.names[2:] == ["GetOption", "Logon", "GetOption"]


@pytest.mark.parametrize("name", ["SubmitDelivery", "Play"])
def test_refused_by_the_session_layer(
    secure: Transport, campaign: Campaign, told: list[str], name: str
) -> None:
    """A method that the session layer refused was not run: it is, once the session is renewed."""
    session = opened(secure, password(), told)
    campaign.replies[name] = [fine(a_fault(EXPIRED)), fine(answer(name, ""))]

    session.call(f"nms:delivery#{name}", [text("scenarioName", "mail")])

    assert campaign.names == ["Logon", name, "Logon", name]
    assert session.life == SessionLife(renewed=1)


# Silence


def silences(session: Session, *, times: int = 1) -> None:
    """Ask for what is not answered."""
    for _ in range(times):
        with pytest.raises(CampaignError):
            option(session)


def test_first_silence_is_kept(secure: Transport, campaign: Campaign, told: list[str]) -> None:
    """Whoever reads of it reads how it began; an answer that comes later takes nothing back."""
    session = opened(secure, password(), told)
    campaign.replies["GetOption"] = [TIMED_OUT, BAD_GATEWAY, OPTION]

    silences(session, times=2)
    option(session)

    assert session.life == SessionLife(silent=f"{GET_OPTION}: ReadTimeout: timed out")


@pytest.mark.parametrize("reply", [TIMED_OUT, BAD_GATEWAY, fine("<html/>"), fine("")])
def test_patience_is_rewarded(
    secure: Transport, campaign: Campaign, told: list[str], reply: Reply
) -> None:
    """Silence that is waited for is a pause if an answer comes in the end."""
    session = opened(secure, password(), told)
    campaign.replies["GetOption"] = [reply, reply, OPTION]

    with session.patience():
        silences(session, times=2)
        assert session.life == SessionLife()
        option(session)

    assert session.life == SessionLife()


def test_patience_is_in_vain(secure: Transport, campaign: Campaign, told: list[str]) -> None:
    """Who is silent at the end of a wait is silent, in the last words that came."""
    session = opened(secure, password(), told)
    campaign.replies["GetOption"] = [OPTION, TIMED_OUT, BAD_GATEWAY]

    with session.patience():
        option(session)
        silences(session, times=2)
        assert session.life == SessionLife()

    assert session.life.silent.startswith(f"{GET_OPTION}: HTTP 502")


def test_refusal_ends_a_silence(secure: Transport, campaign: Campaign, told: list[str]) -> None:
    """A platform that refuses is not silent any more."""
    session = opened(secure, password(), told)
    campaign.replies["GetOption"] = [TIMED_OUT, fine(a_fault("SOP-330011 Error"))]

    with session.patience():
        silences(session, times=2)

    assert session.life == SessionLife()


def test_patience_has_an_end(secure: Transport, campaign: Campaign, told: list[str]) -> None:
    """After a wait, even one that broke off, each silence counts again."""
    session = opened(secure, password(), told)
    campaign.replies["GetOption"] = [TIMED_OUT]

    with pytest.raises(KeyError), session.patience():
        raise KeyError
    assert session.life == SessionLife()
    silences(session)

    assert session.life.silent == f"{GET_OPTION}: ReadTimeout: timed out"


def test_wait_that_breaks_off(secure: Transport, campaign: Campaign, told: list[str]) -> None:
    """Silence that ends a wait early is no pause."""
    session = opened(secure, password(), told)
    campaign.replies["GetOption"] = [TIMED_OUT]

    with pytest.raises(Unreachable), session.patience():
        option(session)

    assert session.life.silent == f"{GET_OPTION}: ReadTimeout: timed out"


def test_patience_without_a_call(secure: Transport, campaign: Campaign, told: list[str]) -> None:
    """A wait in which nothing is asked says nothing."""
    session = opened(secure, password(), told)

    with session.patience():
        pass

    assert session.life == SessionLife()
    assert campaign.names == ["Logon"]


def test_session_is_lost_while_somebody_waits(
    secure: Transport, campaign: Campaign, told: list[str]
) -> None:
    """Patience is with silence: a session that is lost is lost."""
    session = opened(secure, session_token(), told)
    campaign.replies["GetOption"] = [TIMED_OUT, fine(EXPIRED)]

    with session.patience():
        silences(session, times=2)

    assert "cannot be renewed" in session.life.lost
    assert session.life == SessionLife(lost=session.life.lost)


def test_silent_page(secure: Transport, campaign: Campaign, told: list[str]) -> None:
    """A page that is silent says nothing of the session, if a call is answered."""
    session = opened(secure, password(), told)
    campaign.replies[PING] = [TIMED_OUT]

    with pytest.raises(Unreachable, match="timed out"):
        session.page(PING)

    assert campaign.names == ["Logon", PING, "GetUserInfo"]
    assert session.life == SessionLife()


def test_silent_page_of_a_silent_platform(
    secure: Transport, campaign: Campaign, told: list[str]
) -> None:
    """A page is silent, and the call after it: so is the platform."""
    session = opened(secure, password(), told)
    campaign.replies[PING] = campaign.replies["GetUserInfo"] = [TIMED_OUT]

    with pytest.raises(Unreachable):
        session.page(PING)

    assert session.life == SessionLife(silent="xtk:session#GetUserInfo: ReadTimeout: timed out")


def test_silent_page_of_a_lost_session(
    secure: Transport, campaign: Campaign, told: list[str]
) -> None:
    """A page is silent, and a call says that the session is gone: it is lost."""
    session = opened(secure, session_token(), told)
    campaign.replies[PING], campaign.replies["GetUserInfo"] = [TIMED_OUT], [fine(EXPIRED)]

    with pytest.raises(SessionLost):
        session.page(PING)

    assert "cannot be renewed" in session.life.lost


def test_silent_page_of_an_expired_session(
    secure: Transport, campaign: Campaign, told: list[str]
) -> None:
    """Once the session is renewed, the page is asked for again."""
    session = opened(secure, password(), told)
    campaign.replies[PING] = [TIMED_OUT, fine("OK")]
    campaign.replies["GetUserInfo"] = [fine(EXPIRED), fine(user_info())]

    assert session.page(PING) == "OK"
    assert session.life == SessionLife(renewed=1)


def test_page_of_a_proxy(secure: Transport, campaign: Campaign, told: list[str]) -> None:
    """A page that a proxy answers is told; of the session it says nothing."""
    session = opened(secure, password(), told)
    campaign.replies[PING] = [BAD_GATEWAY]

    with pytest.raises(NotCampaign, match="HTTP 502"):
        session.page(PING)

    assert campaign.names == ["Logon", PING]
    assert session.life == SessionLife()


@pytest.mark.parametrize("token", ["@a\nX-Header: y", " @a"])
def test_token_that_is_no_header(
    secure: Transport, campaign: Campaign, told: list[str], token: str
) -> None:
    """What no header can carry never leaves us: it is no silence of the network's."""
    session = Session(
        secure,
        password(),
        Opened(tokens=Tokens(session="a", security=token), values=()),
        told.append,
    )

    with pytest.raises(NotCampaign, match="a token that no HTTP header can carry"):
        option(session)

    assert campaign.of("GetOption") == []


# Given up


@pytest.mark.parametrize("way", ["password", "exchanged", "bearer"])
def test_expired_again(
    secure: Transport, campaign: Campaign, ims: IdentityService, told: list[str], way: str
) -> None:
    """A session that expires again is lost, and nothing more is asked of the wire."""
    with opened(secure, WAYS[way](ims), told) as session:
        campaign.replies["GetOption"] = [fine(EXPIRED, 403)]

        with pytest.raises(SessionLost, match="GetOption: expired again after it was renewed"):
            option(session)
        asked = len(campaign.seen) + len(ims.asked)
        ims.now_s += 2 * LIVES_S
        with pytest.raises(SessionLost, match="expired again"):
            option(session)
        with pytest.raises(SessionLost, match="expired again"):
            session.page(PING)

    assert len(campaign.seen) + len(ims.asked) == asked
    assert len(campaign.of("GetOption")) == 2  # noqa: PLR2004  (and never a third time)
    assert session.life.renewed == 1
    assert "XSV-350008" in session.life.lost


def test_given_session_cannot_be_renewed(
    secure: Transport, campaign: Campaign, told: list[str]
) -> None:
    """A session that somebody else opened is lost when it expires; it is not logged off."""
    with opened(secure, session_token(), told) as session:
        campaign.replies["GetOption"] = [fine(EXPIRED)]

        with pytest.raises(SessionLost, match="this session token cannot be renewed"):
            option(session)
        with pytest.raises(SessionLost):
            session.page(PING)

    assert campaign.names == ["GetUserInfo", "GetOption"]
    assert session.life.renewed == 0


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (fine("XSV-350012 Invalid login or password."), "wrong login or password"),
        (fine(a_fault("XSV-350013 The address")), "security zone"),
        (fine("<html>maintenance</html>"), "a web page"),
        (fine(EXPIRED), "expired"),
        (fine(answer("Logon", "")), "lacks pstrSessionToken"),
    ],
)
def test_renewal_is_refused(
    secure: Transport, campaign: Campaign, told: list[str], refusal: Reply, words: str
) -> None:
    """Where no new session is to be had, the old one is lost, in the words of the refusal."""
    session = opened(secure, password(), told)
    campaign.replies["GetOption"], campaign.replies["Logon"] = [fine(EXPIRED)], [refusal]

    with pytest.raises(SessionLost, match=f"expired, and could not be renewed: .*{words}"):
        option(session)

    assert session.life.renewed == 0
    assert words in session.life.lost
    assert campaign.names == ["Logon", "GetOption", "Logon"]


def test_renewal_is_not_answered(secure: Transport, campaign: Campaign, told: list[str]) -> None:
    """Silence while it is renewed loses nothing: a restart, say; the next call tries again."""
    session = opened(secure, password(), told)
    campaign.replies["GetOption"] = [fine(EXPIRED), fine(EXPIRED), OPTION]
    campaign.replies["Logon"] = [
        fine(requests.ConnectionError("refused")),
        fine(logon("___two", "@two")),
    ]

    with pytest.raises(NotRenewed, match=r"expired, and not renewed: .*refused"):
        option(session)
    assert (session.life.renewed, session.life.lost) == (0, "")
    silent = session.life.silent
    assert silent == f"{GET_OPTION}: expired, and not renewed: ConnectionError: refused"
    assert option(session) == "held"
    assert session.life == SessionLife(renewed=1, silent=silent)


def test_renewal_finds_no_identity_service(
    secure: Transport, campaign: Campaign, ims: IdentityService, told: list[str]
) -> None:
    """An identity service that is silent while a session is renewed loses nothing, either."""
    session = opened(secure, ims.bearer(), told)
    campaign.replies["GetOption"] = [fine("", 401), OPTION]
    ims.replies = [TIMED_OUT]

    with pytest.raises(NotRenewed, match=r"expired, and not renewed: .*timed out"):
        option(session)

    assert session.life.lost == ""
    assert option(session) == "held"


def test_token_endpoint_refuses_a_new_token(
    secure: Transport, campaign: Campaign, ims: IdentityService, told: list[str]
) -> None:
    """A token that is revoked in the middle of a run ends the session, with the reason."""
    session = opened(secure, ims.bearer(), told)
    campaign.replies["GetOption"] = [fine("", 401)]
    ims.replies = [fine('{"error": "invalid_client"}', 400)]

    with pytest.raises(SessionLost, match="invalid_client"):
        option(session)

    assert "invalid_client" in session.life.lost


# Tokens of the identity service


def test_bearer_is_renewed_in_time(
    secure: Transport, campaign: Campaign, ims: IdentityService, told: list[str]
) -> None:
    """A token is used until a minute before it expires; then there is another, unasked."""
    session = opened(secure, ims.bearer(), told)

    option(session)
    ims.now_s += LIVES_S - EARLY_S - 1
    option(session)
    ims.now_s += 1
    option(session)
    session.page(PING)

    bearers = [carried(request)["Authorization"] for request in campaign.seen[1:]]
    assert bearers == ["Bearer token-1"] * 2 + ["Bearer token-2"] * 2
    assert session.life == SessionLife()
    assert len(campaign.of("GetUserInfo")) == 1


def test_bearer_cannot_be_had_in_time(
    secure: Transport, campaign: Campaign, ims: IdentityService, told: list[str]
) -> None:
    """An endpoint that is silent for a moment is asked again with the next call."""
    session = opened(secure, ims.bearer(), told)
    campaign.seen.clear()
    ims.now_s += LIVES_S
    ims.replies = [fine(requests.ReadTimeout("timed out"))]

    with pytest.raises(IdentityServiceError, match="timed out"):
        option(session)

    assert campaign.seen == []
    assert option(session) == "held"
    silent = f"{GET_OPTION}: https://ims.example: ReadTimeout: timed out"
    assert session.life == SessionLife(silent=silent)


@pytest.mark.parametrize("refusal", [fine(EXPIRED, 403), fine("", 401), fine("Unauthorized", 401)])
def test_bearer_that_is_not_accepted(
    secure: Transport, campaign: Campaign, ims: IdentityService, told: list[str], refusal: Reply
) -> None:
    """A token that is refused at the very beginning is no session that expired."""
    campaign.replies["GetUserInfo"] = [refusal]

    with pytest.raises(SessionRefused, match="token is not accepted") as error:
        opened(secure, ims.bearer(), told)

    assert not isinstance(error.value, SessionExpired)
    assert campaign.names == ["GetUserInfo"]


# The end


@pytest.mark.parametrize(
    "refusal",
    [
        fine(a_fault(EXPIRED)),
        fine(requests.ConnectionError("gone")),
        fine("<html/>", 502),
    ],
)
def test_logoff_is_refused(
    secure: Transport, campaign: Campaign, told: list[str], refusal: Reply
) -> None:
    """A platform that refuses even this has its session expire by itself."""
    campaign.replies["Logoff"] = [refusal]

    with opened(secure, password(), told):
        pass

    assert campaign.names == ["Logon", "Logoff"]


def test_logs_off_after_a_mistake(secure: Transport, campaign: Campaign, told: list[str]) -> None:
    """A session is closed however its use ends, and the mistake is not swallowed."""
    with pytest.raises(KeyError), opened(secure, password(), told):
        raise KeyError

    assert campaign.names == ["Logon", "Logoff"]


# Plain HTTP


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (fine("Forbidden", 403), HttpRefused),
        (fine("no sessions here", 401), HttpRefused),
        (fine(a_fault("XSV-350012 Invalid login")), WrongPassword),
        ((302, {"Location": f"{SECURE}/nl/jsp/soaprouter.jsp"}, ""), HttpRefused),
    ],
)
def test_plain_http(
    wire: responses.RequestsMock,
    transport: Transport,
    told: list[str],
    reply: Reply,
    kind: type[Fault],
) -> None:
    """Over plain HTTP a refusal without a code is about that, likely (security-zones.md)."""
    status, headers, body = reply
    wire.post(f"{transport.url}/nl/jsp/soaprouter.jsp", body, status=status, headers=headers)

    with pytest.raises(Fault) as error:
        opened(transport, password(), told)

    assert type(error.value) is kind
    assert told == []


ELSEWHERE: Reply = (302, {"Location": f"{SECURE}/nl/jsp/soaprouter.jsp"}, "")


def test_plain_http_is_not_served(
    wire: responses.RequestsMock, transport: Transport, told: list[str]
) -> None:
    """A redirect to https is no matter of zones: it says how to write the URL."""
    status, headers, _ = ELSEWHERE
    wire.post(f"{transport.url}/nl/jsp/soaprouter.jsp", status=status, headers=headers)

    with pytest.raises(HttpRefused) as error:
        opened(transport, password(), told)

    assert error.value.status_code == 0
    assert str(error.value).startswith("plain HTTP is not served: HTTP 302: it sends us to https")
    assert str(error.value).endswith("; write the URL with https://")
    assert "allowHTTP" not in str(error.value)


@pytest.mark.parametrize(
    ("reply", "kind"), [(fine("Forbidden", 403), SessionRefused), (ELSEWHERE, SentElsewhere)]
)
def test_plain_http_was_let_in(
    wire: responses.RequestsMock,
    transport: Transport,
    told: list[str],
    reply: Reply,
    kind: type[CampaignError],
) -> None:
    """Whoever opened a session over plain HTTP is not refused for that later."""
    campaign = Campaign({"Logon": [fine(logon())], "GetOption": [reply]})
    wire.add_callback(responses.POST, f"{transport.url}/nl/jsp/soaprouter.jsp", callback=campaign)
    session = opened(transport, password(), told)

    with pytest.raises(CampaignError) as error:
        option(session)

    assert type(error.value) is kind


def test_tokens_of_the_recorded_logon(
    secure: Transport, campaign: Campaign, told: list[str]
) -> None:
    """The tokens are told as they are sent, trimmed."""
    campaign.replies["Logon"] = [fine(logon(f"\n{SESSION_TOKEN}\n", f"\n{SECURITY_TOKEN} "))]

    option(opened(secure, password(), told))

    assert told == [SESSION_TOKEN, SECURITY_TOKEN]
    assert carried(campaign.seen[-1])["X-Security-Token"] == SECURITY_TOKEN
