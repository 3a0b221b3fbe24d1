"""Secrets come from a variable or a command, and no error tells them."""

import sys

import pytest

from campaign_tracking.secret import SecretError, campaign_password, demand_a_source

VARIABLE = "CAMPAIGN_TRACKING_CAMPAIGN_PASSWORD"


@pytest.fixture(autouse=True)
def no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin without the variable."""
    monkeypatch.delenv(VARIABLE, raising=False)


def test_variable_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable is taken before any command is run."""
    monkeypatch.setenv(VARIABLE, "from-variable")

    assert campaign_password("false") == "from-variable"


def test_command_prints_it() -> None:
    """The command's output is the secret, without the line feed at its end."""
    assert campaign_password(f"{sys.executable} -c \"print(' with blanks ')\"") == " with blanks "


@pytest.mark.parametrize(
    "command",
    ["no-such-command-here", "false", "true", "'unbalanced", "sh -c 'echo canary; false'"],
)
def test_failing_command_is_told(command: str) -> None:
    """A command that fails or prints nothing is named by its key, never by its output."""
    with pytest.raises(SecretError, match="password_command") as error:
        campaign_password(command)

    assert "canary" not in str(error.value)


def test_no_source() -> None:
    """Without variable and command the error says what to set."""
    with pytest.raises(SecretError, match=VARIABLE):
        demand_a_source("")
