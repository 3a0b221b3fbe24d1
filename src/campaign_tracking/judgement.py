"""One broken thing, one red line: what a check amounts to, from facts alone.

A check is a function of facts with one assertion in it. What its parameters are called is what it
needs to know. A check that does not hold looks back at those it is *explained by*: if one of them
does not hold either, the check is blocked and points there. Nothing here knows what was selected,
in which order it ran, or what became of another test.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

Check = Callable[..., None]
LookUp = Callable[[str], object]
Subjects = Callable[..., Iterable[str]]

# A check for each server: its parameter, and the fact in which the server is found by its id.
BY_SUBJECT = {"server": "every_server"}


class Judged(StrEnum):
    """What a check amounts to."""

    HOLDS = "holds"
    FAILS = "fails"
    BLOCKED = "blocked by"
    NOT_APPLICABLE = "not applicable"
    NOT_CONFIGURED = "not configured"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A check's result.

    Attributes:
        judged: What it amounts to.
        why: In plain words; empty if it holds.
        root: The check that it hangs on, such as ``test_port_opens[trk2]``; else empty.
    """

    judged: Judged
    why: str = ""
    root: str = ""

    @property
    def reason(self) -> str:
        """What a skip says: one of the three wordings that readers know."""
        pointer = f" {self.root}" if self.root else ""
        return f"{self.judged}{pointer}: {self.why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """Stands where a fact would, if it is right that there is none: a mailbox not declared, say.

    Attributes:
        judged: What checks amount to that need it: not applicable, or not configured.
        why: In plain words.
    """

    judged: Judged
    why: str


class NotApplicable(Exception):  # noqa: N818  (an outcome, not an error)
    """The statement says nothing about this platform."""


class NotConfigured(Exception):  # noqa: N818  (likewise)
    """The statement could be judged if something were declared, or a right granted."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """An earlier check that explains why a later one does not hold."""

    check: Check
    of: Subjects | None


CheckT = TypeVar("CheckT", bound=Check)


def explained_by(*checks: Check, of: Subjects | None = None) -> Callable[[CheckT], CheckT]:
    """Declare what explains the decorated check if it does not hold; the nearest first.

    Args:
        checks: Earlier checks. Of one for each server, that of the same server is meant; if the
            decorated check is about no server, those of all servers. None at all means the
            decorated check itself, of other servers.
        of: Which servers are meant instead: a function of facts, called as checks are.
    """

    def declare(check: CheckT) -> CheckT:
        meant = checks or (check,)
        explanations = (*(Explanation(each, of) for each in meant), *_explanations(check))
        vars(check)["explanations"] = explanations
        return check

    return declare


def judge(check: Check, subject: str, look_up: LookUp) -> Judgement:
    """Return what *check* amounts to.

    Args:
        check: The check.
        subject: The id of the server that it is about; empty for a check about no server.
        look_up: Gives the fact of a name; None where there is none.
    """
    own, complete = _own(check, subject, look_up)
    if own.judged is not Judged.FAILS:
        return own
    silent: list[Judgement] = []
    for earlier, about in _earlier(check, subject, look_up):
        before = judge(earlier, about, look_up)
        match before.judged:
            case Judged.FAILS:
                return Judgement(
                    judged=Judged.BLOCKED, why=before.why, root=label(earlier.__name__, about)
                )
            case Judged.BLOCKED:
                return before
            case Judged.NOT_CONFIGURED | Judged.NOT_APPLICABLE if not complete:
                silent.append(before)
            case _:
                continue
    # Only where nothing fails: what there is not explains less than what is broken or not declared.
    return min(silent, key=lambda one: one.judged is Judged.NOT_APPLICABLE, default=own)


def label(name: str, subject: str) -> str:
    """Return a check's id as reports print it: ``test_port_opens[trk2]``."""
    return f"{name}[{subject}]" if subject else name


def is_about_a_server(check: Check) -> bool:
    """Whether there is one such check for each server."""
    return any(name in BY_SUBJECT for name in inspect.signature(check).parameters)


def _own(check: Check, subject: str, look_up: LookUp) -> tuple[Judgement, bool]:
    """Judge the check by its own facts; the second value says whether there were any."""
    facts = _arguments(check, subject, look_up)
    for fact in facts.values():
        if isinstance(fact, Absent):
            return Judgement(judged=fact.judged, why=fact.why), False
    missing = [name for name, fact in facts.items() if fact is None]
    if missing:
        why = f"nothing is known of: {', '.join(name.replace('_', ' ') for name in missing)}"
        return Judgement(judged=Judged.FAILS, why=why), False
    try:
        check(**facts)
    except AssertionError as error:
        why = str(error).partition("\nassert ")[0]  # pytest adds the expression
        return Judgement(judged=Judged.FAILS, why=why), True
    except NotApplicable as error:
        return Judgement(judged=Judged.NOT_APPLICABLE, why=str(error)), True
    except NotConfigured as error:
        return Judgement(judged=Judged.NOT_CONFIGURED, why=str(error)), True
    return Judgement(judged=Judged.HOLDS), True


def _arguments(function: Callable[..., object], subject: str, look_up: LookUp) -> dict[str, object]:
    arguments: dict[str, object] = {}
    for name in inspect.signature(function).parameters:
        if name in BY_SUBJECT:
            facts = look_up(BY_SUBJECT[name])
            arguments[name] = facts.get(subject) if isinstance(facts, Mapping) else None
        else:
            arguments[name] = look_up(name)
    return arguments


def _explanations(check: Check) -> tuple[Explanation, ...]:
    found: tuple[Explanation, ...] = vars(check).get("explanations", ())
    return found


def _earlier(check: Check, subject: str, look_up: LookUp) -> Iterator[tuple[Check, str]]:
    for explanation in _explanations(check):
        for about in _subjects(explanation, subject, look_up):
            yield explanation.check, about


def _subjects(explanation: Explanation, subject: str, look_up: LookUp) -> Iterable[str]:
    if not is_about_a_server(explanation.check):
        return ("",)
    if explanation.of is not None:
        facts = _arguments(explanation.of, subject, look_up)
        known = not any(fact is None or isinstance(fact, Absent) for fact in facts.values())
        return explanation.of(**facts) if known else ()
    if subject:
        return (subject,)
    servers = look_up(BY_SUBJECT["server"])
    return tuple(servers) if isinstance(servers, Mapping) else ()
