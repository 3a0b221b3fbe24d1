"""From what is declared to a way to log on: secrets are asked for late, and told at once."""

import shlex
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import requests
import responses

from campaign_tracking.access import Access, every_access, to_campaign, to_mid_sourcing
from campaign_tracking.campaign.calls import Tokens
from campaign_tracking.campaign.credentials import (
    BearerToken,
    ExchangedToken,
    Password,
    SessionToken,
)
from campaign_tracking.campaign.transport import Transport
from campaign_tracking.environment import IMS_ENDPOINT, ApplicationServer
from campaign_tracking.secret import PREFIX, SecretError
from tests.unit.samples import environment

SERVER: dict[str, Any] = {"url": "https://campaign.example", "instance": "prod"}
IMS: dict[str, Any] = {"auth": "ims", "client_id": "client", "scopes": ["openid", "AdobeID"]}
WAYS: dict[str, dict[str, Any]] = {
    "password": {"login": "check"},
    "ims": IMS,
    "session-token": {"auth": "session-token"},
}
SECRETS = {"password": "password", "ims": "client_secret", "session-token": "session_token"}
EVERY_SECRET = ("password", "client_secret", "session_token", "security_token")


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin without a secret."""
    for table in ("CAMPAIGN", "MID_SOURCING"):
        for name in EVERY_SECRET:
            monkeypatch.delenv(f"{PREFIX}{table}_{name.upper()}", raising=False)


@pytest.fixture
def transport() -> Iterator[Transport]:
    """How to reach the application server."""
    with requests.Session() as http:
        yield Transport(http=http, url="https://campaign.example", connect_s=1, answer_s=1)


def access(keys: Mapping[str, object], table: str = "campaign", *, own: bool = False) -> Access:
    """Return how to log on to a server with these keys."""
    return Access(table=table, server=ApplicationServer.model_validate({**SERVER, **keys}), own=own)


def printing(secret: str) -> str:
    """Return a command that prints *secret*."""
    return f"{sys.executable} -c {shlex.quote(f'print({secret!r})')}"


@pytest.mark.parametrize("table", ["campaign", "mid_sourcing"])
@pytest.mark.parametrize("auth", WAYS)
def test_demand(monkeypatch: pytest.MonkeyPatch, auth: str, table: str) -> None:
    """What is missing is named before anything is asked, for the table that needs it."""
    variable = f"{PREFIX}{table}_{SECRETS[auth]}".upper()
    how = access(WAYS[auth], table)

    with pytest.raises(SecretError, match=rf"{variable}, or \[{table}\] {SECRETS[auth]}_command"):
        how.demand()
    monkeypatch.setenv(variable, "given")
    how.demand()


@pytest.mark.parametrize("auth", WAYS)
def test_demand_asks_nobody(auth: str) -> None:
    """A command is not run to see whether there is one."""
    access({**WAYS[auth], f"{SECRETS[auth]}_command": "false"}).demand()


@pytest.mark.parametrize("auth", WAYS)
def test_no_secret(transport: Transport, auth: str) -> None:
    """A command that prints nothing gives no way to log on, and nothing is told."""
    told: list[str] = []
    how = access({**WAYS[auth], f"{SECRETS[auth]}_command": "false"})

    with pytest.raises(SecretError, match=f"{SECRETS[auth]}_command"):
        how.credentials(transport, told.append)
    assert told == []


def test_password(transport: Transport) -> None:
    """Login and password."""
    told: list[str] = []
    how = access({"login": "check", "password_command": printing("s3cret")})

    assert how.credentials(transport, told.append) == Password(login="check", password="s3cret")
    assert told == ["s3cret"]


@pytest.mark.parametrize(
    ("token", "parts"), [("___11-22", [""]), ("check/s3/cret", ["s3/cret"]), ("check/", [""])]
)
def test_session_token(transport: Transport, token: str, parts: list[str]) -> None:
    """A session token alone; of ``<login>/<password>`` the password is a secret of its own."""
    told: list[str] = []
    how = access({"auth": "session-token", "session_token_command": printing(token)})

    assert how.credentials(transport, told.append) == SessionToken(tokens=Tokens(session=token))
    assert told == [token, *parts]


def test_both_tokens(monkeypatch: pytest.MonkeyPatch, transport: Transport) -> None:
    """The security token comes with it, if there is a source for it."""
    told: list[str] = []
    monkeypatch.setenv(f"{PREFIX}MID_SOURCING_SESSION_TOKEN", "___given")
    how = access(
        {"auth": "session-token", "security_token_command": printing("@given")}, "mid_sourcing"
    )

    credentials = how.credentials(transport, told.append)

    assert credentials == SessionToken(tokens=Tokens(session="___given", security="@given"))
    assert {"___given", "@given"} <= set(told)


@pytest.mark.parametrize(
    ("keys", "kind", "url"),
    [
        ({}, BearerToken, IMS_ENDPOINT),
        ({"ims": "bearer"}, BearerToken, IMS_ENDPOINT),
        ({"ims": "exchange"}, ExchangedToken, IMS_ENDPOINT),
        (
            {"token_url": "https://ims.example:8443/t/v3?x=1"},
            BearerToken,
            "https://ims.example:8443/t/v3?x=1",
        ),
    ],
)
def test_identity_service(
    transport: Transport, keys: dict[str, str], kind: type[object], url: str
) -> None:
    """The endpoint is asked at its own server, for the declared client and scopes."""
    told: list[str] = []
    how = access({**IMS, **keys, "client_secret_command": printing("p8e-secret")})

    credentials = how.credentials(transport, told.append)

    assert type(credentials) is kind
    assert told == ["p8e-secret"]
    assert isinstance(credentials, BearerToken | ExchangedToken)
    with responses.RequestsMock() as wire:
        wire.post(url, '{"access_token": "granted", "token_type": "bearer"}')
        assert credentials.endpoint.token() == "granted"
        assert "client_id=client" in str(wire.calls[0].request.body)
        assert "scope=openid%2CAdobeID" in str(wire.calls[0].request.body)
    assert told == ["p8e-secret", "granted"]
    assert transport.url == "https://campaign.example"


@pytest.mark.parametrize(("own", "password"), [(True, "of-the-lab"), (False, "of-a-pipeline")])
def test_lab_has_secrets_of_its_own(
    monkeypatch: pytest.MonkeyPatch, transport: Transport, password: str, *, own: bool
) -> None:
    """A variable that is set for a real platform is not sent to a lab."""
    monkeypatch.setenv(f"{PREFIX}CAMPAIGN_PASSWORD", "of-a-pipeline")
    how = access({"login": "check", "password_command": printing("of-the-lab")}, own=own)
    told: list[str] = []

    assert how.credentials(transport, told.append) == Password(login="check", password=password)


def test_every_access() -> None:
    """Each declared application server has a table, and secrets, of its own."""
    alone = environment()
    with_mid = environment(
        simulation=True,
        mid_sourcing={"url": "https://mid.example", "instance": "mid", "login": "mid-check"},
    )

    assert to_mid_sourcing(alone) is None
    assert [each.table for each in every_access(alone)] == ["campaign"]
    assert to_campaign(alone).own is False
    tables = [(each.table, each.server.login, each.own) for each in every_access(with_mid)]
    assert tables == [("campaign", "check", True), ("mid_sourcing", "mid-check", True)]
