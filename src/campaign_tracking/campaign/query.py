"""``xtk:queryDef#ExecuteQuery``: what we ask the database for (data-oriented-apis.md)."""

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from campaign_tracking.campaign.envelope import document, first
from campaign_tracking.campaign.session import Session

Row = Mapping[str, str]


def literal(value: str) -> str:
    """Return *value* as an XTK string literal, safe inside an expression."""
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def select(
    session: Session,
    schema: str,
    fields: Sequence[str],
    conditions: Sequence[str],
    *,
    line_count: int = 200,
) -> list[Row]:
    """Return the rows of *schema* for which all *conditions* hold, the newest id first.

    A row maps each of *fields* to its text, absent values to an empty one. The line count is
    always sent: sources differ on what it is without.

    Raises:
        CampaignError: If the platform does not answer, or refuses.
    """
    query = ET.Element(
        "queryDef",
        {
            "schema": schema,
            "operation": "select",
            "lineCount": str(line_count),
            "xtkschema": "xtk:queryDef",
        },
    )
    chosen = ET.SubElement(query, "select")
    for field in fields:
        ET.SubElement(chosen, "node", {"expr": field})
    where = ET.SubElement(query, "where")
    for condition in conditions:
        ET.SubElement(where, "condition", {"expr": condition})
    ET.SubElement(ET.SubElement(query, "orderBy"), "node", {"expr": "@id", "sortDesc": "true"})
    answer = session.call("xtk:queryDef#ExecuteQuery", [document("document", query)])
    return [{field: _read(row, field) for field in fields} for row in first(answer).child]


def _read(row: ET.Element, field: str) -> str:
    """Return what *field* (``@id``, ``[@delivery-id]``, ``[url/@type]``, ``sourceURL``) holds."""
    *links, last = field.strip("[]").split("/")
    at: ET.Element | None = row
    for link in links:
        at = None if at is None else at.find(link)
    if at is None:
        return ""
    if last.startswith("@"):
        return at.get(last[1:], "")
    memo = at.findtext(last)
    return at.get(last, "") if memo is None else memo
