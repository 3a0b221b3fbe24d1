"""Secrets come from a variable or a command, and no error tells them."""

import sys

import pytest

from campaign_tracking.secret import SecretError, SecretSource

VARIABLE = "CAMPAIGN_TRACKING_CAMPAIGN_PASSWORD"
PRINTED = f"{sys.executable} -c \"print('from-command')\""


@pytest.fixture(autouse=True)
def no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin without the variable."""
    monkeypatch.delenv(VARIABLE, raising=False)


def source(command: str = "", *, own: bool = False) -> SecretSource:
    """Return where the operator's password is to be had."""
    return SecretSource(table="campaign", name="password", command=command, own=own)


@pytest.mark.parametrize(
    ("command", "own", "secret"),
    [
        ("false", False, "from-variable"),
        ("", False, "from-variable"),
        ("", True, "from-variable"),
        (PRINTED, True, "from-command"),
    ],
)
def test_variable_wins(
    monkeypatch: pytest.MonkeyPatch, command: str, secret: str, *, own: bool
) -> None:
    """The variable is taken before any command is run, but for a lab, which has its own."""
    monkeypatch.setenv(VARIABLE, "from-variable")

    assert source(command, own=own).read() == secret


def test_command_prints_it() -> None:
    """The command's output is the secret, without the line feed at its end."""
    command = f"{sys.executable} -c \"print(' with blanks ')\""

    assert source(command).read() == " with blanks "


@pytest.mark.parametrize("held", ["", "\n", "\r\n"])
def test_variable_may_be_empty(monkeypatch: pytest.MonkeyPatch, held: str) -> None:
    """A variable that is set and empty, as pipelines leave it, is none: the command is run."""
    monkeypatch.setenv(VARIABLE, held)

    assert source(PRINTED).read() == "from-command"
    assert not source().exists
    with pytest.raises(SecretError, match="set the variable"):
        source().read()


@pytest.mark.parametrize(
    ("held", "secret"),
    [
        ("from-variable\n", "from-variable"),
        ("from-variable\r\n", "from-variable"),
        ("  with blanks \n", "  with blanks "),
        ("two\nlines\n", "two\nlines"),
        (" ", " "),
    ],
)
def test_line_feed_of_a_variable(monkeypatch: pytest.MonkeyPatch, held: str, secret: str) -> None:
    """The line feed at its end, which a file or a pipeline leaves there, is not the secret's."""
    monkeypatch.setenv(VARIABLE, held)

    assert source().exists
    assert source().read() == secret


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("command", [" ", "\t \n"])
def test_command_of_blanks(monkeypatch: pytest.MonkeyPatch, command: str, *, own: bool) -> None:
    """A command of blanks is none: it is neither counted nor run."""
    blank = source(command, own=own)

    assert not blank.exists
    for ask in (blank.demand, blank.read):
        with pytest.raises(SecretError, match="or \\[campaign\\] password_command"):
            ask()
    monkeypatch.setenv(VARIABLE, "from-variable")
    assert blank.read() == "from-variable"


@pytest.mark.parametrize(
    "command",
    [
        "no-such-command-here",
        "false",
        "true",
        "'unbalanced",
        "sh -c 'echo canary; false'",
        "printf '\\377canary'",
    ],
)
def test_failing_command_is_told(command: str) -> None:
    """A command that fails or prints nothing is named by its key, never by its output."""
    with pytest.raises(SecretError, match=r"\[campaign\] password_command") as error:
        source(command).read()

    assert "canary" not in str(error.value)


@pytest.mark.parametrize(
    ("table", "name", "variable"),
    [
        ("campaign", "password", VARIABLE),
        ("campaign", "client_secret", "CAMPAIGN_TRACKING_CAMPAIGN_CLIENT_SECRET"),
        ("mid_sourcing", "session_token", "CAMPAIGN_TRACKING_MID_SOURCING_SESSION_TOKEN"),
    ],
)
def test_no_source(monkeypatch: pytest.MonkeyPatch, table: str, name: str, variable: str) -> None:
    """Without variable and command the error says what to set, for which table."""
    monkeypatch.delenv(variable, raising=False)
    missing = SecretSource(table=table, name=name)

    assert (missing.exists, missing.variable) == (False, variable)
    for ask in (missing.demand, missing.read):
        with pytest.raises(SecretError, match=rf"{variable}, or \[{table}\] {name}_command"):
            ask()


def test_demand_asks_nobody() -> None:
    """Whether there is a source is seen without running the command."""
    source("sh -c 'exit 7'").demand()


def test_nothing_shows_the_command() -> None:
    """A command may hold a secret of its own: the source's repr does not tell it."""
    assert "canary" not in repr(source("print canary"))
