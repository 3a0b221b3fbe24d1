"""The Tracking workflow: collects logs into ``nms:trackingLogRcp``.

What it does by KA-17739 and about-message-tracking.md: GetTrackingLogs, rows into the log table,
``NmsTracking_Pointer`` moved.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from xml.etree import ElementTree as ET

from campaign_tracking.lab import stamps
from campaign_tracking.lab.assumptions import POINTER_SEPARATOR
from campaign_tracking.lab.database import OPEN_URL_ID, Database, TrackingLog
from campaign_tracking.lab.log_sources import LogSource
from campaign_tracking.lab.scheduled_workflow import WorkflowError

NAME: Final = "tracking"
_MODES_WITH_INDEX: Final = frozenset({"permanent", "anonymous"})
_NO_INDEX: Final = (  # release-2021.md
    "There is no index on the sourceId field of the 'NmsTrackingLogRcp' table required for the "
    "current Web tracking mode. Please add this index."
)
_DEDUPLICATED: Final = timedelta(minutes=1)  # tracking/@dedupOpenPeriodMin


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingCollection:
    """What each run of the workflow does."""

    database: Database
    source: LogSource

    async def collect(self) -> None:
        """Collect once.

        Raises:
            WorkflowError: If the source cannot be read, or an index is missing.
        """
        self._check_index()
        pointer, _, _ = self.database.option("NmsTracking_Pointer").rpartition(POINTER_SEPARATOR)
        collected = await self.source.collect(pointer)
        self._insert(collected.logs)
        self._move_on(collected.pointer)

    def _check_index(self) -> None:
        """Fail as web-tracking-mode.md says: the lab's table has no index on sourceId (L-81)."""
        mode = self.database.option("NmsTracking_WebTrackingMode").casefold()
        if mode in _MODES_WITH_INDEX:
            raise WorkflowError(_NO_INDEX)

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

    def _move_on(self, pointer: str) -> None:
        now = stamps.xtk(stamps.now())
        self.database.set_option("NmsTracking_Pointer", f"{pointer}{POINTER_SEPARATOR}{now}")
        self.database.set_option("NmsTracking_LastConsolidation", now, data_type=7)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
