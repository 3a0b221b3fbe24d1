"""Waiting with an end, and with somebody who is told."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol


class Progress(Protocol):
    """Whoever shows what a run waits for."""

    def say(self, line: str) -> None:
        """Show one line."""
        ...

    def waiting(self, what: str, limit_s: float) -> AbstractContextManager[Callable[[], None]]:
        """Show that we wait for *what*, at most *limit_s*.

        The function that it gives is called between looks.
        """
        ...


def looks(
    deadline: float,
    tick: Callable[[], None],
    *,
    first_s: float = 0.1,
    longest_s: float = 5.0,
) -> Iterator[None]:
    """Yield for one look at once and then, ever less often, until *deadline* has passed.

    The last look comes when the deadline is reached, so nothing that came in time is missed.

    Args:
        deadline: As ``time.monotonic()`` counts.
        tick: Called between looks.
        first_s: The first pause; each is half as long again as the one before.
        longest_s: No pause is longer.
    """
    pause_s = first_s
    while True:
        late = time.monotonic() >= deadline
        yield
        if late:
            return
        tick()
        time.sleep(max(0.0, min(pause_s, deadline - time.monotonic())))
        pause_s = min(pause_s * 1.5, longest_s)
