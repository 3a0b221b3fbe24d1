"""The tracking log, and the workflow that fills it (about-technical-workflows.md; query-api.md)."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from campaign_tracking.campaign.errors import CampaignError, Unreachable
from campaign_tracking.campaign.numbers import in_links, whole
from campaign_tracking.campaign.query import select
from campaign_tracking.campaign.session import Session
from campaign_tracking.waiting import looks

PAUSED, STOPPED = 13, 20  # supervising-workflows.md


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingWorkflow:
    """The technical workflow ``tracking``.

    Attributes:
        found: Whether there is one.
        state: Its @state: 13 paused, 20 stopped; None if it could not be read.
        failed: Whether it is in error.
        trouble: Why it could not be read; else empty.
    """

    found: bool = False
    state: int | None = None
    failed: bool = False
    trouble: str = ""


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

    def has(self, url_id: int) -> bool:
        """Whether this URL was logged for our message."""
        return any(row.url_id == url_id for row in self.rows)


def read_workflow(session: Session) -> TrackingWorkflow:
    """Look at the Tracking workflow; it is never touched."""
    fields = ("@internalName", "@state", "@failed")
    try:
        rows = select(session, "xtk:workflow", fields, ("@internalName = 'tracking'",))
        if not rows:
            return TrackingWorkflow()
        state, failed = whole(rows[0]["@state"]), rows[0]["@failed"] in {"1", "true"}
    except CampaignError as error:
        return TrackingWorkflow(trouble=str(error))
    return TrackingWorkflow(found=True, state=state, failed=failed)


def wait_for_log(
    session: Session,
    message_id: int,
    url_ids: Collection[int],
    limit_s: float,
    tick: Callable[[], None],
) -> TrackingLog:
    """Look until each of *url_ids* is logged for our message, or *limit_s* has passed."""
    rows: tuple[LogRow, ...] = ()
    started, trouble = time.monotonic(), ""
    for _ in looks(started + limit_s, tick, longest_s=20.0):
        try:
            rows, trouble = _rows(session, message_id), ""
        except Unreachable as error:  # a restart, say: the next look may be answered
            trouble = str(error)
            continue
        except CampaignError as error:
            trouble = str(error)
            break
        if set(url_ids) <= {row.url_id for row in rows}:
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
