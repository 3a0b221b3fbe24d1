"""Secrets on their way to the platform: kept in no file, shown on no terminal."""

import os
from collections.abc import Mapping
from types import TracebackType
from typing import Self

import click

from campaign_tracking.access import Access
from campaign_tracking.init.answers import Answers
from campaign_tracking.init.errors import WrongUsageError
from campaign_tracking.report.redaction import Redactor
from campaign_tracking.report.text import visible
from campaign_tracking.secret import SecretSource

# The secrets of each way to log on.
SECRETS: Mapping[str, tuple[str, ...]] = {
    "password": ("password",),
    "ims": ("client_secret",),
    "session-token": ("session_token", "security_token"),
}
OPTIONAL = "security_token"  # the zone flag sessionTokenOnly waives it (security-zones.md)
# A short secret, or a mere word, may stand in a file by chance: an instance is called "prod", and
# so is its password.
SHORT, LONG = 6, 12


class KnownSecrets:
    """Every secret that was used, so that none leaves."""

    def __init__(self) -> None:
        """Know none yet."""
        self._every, self._no_word = Redactor(), Redactor()

    def add(self, secret: str) -> None:
        """Keep one."""
        self._every.add(secret)
        if len(secret) >= LONG or (len(secret) >= SHORT and not secret.isalpha()):
            self._no_word.add(secret)

    def quote(self, text: str) -> str:
        """Return what a platform said, fit for a terminal and without a secret."""
        return visible(self._every(text))

    def are_in(self, text: str) -> bool:
        """Whether *text* holds a secret that cannot be there by chance."""
        return self._no_word(text) != text


def sources_of(access: Access) -> list[SecretSource]:
    """Return where the secrets come from that it takes to log on."""
    return [
        SecretSource(
            table=access.table, name=name, command=getattr(access.server, f"{name}_command")
        )
        for name in SECRETS[access.server.auth]
    ]


class TypedSecrets:
    """Secrets that were typed: in this process' own variables until it is left, nowhere else."""

    def __init__(self, answers: Answers) -> None:
        """Ask whoever answers."""
        self._answers = answers
        self._before: dict[str, str | None] = {}

    def demand(self, source: SecretSource, option: str) -> None:
        """See that a secret can be had: from its variable, its command, or the terminal.

        Args:
            source: Which one.
            option: The option that names a command which prints it.

        Raises:
            WrongUsageError: If there is neither, and nobody to ask.
            click.Abort: If whoever is asked gives up.
        """
        if source.exists:
            return
        if self._answers.terminal:
            self._type(source)
        elif source.name != OPTIONAL:
            words = source.name.replace("_", " ")
            raise WrongUsageError(
                f"no {words} for [{source.table}]: set the variable {source.variable}, pass "
                f"{option}, or run this in a terminal"
            )

    def _type(self, source: SecretSource) -> None:
        words, optional = source.name.replace("_", " "), source.name == OPTIONAL
        whose = "" if source.table == "campaign" else " for the mid-sourcing server"
        may = "; empty for none" if optional else ""
        typed: str = click.prompt(
            f"The {words}{whose} (not shown, and never written to the file{may})",
            hide_input=True,
            default="" if optional else None,
            show_default=False,
        )
        if typed:
            self._before.setdefault(source.variable, os.environ.get(source.variable))
            os.environ[source.variable] = typed

    def __enter__(self) -> Self:
        """Use it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the variables as they were."""
        for variable, value in self._before.items():
            if value is None:
                os.environ.pop(variable, None)
            else:
                os.environ[variable] = value
