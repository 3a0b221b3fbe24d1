"""Delivery documents: completed from a template, saved, and given back."""

import copy
from collections.abc import Iterator
from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

from campaign_tracking.lab import stamps
from campaign_tracking.lab.assumptions import WEB_VALIDITY_S
from campaign_tracking.lab.database import Database, Delivery
from campaign_tracking.lab.markup import merged, text_of
from campaign_tracking.lab.numbers import number

EDITED = 0
AFFINITY = "mtaAffinity"  # L-90: the attribute of a delivery that holds its affinity
_OPERATIONS = frozenset({"insert", "insertOrUpdate", "update", "delete", "none"})
_OWN_ATTRIBUTES = frozenset(
    {"id", "internalName", "label", "deliveryCode", "state", "isModel", "created", "lastModified"}
)


class UnknownModelError(Exception):
    """There is no template of that name."""


class NotSavableError(Exception):
    """The document cannot be saved; the text is a fault's detail."""

    def __init__(self, schema: str) -> None:
        """Say so of a document of *schema*."""
        super().__init__(f"XSV-350023 Unable to save document of type '{schema}'.")


def operation(document: ET.Element, key: str, *, exists: bool) -> str:
    """Return what is to be done: ``insert``, ``update``, ``delete`` or, for nothing, ``none``.

    Args:
        document: The document; ``insertOrUpdate`` is the default (data-oriented-apis.md).
        key: The xpath of the one key that the lab knows rows of that kind by.
        exists: Whether there is such a row.

    Raises:
        NotSavableError: If another key or operation is asked for, or it is to be inserted and
            exists (L-49).
    """
    wanted = document.get("_operation") or "insertOrUpdate"
    if wanted not in _OPERATIONS or document.get("_key", key) != key:
        raise NotSavableError(document.get("xtkschema", document.tag))
    if wanted == "insert" and exists:
        raise NotSavableError(document.get("xtkschema", document.tag))
    if wanted == "insertOrUpdate":
        return "update" if exists else "insert"
    return "none" if wanted in {"update", "delete"} and not exists else wanted


def from_model(database: Database, model: str, content: ET.Element) -> ET.Element:
    """Return a new delivery document: the template with *content* laid over it, not saved."""
    for row in database.deliveries.values():
        if row.is_model and row.internal_name == model:
            return completed(database, merged(row.document, content))
    raise UnknownModelError(f"There is no delivery template '{model}'.")


def completed(database: Database, document: ET.Element) -> ET.Element:
    """Return *document* with id and internal name reserved, as NewInstance does."""
    result = copy.deepcopy(document)
    result.tag = "delivery"
    new_id = database.new_id()
    now = stamps.xtk(stamps.now())
    result.attrib.update(
        {
            "_operation": "insert",
            "xtkschema": "nms:delivery",
            "id": str(new_id),
            "internalName": f"DM{new_id}",
            "state": str(EDITED),
            "isModel": "0",
            "created": now,
            "lastModified": now,
        }
    )
    return result


def save(database: Database, document: ET.Element) -> Delivery | None:
    """Insert, update or delete a delivery, as the document's ``_operation`` says.

    A document without an id, or with id 0, is of a new delivery.

    Returns:
        The row; None where there is none afterwards, or nothing was to be done.

    Raises:
        NotSavableError: If its id is not a number, or as :func:`operation`.
    """
    row_id = _id(document)
    row = database.deliveries.get(row_id)
    match operation(document, "@id", exists=row is not None):
        case "insert":
            return _insert(database, document if row_id else completed(database, document))
        case "update" if row is not None:
            _update(row, document)
            return row
        case "delete":
            del database.deliveries[row_id]
    return None


def as_document(row: Delivery) -> ET.Element:
    """Return the whole delivery as XML."""
    document = copy.deepcopy(row.document)
    document.attrib.update(
        {
            "xtkschema": "nms:delivery",
            "id": str(row.id),
            "internalName": row.internal_name,
            "label": row.label,
            "deliveryCode": row.code,
            "state": str(row.state),
            "isModel": "1" if row.is_model else "0",
            "created": stamps.xtk(row.created),
            "lastModified": stamps.xtk(row.last_modified),
        }
    )
    return document


def is_on(row: Delivery, box: str) -> bool:
    """Return whether one of the two boxes ``enabled`` and ``openEnabled`` of tracking is ticked."""
    tracking = row.document.find("tracking")
    return tracking is not None and tracking.get(box) in {"true", "1"}


def web_validity_end(row: Delivery) -> datetime:
    """Return when the delivery's online resources end to be valid, its links among them (L-91)."""
    scenario = row.document.find("scenario")
    held = "" if scenario is None else scenario.get("webValidityDuration", "")
    seconds = int(held) if held.isascii() and held.isdecimal() else WEB_VALIDITY_S
    return row.created + timedelta(seconds=seconds)


def target_conditions(row: Delivery) -> Iterator[tuple[bool, ET.Element | None]]:
    """Yield whether a part of the target excludes, and the conditions it sets."""
    for part in row.document.iterfind("targets/deliveryTarget/targetPart"):
        yield part.get("exclusion") in {"true", "1"}, part.find("where")


def sender(row: Delivery) -> tuple[str, str]:
    """Return name and address of the sender."""
    parameters = "mailParameters"
    return (
        text_of(row.document, f"{parameters}/senderName"),
        text_of(row.document, f"{parameters}/senderAddress"),
    )


def _id(document: ET.Element) -> int:
    try:
        found = number(document.get("id") or "0")
    except ValueError as error:
        raise NotSavableError("nms:delivery") from error
    if found < 0:
        raise NotSavableError("nms:delivery")
    return found


def _insert(database: Database, document: ET.Element) -> Delivery:
    now = stamps.now()
    row = Delivery(
        id=int(document.get("id", "0")),
        internal_name=document.get("internalName", ""),
        label=document.get("label", ""),
        code=document.get("deliveryCode", ""),
        is_model=document.get("isModel") in {"true", "1"},
        created=now,
        last_modified=now,
        document=_stored(document),
    )
    database.deliveries[row.id] = row
    return row


def _update(row: Delivery, document: ET.Element) -> None:
    row.label = document.get("label", row.label)
    row.code = document.get("deliveryCode", row.code)
    row.last_modified = stamps.now()
    stored = _stored(document)
    row.document = _replaced(row.document, stored)


def _replaced(old: ET.Element, new: ET.Element) -> ET.Element:
    """Return *old* with each of its first-level elements replaced that *new* has, too."""
    result = copy.deepcopy(old)
    result.attrib.update(new.attrib)
    for child in new:
        for same in result.findall(child.tag):
            result.remove(same)
        result.append(copy.deepcopy(child))
    return result


def _stored(document: ET.Element) -> ET.Element:
    """Return what of a document is not a column of its own."""
    stored = copy.deepcopy(document)
    for name in _OWN_ATTRIBUTES | {"_operation", "_key", "xtkschema"}:
        stored.attrib.pop(name, None)
    return stored
