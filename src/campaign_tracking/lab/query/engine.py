"""ExecuteQuery: a queryDef in, its rows out (data-oriented-apis.md)."""

from collections.abc import Iterable
from itertools import islice
from xml.etree import ElementTree as ET

from campaign_tracking.lab.assumptions import DEFAULT_LINE_COUNT, XTK_PARSE_ERROR
from campaign_tracking.lab.database import Database
from campaign_tracking.lab.markup import child_at
from campaign_tracking.lab.numbers import number
from campaign_tracking.lab.query import limits
from campaign_tracking.lab.query.condition import as_text, sort_key
from campaign_tracking.lab.query.expression import ExpressionError, parse_path
from campaign_tracking.lab.query.reader import QueryError, Reader
from campaign_tracking.lab.query.tables import Row


def execute(
    database: Database, query: ET.Element, unreadable: frozenset[str] = frozenset()
) -> ET.Element:
    """Return what the query's operation answers: a row, a collection, or a count.

    Raises:
        QueryError: If it names an unknown schema, field or operation, or an *unreadable* schema,
            asks for what is not served, or if ``get`` finds nothing.
    """
    try:
        return _execute(Reader(database, query.get("schema", ""), unreadable), query)
    except ExpressionError as error:
        raise QueryError(f"{XTK_PARSE_ERROR} {error}") from error


def matching(database: Database, schema: str, where: ET.Element | None) -> list[Row]:
    """Return the rows of *schema* that meet every condition below *where*.

    Raises:
        QueryError: If the schema, a field or a condition is unknown.
    """
    try:
        return Reader(database, schema).rows(where)
    except ExpressionError as error:
        raise QueryError(f"{XTK_PARSE_ERROR} {error}") from error


def _execute(reader: Reader, query: ET.Element) -> ET.Element:
    limits.check(query)
    rows = reader.rows(query.find("where"))
    name = reader.table.name
    match query.get("operation", "select"):
        case "count":
            return ET.Element(name, {"count": str(len(rows))})
        case "get" | "getIfExists" as operation:
            found = _page(reader, rows, query, default_count=1)
            if not found and operation == "get":
                raise QueryError(f"No row of schema '{reader.table.schema}' meets the conditions.")
            return found[0] if found else ET.Element(name)
        case "select":
            collection = ET.Element(f"{name}-collection")
            collection.extend(_page(reader, rows, query, default_count=DEFAULT_LINE_COUNT))
            return collection
    raise QueryError(f"Unknown operation '{query.get('operation')}'.")


def _page(
    reader: Reader, rows: Iterable[Row], query: ET.Element, default_count: int
) -> list[ET.Element]:
    """Return the rows that the query's order, startLine and lineCount leave."""
    nodes = _selected(reader, query)
    ordered = _ordered(reader, rows, query)
    start = _number(query, "startLine", 0)
    end = start + _number(query, "lineCount", default_count)
    found = []
    for row in islice(ordered, start, end):
        element = ET.Element(reader.table.name)
        for path, alias in nodes:
            _place(element, alias, as_text(reader.read(row, path)))
        found.append(element)
    return found


def _selected(reader: Reader, query: ET.Element) -> list[tuple[str, str]]:
    """Return the paths to read, each with the path at which it is answered."""
    nodes = []
    for node in query.findall("select/node"):
        path = parse_path(node.get("expr", "")).text
        alias = node.get("alias")
        reader.read(None, path)  # so that an unknown field is told even if there are no rows
        nodes.append((path, parse_path(alias).text if alias else path))
    return nodes


def _ordered(reader: Reader, rows: Iterable[Row], query: ET.Element) -> list[Row]:
    ordered = list(rows)
    for node in reversed(query.findall("orderBy/node")):
        path = parse_path(node.get("expr", "")).text
        keyed = [(sort_key(reader.read(row, path)), row) for row in ordered]
        keyed.sort(key=lambda pair: pair[0], reverse=node.get("sortDesc") in {"true", "1"})
        ordered = [row for _, row in keyed]
    return ordered


def _number(query: ET.Element, attribute: str, default: int) -> int:
    text = query.get(attribute) or str(default)
    try:
        return max(number(text), 0)
    except ValueError as error:
        raise QueryError(f"The attribute '{attribute}' is not a number: '{text}'.") from error


def _place(element: ET.Element, path: str, text: str) -> None:
    """Put *text* where *path* says: an attribute, or an element of its own."""
    above, _, last = path.rpartition("/")
    holder = child_at(element, above) if above else element
    if last.startswith("@"):
        holder.set(last[1:], text)
    else:
        child_at(holder, last).text = text
