"""The token endpoint: asked as RFC 6749 has it; anything but a token is our own error."""

import contextlib
import json
from typing import Any

import pytest
import requests
import responses
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from campaign_tracking.campaign.errors import IdentityService as IdentityServiceError
from campaign_tracking.campaign.errors import TokenDenied
from campaign_tracking.campaign.identity_service import EARLY_S, Client, origin_and_path
from campaign_tracking.campaign.transport import Transport
from tests.unit.campaign.ways import (
    CLIENT_SECRET,
    IMS_PATH,
    IMS_URL,
    LIVES_S,
    IdentityService,
    fine,
)


@pytest.fixture
def ims(wire: responses.RequestsMock, transport: Transport, told: list[str]) -> IdentityService:
    """An identity service that grants."""
    ims = IdentityService(transport, told)
    ims.answer_on(wire)
    return ims


def test_form(wire: responses.RequestsMock, ims: IdentityService, told: list[str]) -> None:
    """A server asks with client id and secret, for its scopes with commas between them."""
    assert ims.endpoint().token() == "token-1"

    assert ims.asked == [
        {
            "grant_type": ["client_credentials"],
            "client_id": ["client"],
            "client_secret": [CLIENT_SECRET],
            "scope": ["openid,AdobeID"],
        }
    ]
    request = wire.calls[0].request
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert CLIENT_SECRET not in str(request.url)
    assert told == ["token-1"]


def test_token_is_kept(ims: IdentityService) -> None:
    """A token is good for many calls, until a minute before it expires."""
    endpoint = ims.endpoint()
    tokens = [endpoint.token()]
    ims.now_s += LIVES_S - EARLY_S - 1
    tokens.append(endpoint.token())
    ims.now_s += 1
    tokens.append(endpoint.token())
    ims.now_s += LIVES_S - EARLY_S - 1
    tokens.append(endpoint.token())

    assert tokens == ["token-1", "token-1", "token-2", "token-2"]


def test_token_is_good_since_it_was_asked_for(ims: IdentityService) -> None:
    """The time that the answer took is counted: the token may have been made at its beginning."""
    endpoint = ims.endpoint()
    began_s = ims.now_s

    class Slow(list[Any]):
        """Answers that take ten seconds each."""

        def pop(self, index: Any = -1) -> Any:  # noqa: ANN401  (a list's)
            ims.now_s += 10
            return super().pop(index)

    granted = json.dumps({"access_token": "slow", "token_type": "bearer", "expires_in": 100})
    ims.replies = Slow([fine(granted)])
    assert endpoint.token() == "slow"
    ims.now_s = began_s + 100 - EARLY_S

    assert endpoint.token() == "token-2"


def test_token_that_is_forgotten(ims: IdentityService) -> None:
    """One that Campaign does not accept is not given again."""
    endpoint = ims.endpoint()

    assert endpoint.token() == "token-1"
    endpoint.forget()
    assert endpoint.token() == "token-2"


@pytest.mark.parametrize(
    ("expires_in", "asked"),
    [(None, 1), (LIVES_S, 1), (str(LIVES_S), 1), (EARLY_S, 2), (-5, 2), (1e300, 1)],
)
def test_life(ims: IdentityService, expires_in: float | str | None, asked: int) -> None:
    """A life is read as a number or as its text; a token without one is kept."""
    granted = {"access_token": "given", "token_type": "bearer"}
    told = granted if expires_in is None else {**granted, "expires_in": expires_in}
    ims.replies = [fine(json.dumps(told))]
    endpoint = ims.endpoint()

    assert endpoint.token() == "given"
    endpoint.token()
    assert len(ims.asked) == asked


MOST_WORDS = 300
SUCCESS = 200
HTML = "<!DOCTYPE html><html><head><title>Adobe</title></head></html>"
NO_TOKEN: dict[str, tuple[int, str]] = {
    "html": (200, HTML),
    "html-error": (500, HTML),
    "empty": (200, ""),
    "not-json": (200, "a token"),
    "no-object": (200, "[]"),
    "null": (200, "null"),
    "number": (200, "7"),
    "no-token": (200, '{"token_type": "bearer"}'),
    "null-token": (200, '{"access_token": null, "token_type": "bearer"}'),
    "empty-token": (200, '{"access_token": "", "token_type": "bearer"}'),
    "number-token": (200, '{"access_token": 7, "token_type": "bearer"}'),
    "token-with-a-line-feed": (200, '{"access_token": "a\\nX: y", "token_type": "bearer"}'),
    "token-with-a-blank": (200, '{"access_token": "a b", "token_type": "bearer"}'),
    "life-of-words": (200, '{"access_token": "a", "expires_in": "soon"}'),
    "life-of-a-list": (200, '{"access_token": "a", "expires_in": []}'),
    "502": (502, "Bad Gateway"),
    "deep": (200, "[" * 100_000),
}


@pytest.mark.parametrize(("status", "body"), list(NO_TOKEN.values()), ids=list(NO_TOKEN))
def test_no_token(ims: IdentityService, told: list[str], status: int, body: str) -> None:
    """What is no token is told with the endpoint and its status; an error's answer is shown."""
    ims.replies = [fine(body, status)]

    with pytest.raises(IdentityServiceError, match=f"{IMS_URL}: HTTP {status}") as error:
        ims.endpoint().token()

    begins = f"{IMS_URL}: HTTP {status} and no usable token"
    assert str(error.value) == (begins if status == SUCCESS else f"{begins}: {body}")
    assert len(str(error.value)) < MOST_WORDS
    assert (told, CLIENT_SECRET in str(error.value)) == ([], False)


@pytest.mark.parametrize("status", [200, 201])
@pytest.mark.parametrize(
    "body",
    [
        '{"access_token": "canary with a blank"}',
        '{"access_token": "canary\\n", "token_type": "bearer"}',
        '{"access_token": "canary", "expires_in": "soon"}',
        '{"access_token": "canary"',
        '["canary"]',
        "your token: canary",
        '{"token_type": "bearer", "id_token": "canary"}',
    ],
)
def test_body_of_a_success_is_not_shown(ims: IdentityService, status: int, body: str) -> None:
    """There may be a token in it, which nobody knows for one: it would not be masked."""
    ims.replies = [fine(body, status)]

    with pytest.raises(IdentityServiceError) as error:
        ims.endpoint().token()

    assert str(error.value) == f"{IMS_URL}: HTTP {status} and no usable token"


def test_long_error_is_cut_between_words(ims: IdentityService) -> None:
    """Half a secret is not known for one: what is shown ends with a whole word."""
    ims.replies = [fine("word " * 35 + "canary-" * 20, 500)]

    with pytest.raises(IdentityServiceError) as error:
        ims.endpoint().token()

    assert str(error.value).endswith("word word ...")


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "invalid_client"),
        (401, "invalid_client"),
        (400, "invalid_scope"),
        (400, "unauthorized_client"),
        (400, "unsupported_grant_type"),
        (400, "an_error_of_their_own"),
        (200, "invalid_client"),
    ],
)
def test_denied(ims: IdentityService, status: int, code: str) -> None:
    """A denial is told apart, with the endpoint's own code and words."""
    said = {"error": code, "error_description": "no such client " + "x" * 500}
    ims.replies = [fine(json.dumps(said), status)]

    with pytest.raises(TokenDenied) as error:
        ims.endpoint().token()

    assert str(error.value) == f"{IMS_URL}: HTTP {status}, {code}: no such client ..."


def test_redirect(ims: IdentityService, wire: responses.RequestsMock) -> None:
    """The client's secret goes to the declared endpoint and nowhere else."""
    ims.replies = [(302, {"Location": "https://sso.example/"}, "")]

    with pytest.raises(IdentityServiceError, match=r"sends us to https://sso\.example/"):
        ims.endpoint().token()

    assert [call.request.url for call in wire.calls] == [IMS_URL + IMS_PATH]


@pytest.mark.parametrize(
    "error", [requests.ReadTimeout("timed out"), requests.ConnectionError("refused")]
)
def test_silent(ims: IdentityService, error: Exception) -> None:
    """An endpoint that is silent is named, in the network's own words."""
    ims.replies = [fine(error)]

    with pytest.raises(IdentityServiceError, match=f"{IMS_URL}: .*{error}"):
        ims.endpoint().token()


def test_trouble_is_not_kept(ims: IdentityService) -> None:
    """An endpoint that failed is asked again the next time."""
    ims.replies = [fine("", 503)]
    endpoint = ims.endpoint()

    with pytest.raises(IdentityServiceError):
        endpoint.token()
    assert endpoint.token() == "token-2"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=6,
)
KEYS = st.sampled_from(
    ["access_token", "token_type", "expires_in", "expires_at", "scope", "error", "state"]
)
ANSWERS = (
    st.text(max_size=60).map(str.encode)
    | st.binary(max_size=60)
    | st.dictionaries(KEYS, VALUES, max_size=5).map(lambda told: json.dumps(told).encode())
    | VALUES.map(lambda value: json.dumps(value).encode())
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(ANSWERS, st.sampled_from([200, 201, 400, 401, 403, 404, 500, 503]))
@example(b'{"access_token": "a", "expires_in": NaN}', 200)
@example(b'{"access_token": "a", "expires_in": 1e999}', 200)
@example(b'{"access_token": "a", "expires_in": ' + b"9" * 5_000 + b"}", 200)
@example(b'{"access_token": "a", "expires_at": "x", "expires_in": 1e999}', 200)
@example(b'{"access_token": "a", "scope": 7}', 200)
@example(b'{"error": ["x"], "error_description": 7}', 400)
def test_any_answer(transport: Transport, body: bytes, status: int) -> None:
    """Whatever the endpoint answers, there is a token of safe characters, or our own error."""
    with responses.RequestsMock() as wire:
        wire.post(IMS_URL + IMS_PATH, body, status=status)
        told: list[str] = []
        endpoint = IdentityService(transport, told).endpoint()
        tokens = []
        with contextlib.suppress(IdentityServiceError):
            tokens.append(endpoint.token())

        assert told == tokens
        assert all(token.isascii() and token.isprintable() for token in tokens)
        assert not any(" " in token for token in tokens)


@pytest.mark.parametrize(
    ("url", "origin", "path"),
    [
        (IMS_URL + IMS_PATH, IMS_URL, IMS_PATH),
        ("https://ims.example:8443/x?y=1", "https://ims.example:8443", "/x?y=1"),
        ("https://ims.example", "https://ims.example", ""),
    ],
)
def test_url_is_taken_apart(url: str, origin: str, path: str) -> None:
    """Server and path of the endpoint's URL."""
    assert origin_and_path(url) == (origin, path)


def test_client_hides_its_secret() -> None:
    """Nothing that shows the client shows its secret."""
    assert "canary" not in repr(Client(id="id", secret="canary", scopes=()))
