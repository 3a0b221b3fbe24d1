"""What of a query the lab does not serve (L-48): it refuses it, rather than answer something else.

The language is in data-oriented-apis.md.
"""

from collections.abc import Iterator, Mapping
from typing import Final
from xml.etree import ElementTree as ET

from campaign_tracking.lab.query.expression import ExpressionError

_OFF: Final = frozenset({"", "false", "0"})
_CONSTANTS: Final = {"true": True, "1": True, "false": False, "0": False}
_INSIDE: Final[Mapping[str, frozenset[str]]] = {
    "queryDef": frozenset({"select", "where", "orderBy"}),
    "select": frozenset({"node"}),
    "orderBy": frozenset({"node"}),
    "where": frozenset({"condition"}),
    "condition": frozenset({"condition"}),
}
_NOT_SERVED: Final[Mapping[str, frozenset[str]]] = {
    "queryDef": frozenset({"distinct"}),
    "select": frozenset({"distinct"}),
    "node": frozenset({"groupBy", "analyze"}),
    "condition": frozenset({"setOperator"}),
}
_START_PATHS: Final = frozenset({"", ".", "/"})
_JOINING: Final = frozenset({"AND", "OR"})


def check(part: ET.Element) -> None:
    """Refuse what is not served in *part* of a query, or below it.

    Raises:
        ExpressionError: If there is something.
    """
    for name in _unserved(part):
        raise ExpressionError(f"The lab does not serve '{name}' in '{part.tag}'.")
    for child in part:
        check(child)


def enabled_conditions(above: ET.Element | None) -> list[ET.Element]:
    """Return the conditions directly below *above* that are in force.

    Raises:
        ExpressionError: If ``enabledIf`` is no constant.
    """
    return [] if above is None else [one for one in above.findall("condition") if _is_enabled(one)]


def joining(condition: ET.Element) -> str:
    """Return how a condition is joined with its neighbours; the attribute has two spellings."""
    given = condition.get("boolOperator") or condition.get("bool-operator") or "AND"
    return given.upper()


def _is_enabled(condition: ET.Element) -> bool:
    given = condition.get("enabledIf", "true").strip().lower()
    if given not in _CONSTANTS:
        raise ExpressionError(f"The lab does not serve enabledIf '{given}'.")
    return _CONSTANTS[given]


def _unserved(part: ET.Element) -> Iterator[str]:
    allowed = _INSIDE.get(part.tag, frozenset())
    yield from (child.tag for child in part if child.tag not in allowed)
    for name in _NOT_SERVED.get(part.tag, ()):
        if part.get(name, "").lower() not in _OFF:
            yield name
    if part.tag == "queryDef" and part.get("startPath", "") not in _START_PATHS:
        yield "startPath"
    if part.tag == "condition" and joining(part) not in _JOINING:
        yield joining(part)
