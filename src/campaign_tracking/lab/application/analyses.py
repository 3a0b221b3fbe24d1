"""Analyses under way: at most one for each delivery, beside the answering of calls."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from campaign_tracking.lab.database import Delivery
from campaign_tracking.lab.delivery.analysis import PREPARABLE, Analysis
from campaign_tracking.lab.delivery.documents import EDITED
from campaign_tracking.lab.delivery.job import Job, Jobs, Status
from campaign_tracking.lab.soap.fault import SoapFault

Work = Coroutine[Any, Any, None]
Spawn = Callable[[Work], asyncio.Task[None]]


@dataclass(slots=True, kw_only=True)
class Analyses:
    """Begins and ends them.

    Attributes:
        spawn: Starts work that goes on after the call was answered.
    """

    analysis: Analysis
    jobs: Jobs
    spawn: Spawn
    _tasks: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _newest: dict[int, Job] = field(default_factory=dict)

    def running(self, row: Delivery) -> Job | None:
        """Return the job that analyses this delivery now; None if there is none."""
        job = self._newest.get(row.id)
        return job if job is not None and job.status is Status.RUNNING else None

    def check(self, row: Delivery, method: str) -> None:
        """Refuse a delivery that is being analysed, or was started (L-39).

        Two analyses would write the messages twice, and a delivery that has been sent would be
        sent again.

        Raises:
            SoapFault: If so.
        """
        if self.running(row) is not None:
            detail = f"The delivery '{row.internal_name}' is being prepared."
        elif row.state not in PREPARABLE:
            detail = f"The delivery '{row.internal_name}' cannot be prepared (state {row.state})."
        else:
            return
        raise SoapFault.while_executing("nms:delivery", method, detail)

    def begin(self, row: Delivery, then: Callable[[], Work] | None = None) -> Job:
        """Begin an analysis, and what comes after it; return its job at once."""
        job = self.jobs.new()
        job.status, row.state = Status.RUNNING, EDITED
        self._newest[row.id] = job
        self._tasks[job.id] = self.spawn(self._run(row, job, then))
        return job

    async def ended(self, job: Job) -> None:
        """Return when a job has come to its end, whichever it was.

        Raises:
            SoapFault: If what came after the analysis failed.
        """
        task = self._tasks[job.id]
        await asyncio.wait([task])
        if not task.cancelled():
            task.result()

    async def halt(self, job: Job, status: Status) -> None:
        """End a running job with this status; what it did is lost, the delivery is edited again."""
        if job.status is Status.RUNNING:
            task = self._tasks[job.id]
            task.cancel()
            await asyncio.wait([task])
            job.status = status

    async def _run(self, row: Delivery, job: Job, then: Callable[[], Work] | None) -> None:
        await self.analysis.run(row, job)
        if then is not None:
            await then()
