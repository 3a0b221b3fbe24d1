"""The Tracking workflow: collects logs from every tracking server into ``nms:trackingLogRcp``.

What it does by KA-17739 and about-message-tracking.md: GetTrackingLogs on each server, rows into
the log table, ``NmsTracking_Pointer`` moved. A server that does not answer is left out until the
next run (L-12); a corrupted line stops the workflow with an error (about-message-tracking.md).
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final
from xml.etree import ElementTree as ET

import httpx

from campaign_tracking.lab import stamps
from campaign_tracking.lab.assumptions import (
    POINTER_SEPARATOR,
    WORKFLOW_STARTED,
)
from campaign_tracking.lab.database import OPEN_URL_ID, Database, TrackingLog, Workflow
from campaign_tracking.lab.pace import Pace
from campaign_tracking.lab.redirection.remote_client import (
    CollectedLogs,
    NoAnswerError,
    RefusedError,
    RemoteTracking,
)
from campaign_tracking.lab.redirection.remote_methods import CORRUPTED
from campaign_tracking.lab.wizard_options import internal_urls, tracking_account

PAUSED, STOPPED = 13, 20
LOGS_PER_REQUEST: Final = 1000
_DEDUPLICATED: Final = timedelta(minutes=1)  # tracking/@dedupOpenPeriodMin


class _CorruptedError(Exception):
    """A tracking server holds a line that cannot be read."""


@dataclass(slots=True, kw_only=True)
class TrackingWorkflow:
    """Runs on its schedule, or when it is woken up."""

    database: Database
    pace: Pace
    client: httpx.AsyncClient
    row: Workflow
    wakeup: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Collect, for ever."""
        while True:
            await self.pace.wait_for_schedule(self.wakeup)
            if self.row.state == WORKFLOW_STARTED:
                await self.collect()

    async def collect(self) -> None:
        """Collect once."""
        urls = internal_urls(self.database)
        pointers = self._pointers(len(urls))
        try:
            collected = await asyncio.gather(*map(self._ask, urls, pointers))
        except _CorruptedError:
            self.row.state, self.row.failed = PAUSED, True
            return
        for answer in collected:
            self._insert(answer.logs)
        self._move_on([answer.pointer for answer in collected])

    async def _ask(self, url: str, pointer: int) -> CollectedLogs:
        remote = RemoteTracking(self.client, tracking_account(self.database))
        try:
            return await remote.get_tracking_logs(url, pointer, LOGS_PER_REQUEST)
        except NoAnswerError:
            return CollectedLogs(pointer=pointer, logs=())
        except RefusedError as error:
            if CORRUPTED in str(error):
                raise _CorruptedError from error
            return CollectedLogs(pointer=pointer, logs=())

    def _pointers(self, count: int) -> list[int]:
        stored = self.database.option("NmsTracking_Pointer").split(POINTER_SEPARATOR)[:-1]
        known = [int(pointer, 16) for pointer in stored]
        return [*known, *[0] * count][:count]

    def _insert(self, logs: Iterable[ET.Element]) -> None:
        for log in logs:
            row = TrackingLog(
                id=self.database.new_id(),
                log_date=_moment(log.get("logDate", "")),
                broad_log_id=int(log.get("broadLog-id", "0")),
                delivery_id=int(log.get("delivery-id", "0")),
                url_id=int(log.get("url-id", "0")),
            )
            if self._belongs(row) and not self._repeats(row):
                self.database.tracking_logs[row.id] = row

    def _belongs(self, row: TrackingLog) -> bool:
        message = self.database.broad_logs.get(row.broad_log_id)
        return message is not None and message.delivery_id == row.delivery_id

    def _repeats(self, row: TrackingLog) -> bool:
        """Return whether it is an open that another one within the minute stands for."""
        return row.url_id == OPEN_URL_ID and any(
            (other.broad_log_id, other.url_id) == (row.broad_log_id, OPEN_URL_ID)
            and abs(row.log_date - other.log_date) < _DEDUPLICATED
            for other in self.database.tracking_logs.values()
        )

    def _move_on(self, pointers: Iterable[int]) -> None:
        now = stamps.xtk(stamps.now())
        stored = POINTER_SEPARATOR.join([*(f"{pointer:x}" for pointer in pointers), now])
        self.database.set_option("NmsTracking_Pointer", stored)
        self.database.set_option("NmsTracking_LastConsolidation", now, data_type=7)
        self.row.last_processing = stamps.now()


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
