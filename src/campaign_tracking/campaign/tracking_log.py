"""The tracking log: who opened and clicked what (query-api.md)."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from campaign_tracking.campaign.errors import CampaignError, Unreachable
from campaign_tracking.campaign.numbers import in_links, whole
from campaign_tracking.campaign.query import select
from campaign_tracking.campaign.session import Session
from campaign_tracking.waiting import looks


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """One row of ``nms:trackingLogRcp``: somebody did something with a message."""

    url_id: int
    logged_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingLog:
    """What the tracking log holds of our message.

    Attributes:
        message_id: The broadlog id that was looked for.
        rows: What was found.
        waited_s: How long we waited.
        limit_s: How long we would have waited.
        trouble: Why it could not be read; else empty.
    """

    message_id: int
    rows: tuple[LogRow, ...]
    waited_s: float
    limit_s: float
    trouble: str

    def has(self, url_ids: Collection[int]) -> bool:
        """Whether one of these URLs was logged for our message."""
        return any(row.url_id in url_ids for row in self.rows)


def wait_for_log(
    session: Session,
    message_id: int,
    expected: Collection[Collection[int]],
    limit_s: float,
    tick: Callable[[], None],
) -> TrackingLog:
    """Look until all that is *expected* is logged for our message, or *limit_s* has passed.

    Args:
        session: The platform.
        message_id: Our message's id in the broadlog.
        expected: Of each thing that was done, the ids of the URL that may stand for it: with a
            mid-sourcing server it has two.
        limit_s: How long to wait at most.
        tick: Called between looks.
    """
    rows: tuple[LogRow, ...] = ()
    started, trouble = time.monotonic(), ""
    with session.patience():
        for _ in looks(started + limit_s, tick, longest_s=20.0):
            try:
                rows, trouble = _rows(session, message_id), ""
            except Unreachable as error:  # a restart, say: the next look may be answered
                trouble = str(error)
                continue
            except CampaignError as error:
                trouble = str(error)
                break
            logged = {row.url_id for row in rows}
            if all(logged & set(ids) for ids in expected):
                break
    return TrackingLog(
        message_id=message_id,
        rows=rows,
        waited_s=round(time.monotonic() - started, 3),
        limit_s=limit_s,
        trouble=trouble,
    )


def _rows(session: Session, message_id: int) -> tuple[LogRow, ...]:
    fields = ("@id", "@logDate", "[@url-id]")
    condition = f"[@broadLog-id] = {message_id}"
    found = select(session, "nms:trackingLogRcp", fields, (condition,))
    return tuple(
        LogRow(url_id=in_links(whole(row["[@url-id]"])), logged_at=row["@logDate"]) for row in found
    )
