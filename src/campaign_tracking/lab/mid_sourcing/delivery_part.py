"""What goes to the mid with AppendDeliveryPart, and what comes back.

The method is public (the JavaScript API reference), its parameters are not. L-51: the delivery's id
at the mid (empty before it has one), its document without a target, and a part; the answer holds
the ids that the mid gave, and the lines that the mid adds to the delivery's log.

    <part>
      <message id='7470003'><recipient id='1234' email='…' firstName='…' lastName='…'/></message>
      <trackingUrl id='7470004' type='1' label='…' url='…'/>
    </part>

    <result deliveryId='31250001'>
      <message id='7470003' midId='31250002'/>
      <trackingUrl id='7470004' midId='31250003'/>
      <log logType='2' message='…'/>
    </result>
"""

import dataclasses
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from campaign_tracking.lab.database import Database, Delivery, Recipient, TrackingUrl
from campaign_tracking.lab.delivery import documents
from campaign_tracking.lab.delivery.execution import BULK
from campaign_tracking.lab.delivery.job import Severity
from campaign_tracking.lab.markup import element

_NOT_THE_MIDS = ("id", "internalName", "created", "lastModified", "state", "deliveryProvider-id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What belongs to a delivery.

    Attributes:
        recipients: By the id of the broadlog, on marketing.
        urls: With their ids on marketing, and no delivery.
    """

    recipients: dict[int, Recipient]
    urls: tuple[TrackingUrl, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What the mid made of it.

    Attributes:
        delivery_id: The delivery's id at the mid.
        messages: Id of a broadlog on marketing, by its id at the mid.
        urls: Id of a tracked URL on marketing, by its id at the mid.
        lines: What the mid logged, and how bad it is.
    """

    delivery_id: int
    messages: dict[int, int]
    urls: dict[int, int]
    lines: tuple[tuple[str, Severity], ...]


def delivery_document(delivery: Delivery) -> ET.Element:
    """Return what the mid is told of a delivery: its label and code, not its target (L-55)."""
    document = documents.as_document(delivery)
    for name in _NOT_THE_MIDS:
        document.attrib.pop(name, None)
    document.set("deliveryMode", BULK)
    for targets in document.findall("targets"):
        document.remove(targets)
    return document


def part_of(database: Database, delivery: Delivery) -> Part:
    """Return what the analysis made."""
    urls = database.urls_of(delivery.id)
    return Part(
        recipients={row.id: row.recipient for row in database.messages_of(delivery.id)},
        urls=tuple(dataclasses.replace(url, delivery_id=0) for url in urls),
    )


def written_part(part: Part) -> ET.Element:
    """Return *part* as XML."""
    messages = [
        element("message", {"id": str(message_id)}, _written_recipient(recipient))
        for message_id, recipient in part.recipients.items()
    ]
    return element("part", {}, *messages, *map(_written_url, part.urls))


def read_part(given: ET.Element) -> Part:
    """Return the part in *given*.

    Raises:
        ValueError: If it is none.
    """
    return Part(
        recipients={
            int(message.get("id", "")): _read_recipient(message.find("recipient"))
            for message in given.iter("message")
        },
        urls=tuple(map(_read_url, given.iter("trackingUrl"))),
    )


def written_result(result: Result) -> ET.Element:
    """Return *result* as XML."""
    lines = [
        element("log", {"logType": str(int(severity)), "message": message})
        for message, severity in result.lines
    ]
    ids = [*_written_ids("message", result.messages), *_written_ids("trackingUrl", result.urls)]
    return element("result", {"deliveryId": str(result.delivery_id)}, *ids, *lines)


def read_result(given: ET.Element) -> Result:
    """Return the result in *given*.

    Raises:
        ValueError: If it is none.
    """
    return Result(
        delivery_id=int(given.get("deliveryId", "")),
        messages=_read_ids(given, "message"),
        urls=_read_ids(given, "trackingUrl"),
        lines=tuple(
            (line.get("message", ""), Severity(int(line.get("logType", ""))))
            for line in given.iter("log")
        ),
    )


def _written_ids(name: str, ids: dict[int, int]) -> list[ET.Element]:
    return [
        element(name, {"id": str(own_id), "midId": str(mid_id)}) for mid_id, own_id in ids.items()
    ]


def _read_ids(given: ET.Element, name: str) -> dict[int, int]:
    return {int(row.get("midId", "")): int(row.get("id", "")) for row in given.iter(name)}


def _written_url(url: TrackingUrl) -> ET.Element:
    attributes = {"id": str(url.id), "type": str(url.type), "label": url.label}
    return element("trackingUrl", {**attributes, "url": url.source_url})


def _read_url(given: ET.Element) -> TrackingUrl:
    return TrackingUrl(
        id=int(given.get("id", "")),
        delivery_id=0,
        type=int(given.get("type", "")),
        source_url=given.get("url", ""),
        label=given.get("label", ""),
    )


def _written_recipient(recipient: Recipient) -> ET.Element:
    attributes = {"id": str(recipient.id), "email": recipient.email}
    names = {"firstName": recipient.first_name, "lastName": recipient.last_name}
    return element("recipient", {**attributes, **names})


def _read_recipient(given: ET.Element | None) -> Recipient:
    if given is None:
        raise ValueError("a message to nobody")
    return Recipient(
        id=int(given.get("id", "")),
        email=given.get("email", ""),
        first_name=given.get("firstName", ""),
        last_name=given.get("lastName", ""),
    )
