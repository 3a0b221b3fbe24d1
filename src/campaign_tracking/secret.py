"""Where secrets come from: a variable, or a command beside the key; never from the file."""

import shlex
import subprocess

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

COMMAND_LIMIT_S = 60  # a vault's client may ask its owner for a touch


class SecretError(Exception):
    """A secret is missing, or the command that should print it failed; never holds the secret."""


class Variables(BaseSettings):
    """The variables ``CAMPAIGN_TRACKING_…`` that hold a secret."""

    model_config = SettingsConfigDict(env_prefix="CAMPAIGN_TRACKING_", env_ignore_empty=True)

    campaign_password: SecretStr | None = None


def campaign_password(command: str, *, own: bool = False) -> str:
    """Return the operator's password.

    Args:
        command: What ``[campaign] password_command`` declares, run without a shell; may be empty.
        own: Whether the command comes before the variable.

    Raises:
        SecretError: If neither gives one; says what to set.
    """
    variable = Variables().campaign_password
    if variable is not None and not (own and command):
        return variable.get_secret_value()
    demand_a_source(command)
    return _printed_by(command, "[campaign] password_command")


def demand_a_source(command: str) -> None:
    """See that there is somewhere to take the operator's password from, without asking there.

    Raises:
        SecretError: If there is neither a variable nor a command.
    """
    if not command and Variables().campaign_password is None:
        raise SecretError(
            "no password for the operator: set the variable CAMPAIGN_TRACKING_CAMPAIGN_PASSWORD, "
            "or [campaign] password_command to a command that prints it"
        )


def _printed_by(command: str, key: str) -> str:
    try:
        run = subprocess.run(  # noqa: S603  (the operator's own command, and no shell)
            shlex.split(command),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=COMMAND_LIMIT_S,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        why = {FileNotFoundError: "there is no such command", UnicodeDecodeError: "not text"}
        said = why.get(type(error), type(error).__name__)
        raise SecretError(f"{key} failed: {said}") from error
    secret = run.stdout.rstrip("\r\n")
    if run.returncode or not secret:
        raise SecretError(f"{key} ended with code {run.returncode} and printed no secret")
    return secret
