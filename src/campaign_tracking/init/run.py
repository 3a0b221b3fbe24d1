"""One run of ``campaign-tracking init``, from its options to its exit code."""

import signal
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from campaign_tracking.environment import Id, ServerUrl
from campaign_tracking.init import project, reading
from campaign_tracking.init.answers import Answers, Question, by_type
from campaign_tracking.init.conversation import Conversation
from campaign_tracking.init.document import render
from campaign_tracking.init.draft import Draft
from campaign_tracking.init.errors import InitError, PlatformError, WrongUsageError
from campaign_tracking.init.next_steps import next_steps
from campaign_tracking.init.secrets import KnownSecrets, TypedSecrets
from campaign_tracking.report.folder import ENVIRONMENTS

WRITTEN, UNREADABLE, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130
# Keys whose values are ours or the user's to choose, and no secret though they may look like one.
_CHOSEN = frozenset({"name", "hosting", "auth", "ims", "kind"})


def write_environment(name: str, output: Path | None, given: Mapping[str, str]) -> int:
    """Ask, read and write; return the exit code.

    Args:
        name: Of the environment.
        output: Where the file goes; None for the project's own place.
        given: Option to answer, of those that were given.
    """
    known = KnownSecrets()
    try:
        with _interruptible():
            path = _path(name, output)
            draft = _hold(
                name, Answers(given, terminal=bool(sys.stdin and sys.stdin.isatty())), known
            )
            text = render(draft)
            demand_no_secret(text, known)
            project.write(path, text)
    except WrongUsageError as error:
        return _ended(known.quote(str(error)), WRONG_USAGE)
    except InitError as error:
        return _ended(known.quote(str(error)), UNREADABLE)
    except (KeyboardInterrupt, click.Abort):
        return _ended("interrupted; nothing was written", INTERRUPTED)
    for line in next_steps(draft, path):
        click.echo(line)
    return WRITTEN


@contextmanager
def _interruptible() -> Iterator[None]:
    """Have SIGINT end it: a shell starts a background process with SIGINT ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _path(name: str, output: Path | None) -> Path:
    """Return where the file goes; seen to be free before anything is asked."""
    try:
        by_type(Id)(name)
    except ValueError as error:
        raise WrongUsageError(f"the name {name!r}: {error}") from error
    folder = project.find_project(Path.cwd()) / ENVIRONMENTS if output is None else Path()
    path = output or folder / f"{name}.toml"
    project.demand_free(path)
    return path


def _hold(name: str, answers: Answers, known: KnownSecrets) -> Draft:
    proxy = Question(option="--proxy", words="proxy", check=by_type(ServerUrl))
    with TypedSecrets(answers) as typed:
        conversation = Conversation(
            answers=answers,
            typed=typed,
            known=known,
            say=click.echo,
            reach=reading.reach,
            proxy=answers.ask(proxy) if answers.given(proxy.option) else "",
        )
        return conversation.hold(name)


def demand_no_secret(text: str, known: KnownSecrets) -> None:
    """See that no value in the file holds a secret that was used: a server may have echoed it.

    Raises:
        PlatformError: If one does; names the key.
    """
    for key, value in _values(tomllib.loads(text)):
        if known.are_in(value):
            raise PlatformError(f"{key} would hold a secret, and nothing was written")


def _values(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _values(value, f"{prefix}{key}.")
        elif key not in _CHOSEN:
            yield f"{prefix}{key}", str(value)


def _ended(words: str, code: int) -> int:
    click.echo(f"campaign-tracking init: {words}", err=True)
    return code
