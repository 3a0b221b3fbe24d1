"""One broken thing, one red line: what a check amounts to, from facts alone.

A check is a function of facts with one assertion in it. What its parameters are called is what it
needs to know. A check that does not hold looks back at those it is *explained by*: if one of them
does not hold either, the check is blocked and points there. Nothing here knows what was selected,
in which order it ran, or what became of another test.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

Check = Callable[..., None]
LookUp = Callable[[str], object]
Subjects = Callable[..., Iterable[str]]

# A check for each tracking server, or for each machine whose files may be read: its parameter, and
# the fact in which it is found by its id. A machine that is a tracking server has the same id.
BY_SUBJECT = {"server": "every_server", "machine": "every_machine"}


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
        unseen: Whether it does not hold merely because there was nothing to see; that explains
            nothing of what was seen elsewhere.
    """

    judged: Judged
    why: str = ""
    root: str = ""
    unseen: bool = False

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Earlier checks that explain why a later one does not hold.

    Attributes:
        checks: The earlier checks, the nearest first.
        of: Which servers are meant; None: see ``explained_by``.
        needed: Whether the later one cannot be judged without what they are about.
        each: Whether they explain it only together: one of them for each server that is meant.
    """

    checks: tuple[Check, ...]
    of: Subjects | None
    needed: bool
    each: bool


CheckT = TypeVar("CheckT", bound=Check)


def explained_by(
    *checks: Check, of: Subjects | None = None, needed: bool = True, each: bool = False
) -> Callable[[CheckT], CheckT]:
    """Declare what explains the decorated check if it does not hold; the nearest first.

    Args:
        checks: Earlier checks. Of one for each server, that of the same server is meant; if the
            decorated check is about no server, those of all servers. None at all means the
            decorated check itself, of other servers.
        of: Which servers are meant instead: a function of facts, called as checks are.
        needed: Whether the decorated check cannot be judged without what they are about. What is
            read on a machine may explain what is seen from outside, which does without it.
        each: Whether every server that is meant must have one of them that does not hold: what is
            wrong with one server does not explain a complaint of another.
    """

    def declare(check: CheckT) -> CheckT:
        meant = checks or (check,)
        groups = [meant] if each else [(one,) for one in meant]
        declared = [Explanation(checks=group, of=of, needed=needed, each=each) for group in groups]
        vars(check)["explanations"] = (*declared, *explanations_of(check))
        return check

    return declare


def explanations_of(check: Check) -> tuple[Explanation, ...]:
    """Return what explains a check, the nearest first."""
    found: tuple[Explanation, ...] = vars(check).get("explanations", ())
    return found


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
    for explanation in explanations_of(check):
        before = list(_looked_back(explanation, check, subject, look_up))
        pointer = _pointer(explanation, before)
        if pointer is not None:
            return replace(pointer, unseen=own.unseen)
        if explanation.needed and not complete:
            silent += [found for _, found in before if found.judged in _ABSENT]
    # Only where nothing fails: what there is not explains less than what is broken or not declared.
    return min(silent, key=lambda one: one.judged is Judged.NOT_APPLICABLE, default=own)


_ABSENT = (Judged.NOT_CONFIGURED, Judged.NOT_APPLICABLE)


def _looked_back(
    explanation: Explanation, check: Check, subject: str, look_up: LookUp
) -> Iterator[tuple[str, Judgement]]:
    """Yield what each earlier check amounts to, with its subject; if it fails, a pointer to it."""
    for earlier in explanation.checks:
        same = kind_of_subject(earlier) == kind_of_subject(check)
        for about in _subjects(earlier, explanation.of, subject, look_up, same_kind=same):
            found = judge(earlier, about, look_up)
            if found.judged is Judged.FAILS:
                root = label(earlier.__name__, about)
                found = replace(found, judged=Judged.BLOCKED, root=root)
            yield about, found


def _pointer(explanation: Explanation, before: list[tuple[str, Judgement]]) -> Judgement | None:
    """Return the pointer to what explains it; None if that does not."""
    pointers: dict[str, Judgement] = {}
    for about, found in before:
        if found.judged is Judged.BLOCKED and (explanation.needed or not found.unseen):
            pointers.setdefault(about, found)
    if explanation.each and any(about not in pointers for about, _ in before):
        return None
    return next(iter(pointers.values()), None)


Prejudge = Callable[[object], Judgement | None]


def prejudged(prejudge: Prejudge) -> Callable[[CheckT], CheckT]:
    """Declare what the decorated check amounts to by its subject alone; None leaves it to it."""

    def declare(check: CheckT) -> CheckT:
        vars(check)["prejudge"] = prejudge
        return check

    return declare


def label(name: str, subject: str) -> str:
    """Return a check's id as reports print it: ``test_port_opens[trk2]``."""
    return f"{name}[{subject}]" if subject else name


def kind_of_subject(check: Check) -> str:
    """Return of what there is one such check each: server, or machine; empty if it is but one."""
    names = inspect.signature(check).parameters
    return next((name for name in names if name in BY_SUBJECT), "")


def _own(check: Check, subject: str, look_up: LookUp) -> tuple[Judgement, bool]:
    """Judge the check by its own facts; the second value says whether there were any."""
    facts = _arguments(check, subject, look_up)
    before = _of_subject(check, facts.get(kind_of_subject(check)))
    if before is not None:
        return before, True
    without = _of_none(facts)
    return (_of_facts(check, facts), True) if without is None else (without, False)


def _of_subject(check: Check, about: object) -> Judgement | None:
    prejudge: Prejudge | None = vars(check).get("prejudge")
    known = about is not None and not isinstance(about, Absent)
    return prejudge(about) if prejudge and known else None


def _of_none(facts: Mapping[str, object]) -> Judgement | None:
    """Return what a check amounts to that lacks a fact; None if it lacks none."""
    for fact in facts.values():
        if isinstance(fact, Absent):
            return Judgement(judged=fact.judged, why=fact.why)
    missing = [name.replace("_", " ") for name, fact in facts.items() if fact is None]
    why = f"nothing is known of: {', '.join(missing)}"
    return Judgement(judged=Judged.FAILS, why=why) if missing else None


def _of_facts(check: Check, facts: Mapping[str, object]) -> Judgement:
    try:
        check(**facts)
    except AssertionError as error:
        why = str(error).partition("\nassert ")[0]  # pytest adds the expression
        return Judgement(judged=Judged.FAILS, why=why)
    except NotApplicable as error:
        return Judgement(judged=Judged.NOT_APPLICABLE, why=str(error))
    except NotConfigured as error:
        return Judgement(judged=Judged.NOT_CONFIGURED, why=str(error))
    return Judgement(judged=Judged.HOLDS)


def _arguments(function: Callable[..., object], subject: str, look_up: LookUp) -> dict[str, object]:
    arguments: dict[str, object] = {}
    for name in inspect.signature(function).parameters:
        if name in BY_SUBJECT:
            facts = look_up(BY_SUBJECT[name])
            arguments[name] = facts.get(subject) if isinstance(facts, Mapping) else None
        else:
            arguments[name] = look_up(name)
    return arguments


def _subjects(
    earlier: Check, of: Subjects | None, subject: str, look_up: LookUp, *, same_kind: bool
) -> Iterable[str]:
    kind = kind_of_subject(earlier)
    if not kind:
        return ("",)
    every = look_up(BY_SUBJECT[kind])
    ids = tuple(every) if isinstance(every, Mapping) else ()
    if of is not None:
        facts = _arguments(of, subject, look_up)
        known = not any(fact is None or isinstance(fact, Absent) for fact in facts.values())
        return [id_ for id_ in of(**facts) if id_ in ids] if known else ()
    if subject and same_kind:
        return (subject,)
    return tuple(id_ for id_ in ids if id_ == subject) if subject else ids
