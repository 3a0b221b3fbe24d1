"""Secrets are used, and go nowhere else."""

import os

import pytest

from campaign_tracking.init.answers import Answers
from campaign_tracking.init.errors import WrongUsageError
from campaign_tracking.init.secrets import KnownSecrets, TypedSecrets
from campaign_tracking.secret import SecretSource

PASSWORD = SecretSource(table="campaign", name="password")
SECURITY_TOKEN = SecretSource(table="campaign", name="security_token")
OPTION = "--password-command"


def typing(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    """Type *line* where nothing is shown."""
    monkeypatch.setattr("click.termui.hidden_prompt_func", lambda _prompt: line)


def test_typed_secret_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """It can be read while it is needed, and is in no variable afterwards."""
    monkeypatch.delenv(PASSWORD.variable, raising=False)
    typing(monkeypatch, "hunter2")

    with TypedSecrets(Answers({}, terminal=True)) as typed:
        typed.demand(PASSWORD, OPTION)
        assert PASSWORD.read() == "hunter2"

    assert PASSWORD.variable not in os.environ


def test_empty_variable_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that was empty before is empty afterwards."""
    monkeypatch.setenv(PASSWORD.variable, "")
    typing(monkeypatch, "hunter2")

    with TypedSecrets(Answers({}, terminal=True)) as typed:
        typed.demand(PASSWORD, OPTION)

    assert os.environ[PASSWORD.variable] == ""


def test_nothing_is_asked_that_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable or a command is enough."""
    monkeypatch.setenv(PASSWORD.variable, "x")
    monkeypatch.setattr("click.termui.hidden_prompt_func", pytest.fail)

    with TypedSecrets(Answers({}, terminal=True)) as typed:
        typed.demand(PASSWORD, OPTION)
        typed.demand(SecretSource(table="mid_sourcing", name="password", command="x"), OPTION)


def test_security_token_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not every zone wants one; without a terminal it is not demanded either."""
    monkeypatch.delenv(SECURITY_TOKEN.variable, raising=False)
    typing(monkeypatch, "")

    for terminal in (True, False):
        with TypedSecrets(Answers({}, terminal=terminal)) as typed:
            typed.demand(SECURITY_TOKEN, "--security-token-command")
            assert not SECURITY_TOKEN.exists


def test_nobody_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a terminal a missing secret is named by variable and option."""
    monkeypatch.delenv(PASSWORD.variable, raising=False)

    with (
        TypedSecrets(Answers({}, terminal=False)) as typed,
        pytest.raises(WrongUsageError, match=f"{PASSWORD.variable}, pass {OPTION}"),
    ):
        typed.demand(PASSWORD, OPTION)


@pytest.mark.parametrize(
    ("secret", "text", "found"),
    [
        ("hunter2", "http://hunter2.example", True),
        ("pr%od-12", "http://pr%25od-12.example", True),
        ("prod", "prod", False),
        ("neolane", "neolane", False),
        ("averylongpassword", "averylongpassword", True),
        ("", "anything", False),
    ],
)
def test_secret_in_a_value(secret: str, text: str, *, found: bool) -> None:
    """A secret is found however it is spelled; a mere word may stand there by chance."""
    known = KnownSecrets()
    known.add(secret)

    assert known.are_in(text) is found


def test_quoted_text_holds_no_secret() -> None:
    """What a platform says is shown without secrets and without effect."""
    known = KnownSecrets()
    known.add("hunter2")

    assert known.quote("\x1b[31mno hunter2\nhere") == "no *** here"
