"""Work on several machines at once, which ends in time whatever they do."""

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, wait
from dataclasses import dataclass
from typing import TypeVar

_PAUSE_S = 0.2
# What work may still take that has seen that its time is up.
_GRACE_S = 2.0
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """When work must be done.

    Attributes:
        at: As ``time.monotonic()`` counts.
        given_up: Set when nobody waits any more.
    """

    at: float
    given_up: threading.Event

    @property
    def left_s(self) -> float:
        """How long there is left; 0 if it is too late."""
        return 0.0 if self.given_up.is_set() else max(0.0, self.at - time.monotonic())

    def share(self, part: float) -> "Deadline":
        """Return the end of work that may take only a *part*, up to 1, of what is left."""
        return Deadline(at=time.monotonic() + part * self.left_s, given_up=self.given_up)


def side_by_side(
    work: Mapping[str, Callable[[Deadline], _Result]],
    *,
    limit_s: float,
    tick: Callable[[], None],
) -> Mapping[str, _Result | None]:
    """Return what each piece of *work* returned, by its name; None of what did not end in time.

    Such is left to itself, in a thread that the end of the process does not wait for. What work
    raises is raised.

    Args:
        work: Each gets the deadline, and ought to keep it.
        limit_s: How long all of it may take.
        tick: Called again and again meanwhile, in the caller's thread.
    """
    deadline = Deadline(at=time.monotonic() + limit_s, given_up=threading.Event())
    begun = {name: _begin(job, deadline) for name, job in work.items()}
    late_at = deadline.at + _GRACE_S
    try:
        while wait(begun.values(), _PAUSE_S).not_done and time.monotonic() < late_at:
            tick()
    finally:
        deadline.given_up.set()
    return {name: job.result() if job.done() else None for name, job in begun.items()}


def _begin(work: Callable[[Deadline], _Result], deadline: Deadline) -> Future[_Result]:
    outcome: Future[_Result] = Future()

    def run() -> None:
        try:
            outcome.set_result(work(deadline))
        except BaseException as error:  # noqa: BLE001  (raised again, by whoever waits)
            outcome.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return outcome
