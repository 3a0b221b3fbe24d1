"""How long things take in the lab: a little, as on a platform, and the same for the same seed."""

import asyncio
import random
from typing import Final

_DURATIONS_S: Final = {
    "targeting": (0.15, 0.3),
    "preparation": (0.15, 0.3),
    "upload": (0.02, 0.05),
    "mta": (0.3, 0.6),
    "retry": (1.0, 1.5),  # an hour (deploying-an-instance.md)
    "trackinglogd": (0.15, 0.25),
}


class Pace:
    """The one clockwork behind every pause.

    Pauses are the lab's own (L-08): on a platform they depend on load, and mta and wfserver look
    for work every 30 and 20 s (the-server-configuration-file.md).
    """

    def __init__(
        self, seed: int, *, period_s: float, jitter_s: float = 0.0, scale: float = 1.0
    ) -> None:
        """Draw pauses from *seed*; *scale* stretches (or, in tests, shortens) all of them.

        Workflows run every *period_s*, each time late by up to *jitter_s*.
        """
        self._random = random.Random(seed)  # noqa: S311  (a pace, not a secret)
        self._period_s, self._jitter_s = period_s, jitter_s
        self._scale = scale

    async def pause(self, step: str) -> None:
        """Wait as long as *step* takes this time."""
        await asyncio.sleep(self.duration_s(step))

    def duration_s(self, step: str) -> float:
        """Return how long *step* takes this time."""
        return self._scale * self._random.uniform(*_DURATIONS_S[step])

    async def wait_for_schedule(self, wakeup: asyncio.Event) -> None:
        """Wait for a workflow's next run, or until it is woken up."""
        late_s = self._random.uniform(0, self._jitter_s) if self._jitter_s else 0.0
        try:
            async with asyncio.timeout(self._scale * (self._period_s + late_s)):
                await wakeup.wait()
        except TimeoutError:
            return
        finally:
            wakeup.clear()
