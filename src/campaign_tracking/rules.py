"""Documented rules as data: each stands beside the check that judges it.

What must hold and what to do stand in the check's docstring, what explains it in ``explained_by``;
which checks break with it by consequence follows from these, and is nowhere said twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from campaign_tracking.judgement import Check, Judged, Judgement, prejudged
from campaign_tracking.server_files.machine import Machine, Role

TRACKING: Final[tuple[Role, ...]] = ("tracking",)
APPLICATION: Final[tuple[Role, ...]] = ("application", "mid-sourcing")
EVERY_ROLE: Final[tuple[Role, ...]] = (*APPLICATION, *TRACKING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What the documentation says that must hold.

    Attributes:
        ids: Of the documented rules, such as ``R-32``; a check may judge several at once.
        reads: Where the value stands: an option, a file's attribute, an answer.
        why: What breaks without it.
        source: The documentation's page.
        on: The roles of the machines that it is about; empty if it is about no single machine.
    """

    ids: tuple[str, ...]
    reads: str
    why: str
    source: str
    on: tuple[Role, ...] = ()


CheckT = TypeVar("CheckT", bound=Check)


def rule(
    *ids: str, reads: str, why: str, source: str, on: tuple[Role, ...] = ()
) -> Callable[[CheckT], CheckT]:
    """Declare which documented rules the decorated check judges; see ``Rule``."""
    declared = Rule(ids=ids, reads=reads, why=why, source=source, on=on)

    def declare(check: CheckT) -> CheckT:
        vars(check)["rule"] = declared
        return check

    return declare


def file_rule(
    *ids: str, reads: str, why: str, source: str, on: tuple[Role, ...]
) -> Callable[[CheckT], CheckT]:
    """Declare the same of a check of each machine's files: of its role, and if they were read."""

    def prejudge(machine: object) -> Judgement | None:
        if not isinstance(machine, Machine):
            return None
        if machine.role not in on:
            return Judgement(judged=Judged.NOT_APPLICABLE, why="another role's rule")
        unread = machine.unread
        if not unread:
            return None
        return Judgement(judged=Judged.FAILS, why=f"not read: {unread}", unseen=True)

    def declare(check: CheckT) -> CheckT:
        return prejudged(prejudge)(rule(*ids, reads=reads, why=why, source=source, on=on)(check))

    return declare


def rule_of(check: Check) -> Rule | None:
    """Return the rule that a check judges; None of a check that judges none."""
    found: Rule | None = vars(check).get("rule")
    return found
