"""A clock that a test turns itself, so that nobody waits for a wait."""

from dataclasses import dataclass, field


@dataclass
class Clock:
    """Stands where a module of ours imported ``time``.

    Attributes:
        now: What ``monotonic()`` tells.
        slept: Every pause that was asked for; each makes it later at once.
    """

    now: float = 1_000.0
    slept: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        """Tell the time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Be later."""
        self.slept.append(seconds)
        self.now += seconds
