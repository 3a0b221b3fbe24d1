"""One cell of the matrix: a fault in a topology, and how a run must show it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from campaign_tracking.lab.faults import FAULTS
from campaign_tracking.lab.faults.fault import Fault, Shown
from campaign_tracking.lab.settings import MID_SOURCING, TOPOLOGIES
from tests.suite.running import Edit, Outcome

# Where a click never comes it is waited for to the end: not for half a minute in each cell.
SHORT_WAITS: tuple[Edit, ...] = (
    (r"(?m)^reception = 30$", "reception = 12"),
    (r"(?m)^tracking_log = 30$", "tracking_log = 12"),
)
RED_OUTCOMES = ("failed", "error", "not run")


@dataclass(frozen=True)
class Cell:
    """A fault in a topology.

    Attributes:
        fault: What is broken.
        topology: Where.
        shown: How it shows there.
    """

    fault: Fault
    topology: str
    shown: Shown

    def __str__(self) -> str:
        """Return its name in pytest's output."""
        return f"{self.fault.id}-{self.topology}"

    @property
    def is_smallest(self) -> bool:
        """Whether there is no smaller topology in which the fault can occur."""
        return self.topology == self.fault.topology

    @property
    def checks(self) -> list[str]:
        """The checks that must fail."""
        return [self.filled(check) for check in (self.shown.check, self.shown.also) if check]

    @property
    def cause(self) -> list[str]:
        """The ids of the cause that must be named first; none for what is no fault."""
        return list(self.shown.cause or (self.fault.id,)) if self.shown.check else []

    def filled(self, text: str) -> str:
        """Return *text* with the names of this topology's servers in it."""
        sending = "mid" if self.topology == MID_SOURCING else "app"
        names = {"last": f"trk{TOPOLOGIES[self.topology]}", "first": "trk1", "sending": sending}
        for name, value in (*names.items(), ("application", "app")):
            text = text.replace(f"{{{name}}}", value)
        return text


def cells() -> Iterator[Cell]:
    """Yield every fault in every topology in which it can occur."""
    for fault in FAULTS:
        for shown in fault.shown:
            for topology in shown.in_:
                yield Cell(fault, topology, shown)


def assert_shown(run: Outcome, cell: Cell) -> None:
    """Assert that one check fails, all else points at it or is fine, and the cause is named."""
    red = {outcome: run.with_outcome(outcome) for outcome in RED_OUTCOMES}
    assert red == {"failed": cell.checks, "error": [], "not run": []}, run.terminal
    assert run.pointers <= set(cell.checks), run.terminal
    assert run.exit_status == bool(cell.checks), run.terminal
    reasons = {each["check"]: each["reason"] for each in run.facts["checks"]}
    for check in cell.checks[:1]:
        assert re.search(cell.filled(cell.shown.says), reasons[check]), reasons[check]
    assert_named(run.facts["causes"], cell.cause)


def assert_named(causes: list[dict[str, object]], expected: list[str]) -> None:
    """Assert that the cause stands first, is singled out unless it is a tie, and stands alone."""
    told = [(cause["id"], "likely" if cause["likely"] else "certain") for cause in causes]
    assert [ids for ids, _ in told[:1]] == ([expected] if expected else []), told
    assert not [ids for ids, sure in told[1:] if sure == "certain"], told
