"""What the platform knows of a delivery that was started: its messages and its tracked URLs."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from campaign_tracking.campaign.delivery import FAILED, SENT, Message
from campaign_tracking.campaign.errors import CampaignError, NotCampaign, Unreachable
from campaign_tracking.campaign.numbers import in_links, whole
from campaign_tracking.campaign.query import literal, select
from campaign_tracking.campaign.session import Session
from campaign_tracking.waiting import looks

_TRACKING_ID = "@idTracking"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What became of the one message of a delivery.

    Attributes:
        message: Its row of the broadlog as last seen; None if there was none.
        waited_s: How long we waited for it to leave.
        trouble: Why the broadlog could not be read; else empty.
        executed: Its row on the mid-sourcing server, which sends it; None without one.
    """

    message: Message | None
    waited_s: float
    trouble: str
    executed: Message | None = None

    @property
    def sent(self) -> bool:
        """Whether it was handed to the mail provider; that is not yet received."""
        row = self.executed or self.message
        return row is not None and row.status == SENT


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedUrl:
    """A URL that the platform tracks in a delivery.

    Attributes:
        delivery_id: The delivery: of the platform, or of its mid-sourcing server.
        id: The third id of its links, as links write it.
        type: 1 click, 2 open, 3 opt-out, 6 mirror page (indicator-calculation.md).
        source: What it stands for.
        tracking_id: What links may name in place of the delivery, as links write it; None if the
            platform knows of no such id.
    """

    delivery_id: int
    id: int
    type: int
    source: str
    tracking_id: int | None = None


def wait_until_sent(
    session: Session, delivery_id: int, deadline: float, tick: Callable[[], None]
) -> Sending:
    """Look at the broadlog until the message was sent or failed, or *deadline* has passed."""
    message: Message | None = None
    started, trouble = time.monotonic(), ""
    with session.patience():
        for _ in looks(deadline, tick):
            try:
                messages, trouble = messages_of(session, delivery_id), ""
            except Unreachable as error:  # a restart, say: the next look may be answered
                trouble = str(error)
                continue
            except CampaignError as error:
                trouble = str(error)
                break
            message = messages[0] if messages else None
            if message is not None and message.status in (SENT, FAILED):
                break
    return Sending(message=message, waited_s=round(time.monotonic() - started, 3), trouble=trouble)


def urls_of(session: Session, delivery_id: int) -> tuple[TrackedUrl, ...]:
    """Return the delivery's rows of ``nms:trackingUrl``.

    Raises:
        CampaignError: If they cannot be read.
    """
    rows = select(
        session,
        "nms:trackingUrl",
        ("@id", "@type", "sourceURL"),
        (f"[@delivery-id] = {delivery_id}",),
    )
    tracking_id = _tracking_id_of(session, delivery_id) if rows else None
    return tuple(
        TrackedUrl(
            delivery_id=delivery_id,
            id=in_links(whole(row["@id"])),
            type=whole(row["@type"]),
            source=row["sourceURL"],
            tracking_id=tracking_id,
        )
        for row in rows
    )


def _tracking_id_of(session: Session, delivery_id: int) -> int | None:
    """Return the delivery's ``@idTracking``, as links write it; None if it has none.

    No public page describes it; it stands in click formulas that were shown in Adobe's forum. A
    platform without such an attribute answers with a fault: its links name the delivery itself.
    """
    conditions = (f"@id = {delivery_id}",)
    try:
        rows = select(session, "nms:delivery", (_TRACKING_ID,), conditions, line_count=1)
        named = rows[0][_TRACKING_ID] if rows else ""
        return (in_links(whole(named)) or None) if named else None
    except CampaignError:
        return None


def id_of(session: Session, token: str) -> int | None:
    """Return the id of the delivery with the code *token*, never of "the newest"; None without one.

    Raises:
        CampaignError: If it cannot be read, or there are several.
    """
    rows = select(session, "nms:delivery", ("@id",), (f"@deliveryCode = {literal(token)}",))
    if len(rows) > 1:
        raise NotCampaign(f"{len(rows)} deliveries have the code {token}, not one")
    return whole(rows[0]["@id"]) if rows else None


def messages_of(session: Session, delivery_id: int) -> tuple[Message, ...]:
    """Return the rows of the delivery's broadlog.

    Raises:
        CampaignError: If they cannot be read.
    """
    rows = select(
        session,
        "nms:broadLogRcp",
        ("@id", "@address", "@status"),
        (f"[@delivery-id] = {delivery_id}",),
    )
    return tuple(
        Message(id=whole(row["@id"]), address=row["@address"], status=whole(row["@status"]))
        for row in rows
    )


def state_of(session: Session, delivery_id: int) -> int | None:
    """Return the delivery's @state; None if it is gone.

    Raises:
        CampaignError: If it cannot be read.
    """
    rows = select(session, "nms:delivery", ("@state",), (f"@id = {delivery_id}",), line_count=1)
    return whole(rows[0]["@state"]) if rows else None
