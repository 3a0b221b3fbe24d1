"""Send a delivery: created, prepared as a job, read back, and only then started."""

import contextlib
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from campaign_tracking.campaign.delivery import (
    BEING_EDITED,
    JOB_ENDS,
    READY,
    Delivery,
    LogLine,
    why_not,
)
from campaign_tracking.campaign.envelope import document, element, first, last, number, text
from campaign_tracking.campaign.errors import (
    CODE,
    CampaignError,
    GatewayFailed,
    NotCampaign,
    NotKnown,
    NotRenewed,
    Unreachable,
)
from campaign_tracking.campaign.messages import id_of, messages_of, state_of
from campaign_tracking.campaign.numbers import whole
from campaign_tracking.campaign.order import Order
from campaign_tracking.campaign.session import Session
from campaign_tracking.campaign.writing import write
from campaign_tracking.waiting import looks

PAGE = 100  # what Adobe's own client asks for
MAX_PAGES = 100


def send(
    session: Session, order: Order, recipient_id: str, limit_s: float, tick: Callable[[], None]
) -> Delivery:
    """Create, prepare, read back and, if it reaches nobody else, start one delivery."""
    started = time.monotonic()
    preparation = _Preparation(session, order)
    try:
        preparation.create(recipient_id)
        preparation.run(started + limit_s, tick)
    except CampaignError as error:
        return replace(preparation.delivery, trouble=str(error), not_started=str(error))
    preparation.read_back()
    delivery = replace(preparation.delivery, prepared_s=round(time.monotonic() - started, 3))
    reason = why_not(delivery, order.recipient)
    return replace(delivery, not_started=reason) if reason else _start(session, delivery)


def _start(session: Session, delivery: Delivery) -> Delivery:
    """Start a delivery; one whose start was not answered counts as started: it may well be."""
    try:
        with session.patience():
            _play(session, delivery.id or 0)
    except NotRenewed as error:
        return replace(delivery, not_started=f"it was not started: {error}")
    except CampaignError as error:
        return replace(delivery, not_started=f"its start was refused: {error}")
    return replace(delivery, started_at=datetime.now(UTC))


def _play(session: Session, delivery_id: int) -> None:
    """Start it; without an answer, see that there is still somebody to answer."""
    try:
        write(
            session,
            "nms:delivery#Play",
            [text("deliveryId", str(delivery_id))],
            was_done=lambda: state_of(session, delivery_id) != READY,
        )
    except NotRenewed:
        raise
    except (Unreachable, GatewayFailed, NotKnown):
        with contextlib.suppress(CampaignError):
            state_of(session, delivery_id)


class _Preparation:
    """A delivery being prepared; what is known of it so far outlives a call that fails."""

    def __init__(self, session: Session, order: Order) -> None:
        self._session, self._order = session, order
        self._entity = ET.Element("delivery")
        self.delivery = Delivery(token=order.token, tracked=order.tracked)

    def create(self, recipient_id: str) -> None:
        """Save an instance of the template, and find it again by our token."""
        order = self._order
        created = self._session.call(
            "nms:delivery#CreateFromModel",
            [
                text("scenarioName", order.template),
                element("content", order.fragment(recipient_id)),
            ],
        )
        entity = self._instance(first(created).child)
        write(
            self._session,
            "xtk:persist|xtk:session#Write",
            [document("doc", entity)],
            was_done=lambda: id_of(self._session, order.token) is not None,
        )
        # Found again by our token: not every build tells the id before it is saved.
        found = id_of(self._session, order.token)
        if found is None:
            raise NotCampaign(f"no delivery has the code {order.token} after it was saved")
        entity.set("id", str(found))
        entity.attrib.pop("_operation", None)
        self._entity = entity
        self.delivery = replace(self.delivery, id=found)

    def _instance(self, entity: ET.Element) -> ET.Element:
        """Return what was created, made safe to save and to prepare.

        Raises:
            NotCampaign: If it is not a new instance of ours: saving it could change the template.
        """
        is_ours = entity.get("deliveryCode") == self._order.token
        is_model = entity.get("isModel", "0") not in {"0", "false"}
        if entity.tag != "delivery" or not is_ours or is_model:
            raise NotCampaign("CreateFromModel gave back something else than our new delivery")
        # An automatic or semi-automatic approval would send it during its preparation
        # (steps-validating-the-delivery.md).
        scheduling = entity.find("scheduling")
        if scheduling is None:
            scheduling = ET.SubElement(entity, "scheduling")
        scheduling.set("validationMode", "manual")
        parts = sum(1 for _ in entity.iter("targetPart"))
        if parts > 1:  # told, and never started: our own is one
            foreign = f"the template adds a target of its own ({parts} parts)"
            self.delivery = replace(self.delivery, foreign_target=foreign)
        entity.set("xtkschema", "nms:delivery")
        return entity

    def run(self, deadline: float, tick: Callable[[], None]) -> None:
        """Submit the job ``Prepare``, and watch it until it ends or *deadline* has passed."""
        job = self._submit()
        with self._session.patience():
            for _ in looks(deadline, tick):
                with contextlib.suppress(Unreachable):  # a restart, say: the next may be answered
                    self._look(job, deadline)
                if self.delivery.job_status in JOB_ENDS:
                    return

    def _submit(self) -> str:
        """Submit the job, and return its id.

        Raises:
            NotKnown: If it was submitted, and its id did not reach us: without it there is no log.
        """
        submitted = write(
            self._session,
            "xtk:jobInterface|nms:delivery#Submit",
            [document("document", self._entity), text("methodName", "Prepare")],
            was_done=lambda: state_of(self._session, self.delivery.id or 0) != BEING_EDITED,
        )
        if submitted is None:
            raise NotKnown(
                "the analysis was begun, and the connection broken off before its job was named; "
                "so its log cannot be read, and nothing is started: run this again"
            )
        return last(submitted).text

    def read_back(self) -> None:
        """Read what was prepared: the delivery's state, and its messages."""
        if self.delivery.id is None:
            return
        try:
            state = state_of(self._session, self.delivery.id)
            messages = messages_of(self._session, self.delivery.id)
        except CampaignError as error:
            self.delivery = replace(self.delivery, unread=str(error))
        else:
            self.delivery = replace(self.delivery, state=state, messages=messages)

    def _look(self, job: str, deadline: float) -> None:
        """Ask the job until it has no further line, or *deadline*: the last lines count most.

        Lines may repeat; their ids tell them apart.
        """
        for _ in range(MAX_PAGES):
            log = self.delivery.log
            seen = log[-1].id if log else 0
            answer = self._session.call(
                "xtk:jobInterface|xtk:job#GetStatus",
                [text("id", job), number("lastLogId", seen), number("maxLogCount", PAGE)],
            )
            told = [_line(entry) for value in answer[1:] for entry in value.elements("log")]
            lines = {line.id: line for line in (*log, *told)}
            self.delivery = replace(
                self.delivery,
                job_status=whole(first(answer).text),
                log=tuple(lines[key] for key in sorted(lines)),
            )
            no_more = len(told) < PAGE or len(lines) == len(log)
            if no_more or time.monotonic() >= deadline:
                return
        raise NotCampaign(f"the delivery's log has more than {MAX_PAGES * PAGE} lines")


def _line(entry: ET.Element) -> LogLine:
    said = entry.get("message", "")
    codes = CODE.findall(said)
    of_redirection = [code for code in codes if code.startswith("RED-")]  # others wrap it
    return LogLine(
        id=whole(entry.get("id", "")),
        kind=whole(entry.get("logType", "2")),
        code=next(iter((*of_redirection, *codes)), ""),
        text=said,
    )
