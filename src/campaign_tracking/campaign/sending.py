"""Send a delivery: created, prepared as a job, read back, and only then started."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from campaign_tracking.campaign.delivery import JOB_ENDS, Delivery, LogLine, why_not
from campaign_tracking.campaign.envelope import document, element, number, text
from campaign_tracking.campaign.errors import CODE, CampaignError, NotCampaign
from campaign_tracking.campaign.messages import messages_of, state_of, whole
from campaign_tracking.campaign.order import Order
from campaign_tracking.campaign.query import literal, select
from campaign_tracking.campaign.session import Session
from campaign_tracking.waiting import looks


def send(
    session: Session, order: Order, recipient_id: str, limit_s: float, tick: Callable[[], None]
) -> Delivery:
    """Create, prepare, read back and, if it reaches nobody else, start one delivery."""
    delivery = Delivery(token=order.token, tracked=order.tracked)
    started = time.monotonic()
    try:
        for delivery in _prepare(session, order, recipient_id, started + limit_s, tick):  # noqa: B007
            pass
        delivery = replace(delivery, prepared_s=round(time.monotonic() - started, 3))
        delivery = replace(delivery, not_started=why_not(delivery, order.recipient))
        if delivery.not_started:
            return delivery
        session.call("nms:delivery#Play", [text("deliveryId", str(delivery.id))])
    except CampaignError as error:
        trouble = str(error)
        return replace(delivery, trouble=trouble, not_started=delivery.not_started or trouble)
    return replace(delivery, started_at=datetime.now(UTC))


def _prepare(
    session: Session, order: Order, recipient_id: str, deadline: float, tick: Callable[[], None]
) -> Iterator[Delivery]:
    """Yield what is known so far, so that nothing seen is lost if the next call fails."""
    delivery = Delivery(token=order.token, tracked=order.tracked)
    entity = _create(session, order, recipient_id)
    delivery_id = whole(entity.get("id", ""))
    delivery = replace(delivery, id=delivery_id)
    yield delivery
    job = session.call(
        "xtk:jobInterface|nms:delivery#Submit",
        [document("document", entity), text("methodName", "Prepare")],
    )[-1].text
    for _ in looks(deadline, tick):
        delivery = _look(session, job, delivery)
        yield delivery
        if delivery.job_status in JOB_ENDS:
            break
    yield replace(
        delivery, state=state_of(session, delivery_id), messages=messages_of(session, delivery_id)
    )


def _create(session: Session, order: Order, recipient_id: str) -> ET.Element:
    """Save an instance of the template; return it as it was saved, with its id."""
    fragment = order.fragment(recipient_id)
    entity = session.call(
        "nms:delivery#CreateFromModel",
        [text("scenarioName", order.template), element("content", fragment)],
    )[0].child
    entity.set("xtkschema", "nms:delivery")
    session.call("xtk:persist|xtk:session#Write", [document("doc", entity)])
    # Found again by our token: not every build tells the id before it is saved.
    rows = select(session, "nms:delivery", ("@id",), (f"@deliveryCode = {literal(order.token)}",))
    if len(rows) != 1:
        raise NotCampaign(f"{len(rows)} deliveries have the code {order.token}, not one")
    entity.set("id", rows[0]["@id"])
    entity.attrib.pop("_operation", None)
    return entity


def _look(session: Session, job: str, delivery: Delivery) -> Delivery:
    """Ask the job once (``GetStatus``); log lines may repeat, the ids tell them apart."""
    last = max((line.id for line in delivery.log), default=0)
    answer = session.call(
        "xtk:jobInterface|xtk:job#GetStatus",
        [text("id", job), number("lastLogId", last), number("maxLogCount", 100)],
    )
    lines = {line.id: line for line in delivery.log}
    for value in answer[1:]:
        for entry in value.element.iter():
            if entry.tag.rpartition("}")[2] == "log":
                line = _line(entry)
                lines[line.id] = line
    ordered = tuple(lines[key] for key in sorted(lines))
    return replace(delivery, job_status=whole(answer[0].text), log=ordered)


def _line(entry: ET.Element) -> LogLine:
    said = entry.get("message", "")
    found = CODE.search(said)
    return LogLine(
        id=whole(entry.get("id", "")),
        kind=whole(entry.get("logType", "2")),
        code=found[0] if found else "",
        text=said,
    )
