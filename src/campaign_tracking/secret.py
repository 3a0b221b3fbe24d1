"""Where secrets come from: a variable, or a command beside the key; never from the file."""

import os
import shlex
import subprocess
from dataclasses import dataclass, field

PREFIX = "CAMPAIGN_TRACKING_"
COMMAND_LIMIT_S = 60  # a vault's client may ask its owner for a touch


class SecretError(Exception):
    """A secret is missing, or the command that should print it failed; never holds the secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretSource:
    """Where one secret is to be had.

    Attributes:
        table: The table of the environment file that needs it: ``campaign``.
        name: Which one: ``password``.
        command: What ``<name>_command`` declares, run without a shell; may be empty.
        own: Whether the command comes before the variable: a lab has secrets of its own.
    """

    table: str
    name: str
    command: str = field(default="", repr=False)
    own: bool = False

    @property
    def variable(self) -> str:
        """The variable that may hold it: ``CAMPAIGN_TRACKING_CAMPAIGN_PASSWORD``."""
        return f"{PREFIX}{self.table}_{self.name}".upper()

    @property
    def exists(self) -> bool:
        """Whether there is a variable or a command."""
        return bool(self.command.strip() or os.environ.get(self.variable, "").rstrip("\r\n"))

    def demand(self) -> None:
        """See that there is a source, without asking there.

        Raises:
            SecretError: If there is neither a variable nor a command; says what to set.
        """
        if not self.exists:
            words = self.name.replace("_", " ")
            raise SecretError(
                f"no {words} for [{self.table}]: set the variable {self.variable}, or "
                f"[{self.table}] {self.name}_command to a command that prints it"
            )

    def read(self) -> str:
        """Return the secret.

        Raises:
            SecretError: If there is none to be had.
        """
        self.demand()
        held = os.environ.get(self.variable, "").rstrip("\r\n")
        if held and not (self.own and self.command.strip()):
            return held
        return _printed_by(self.command, f"[{self.table}] {self.name}_command")


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
