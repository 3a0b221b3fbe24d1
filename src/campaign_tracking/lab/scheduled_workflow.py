"""A technical workflow: work that is done on a schedule, and stops in error."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Final

from campaign_tracking.lab import stamps
from campaign_tracking.lab.assumptions import WORKFLOW_STARTED
from campaign_tracking.lab.database import Workflow
from campaign_tracking.lab.pace import Pace

PAUSED, STOPPED = 13, 20
Work = Callable[[], Awaitable[None]]
_GRACE_S: Final = 1.0

_log = logging.getLogger(__name__)


class WorkflowError(Exception):
    """The work cannot be done: the workflow is paused and failed (supervising-workflows.md)."""


@dataclass(slots=True, kw_only=True)
class ScheduledWorkflow:
    """Runs on its schedule, or when it is woken up; only while its row says that it is started.

    Attributes:
        work: Done once each run; raises :class:`WorkflowError` if it cannot be done.
    """

    row: Workflow
    pace: Pace
    work: Work
    wakeup: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Work, for ever."""
        while True:
            await self.pace.wait_for_schedule(self.wakeup)
            await asyncio.sleep(self.row.busy_s)
            if self.row.state == WORKFLOW_STARTED:
                await _to_its_end(self._run_once())

    async def _run_once(self) -> None:
        try:
            await self.work()
        except WorkflowError:
            self._fail()
        except Exception:  # noqa: BLE001  (the workflow fails, whatever it was; the lab goes on)
            _log.exception("the workflow %s failed", self.row.internal_name)
            self._fail()
        else:
            self.row.last_processing = stamps.now()

    def _fail(self) -> None:
        self.row.state, self.row.failed = PAUSED, True


async def _to_its_end(work: Coroutine[Any, Any, None]) -> None:
    """Wait for *work*; when the lab ends meanwhile, *work* may end first.

    A call that is cut off while it connects leaves its socket open.
    """
    task = asyncio.create_task(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task], timeout=_GRACE_S)
        task.cancel()
        await asyncio.wait([task])
        raise
