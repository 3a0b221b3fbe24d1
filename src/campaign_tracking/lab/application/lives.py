"""How long sessions and bearer tokens live, by time and, to test clients, by number of calls."""

import enum
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

SESSION_S: Final = 86_400.0  # sessionTimeOutSec and securityTimeOutSec


class ExpiredForm(enum.StrEnum):
    """How a call with an expired session is answered: sources disagree (L-32)."""

    TEXT_403 = "text-403"
    TEXT_200 = "text-200"
    FAULT_200 = "fault-200"


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """How long each lives.

    Attributes:
        session_s: By time.
        first_ends_at_call: The first is refused from this call on; None for never.
        later_end_at_once: Whether every later one is refused at its first call.
        expired: How a session that has ended is refused.
    """

    session_s: float = SESSION_S
    first_ends_at_call: int | None = None
    later_end_at_once: bool = False
    expired: ExpiredForm = ExpiredForm.TEXT_403


@dataclass(slots=True, kw_only=True)
class Span:
    """The life of one session or token.

    Attributes:
        ends_at_s: By the clock of whoever began it.
        ends_at_call: The number of the first call that is refused; None for none.
        calls: How many there were.
    """

    ends_at_s: float
    ends_at_call: int | None
    calls: int = 0


class Spans:
    """Begins the lives of one kind of token; the first may differ from all later ones."""

    def __init__(self, life: Life, now_s: Callable[[], float] = time.monotonic) -> None:
        """Begin none yet."""
        self._life, self._now_s, self._begun = life, now_s, 0

    def begin(self) -> Span:
        """Begin one."""
        later = 1 if self._life.later_end_at_once else None
        ends_at_call = later if self._begun else self._life.first_ends_at_call
        self._begun += 1
        return Span(ends_at_s=self._now_s() + self._life.session_s, ends_at_call=ends_at_call)

    def is_young(self, span: Span) -> bool:
        """Return whether its time is not over."""
        return self._now_s() < span.ends_at_s

    def lives(self, span: Span) -> bool:
        """Count a call; return whether it is still within the life."""
        span.calls += 1
        in_number = span.ends_at_call is None or span.calls < span.ends_at_call
        return in_number and self.is_young(span)
