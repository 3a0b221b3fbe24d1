"""Answers: from the options, else from whoever sits at the terminal; each is checked at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import click
from pydantic import TypeAdapter, ValidationError

from campaign_tracking.environment import Section
from campaign_tracking.init.errors import WrongUsageError
from campaign_tracking.init.options import REFUSALS

AnswerT = TypeVar("AnswerT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Generic[AnswerT]):
    """Something that only a human being knows.

    Attributes:
        option: The option that answers it: ``--login``.
        words: How it is asked.
        check: Returns what the answer amounts to, or raises ValueError with what is wrong.
        default: What an empty answer stands for; None if there must be one.
        refusal: The option that says that there is none, where that may be said.
    """

    option: str
    words: str
    check: Callable[[str], AnswerT]
    default: str | None = None
    refusal: str = ""


class Answers:
    """Whoever answers: the options first, then the terminal, if there is one."""

    def __init__(self, given: Mapping[str, str], *, terminal: bool) -> None:
        """Begin.

        Args:
            given: Option to answer, of those that were given.
            terminal: Whether somebody can be asked.
        """
        self._given, self.terminal = given, terminal
        self._used: set[str] = set()

    def given(self, option: str) -> str:
        """Return what an option says that need not be asked for; empty if it was not given."""
        self._used.add(option)
        return self._given.get(option, "")

    def demand_all_used(self) -> None:
        """See that every answer was needed.

        Raises:
            WrongUsageError: If an option did nothing: somebody meant something by it.
        """
        unused = [option for option in self._given if option not in self._used | {*REFUSALS}]
        if unused:
            raise WrongUsageError(f"{unused[0]} answers nothing that is asked here: leave it out")

    def ask(self, question: Question[AnswerT]) -> AnswerT:
        """Return the answer.

        Raises:
            WrongUsageError: If an option's answer cannot be, or there is nobody to ask.
            click.Abort: If whoever is asked gives up.
        """
        self._used.add(question.option)
        if question.option in self._given:
            try:
                return _checked(question, self._given[question.option])
            except ValueError as error:
                raise WrongUsageError(f"{question.option}: {error}") from error
        if not self.terminal:
            return self._unasked(question)
        while True:
            said = click.prompt(
                question.words, default=question.default, show_default=bool(question.default)
            )
            try:
                return _checked(question, said)
            except ValueError as error:
                click.echo(f"  Not so: {error}")

    def _unasked(self, question: Question[AnswerT]) -> AnswerT:
        if question.default:
            return _checked(question, question.default)
        or_refused = f" (or {question.refusal})" if question.refusal else ""
        raise WrongUsageError(
            f"no answer to “{question.words}”: pass {question.option}{or_refused}, or run this in "
            "a terminal"
        )


def _checked(question: Question[AnswerT], said: str) -> AnswerT:
    """Return what an answer amounts to.

    Raises:
        ValueError: If it cannot be; never repeats it, it may have been meant for another question.
    """
    text = said.strip()
    if not text.isprintable():
        raise ValueError("characters that nobody sees")
    return question.check(text)


def by_type(kind: Any) -> Callable[[str], str]:  # noqa: ANN401  (a type, or an annotated one)
    """Return a check by one of the environment's own types of text."""
    adapter: TypeAdapter[str] = TypeAdapter(kind)

    def check(text: str) -> str:
        try:
            return adapter.validate_python(text)
        except ValidationError as error:
            message = error.errors()[0]["msg"]
            raise ValueError(message.removeprefix("Value error, ")) from error

    return check


def by_field(model: type[Section], name: str) -> Callable[[str], str]:
    """Return a check by a field of one of the environment's tables."""
    return by_type(model.model_fields[name].rebuild_annotation())


def one_of(*choices: str) -> Callable[[str], str]:
    """Return a check that admits *choices*."""

    def check(text: str) -> str:
        if text not in choices:
            raise ValueError(f"allowed: {', '.join(choices)}")
        return text

    return check


def something(text: str) -> str:
    """Check that there is an answer."""
    if not text:
        raise ValueError("it is empty")
    return text
