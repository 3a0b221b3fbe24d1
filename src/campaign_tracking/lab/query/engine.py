"""ExecuteQuery: a queryDef in, its rows out (data-oriented-apis.md)."""

from collections.abc import Iterable
from itertools import islice
from xml.etree import ElementTree as ET

from campaign_tracking.lab.assumptions import DEFAULT_LINE_COUNT, XTK_PARSE_ERROR
from campaign_tracking.lab.database import Database
from campaign_tracking.lab.markup import child_at
from campaign_tracking.lab.query.condition import as_text, holds, sort_key
from campaign_tracking.lab.query.expression import ExpressionError, Path, Scalar, parse, parse_path
from campaign_tracking.lab.query.tables import Row, Table, table


class QueryError(Exception):
    """The query cannot be executed; the text is a fault's detail."""


def execute(database: Database, query: ET.Element) -> ET.Element:
    """Return what the query's operation answers: a row, a collection, or a count.

    Raises:
        QueryError: If it names an unknown schema, field or operation, or if ``get`` finds nothing.
    """
    try:
        return _execute(database, query)
    except ExpressionError as error:
        raise QueryError(f"{XTK_PARSE_ERROR} {error}") from error


def matching(database: Database, schema: str, where: ET.Element | None) -> list[Row]:
    """Return the rows of *schema* that meet every condition below *where*.

    Raises:
        QueryError: If the schema, a field or a condition is unknown.
    """
    try:
        reader = _Reader(database, _known(schema))
        return [row for row in reader.table.rows(database) if reader.meets(row, where)]
    except ExpressionError as error:
        raise QueryError(f"{XTK_PARSE_ERROR} {error}") from error


def _execute(database: Database, query: ET.Element) -> ET.Element:
    reader = _Reader(database, _known(query.get("schema", "")))
    rows = [row for row in reader.table.rows(database) if reader.meets(row, query.find("where"))]
    name = reader.table.name
    match query.get("operation", "select"):
        case "count":
            return ET.Element(name, {"count": str(len(rows))})
        case "get" | "getIfExists" as operation:
            found = reader.page(rows, query, default_count=1)
            if not found and operation == "get":
                raise QueryError(f"No row of schema '{reader.table.schema}' meets the conditions.")
            return found[0] if found else ET.Element(name)
        case "select":
            collection = ET.Element(f"{name}-collection")
            collection.extend(reader.page(rows, query, default_count=DEFAULT_LINE_COUNT))
            return collection
    raise QueryError(f"Unknown operation '{query.get('operation')}'.")


def _known(schema: str) -> Table:
    found = table(schema)
    if found is None:
        raise QueryError(f"{XTK_PARSE_ERROR} Unknown schema '{schema}'.")
    return found


class _Reader:
    """Reads fields of one table's rows, links included."""

    def __init__(self, database: Database, known: Table) -> None:
        self.table = known
        self._database = database

    def meets(self, row: Row, where: ET.Element | None) -> bool:
        """Return whether *row* meets the conditions below *where*; they nest."""
        met: bool | None = None
        for condition in [] if where is None else where.findall("condition"):
            this = self._meets_one(row, condition)
            joined = (
                condition.get("boolOperator") or condition.get("bool-operator") or "AND"
            ).upper()
            if met is None:
                met = this
            else:
                met = (met or this) if joined == "OR" else (met and this)
        return met is not False

    def _meets_one(self, row: Row, condition: ET.Element) -> bool:
        expression = condition.get("expr")
        own = expression is None or holds(parse(expression), lambda path: self.read(row, path))
        return own and self.meets(row, condition)

    def read(self, row: Row, path: str) -> Scalar:
        """Return the field of *row* at *path*.

        Raises:
            ExpressionError: If the schema has no such field.
        """
        field = self.table.fields.get(path)
        if field is not None:
            return field(row)
        link, _, rest = path.partition("/")
        if not rest or link not in self.table.links:
            raise ExpressionError(f"Unknown field '{path}' in schema '{self.table.schema}'.")
        schema, key = self.table.links[link]
        behind = _Reader(self._database, _known(schema))
        wanted = self.table.fields[key](row)
        for linked in behind.table.rows(self._database):
            if behind.table.fields["@id"](linked) == wanted:
                return behind.read(linked, rest)
        return behind.nothing(rest)

    def nothing(self, path: str) -> None:
        """Return nothing for a link that leads nowhere; an unknown field is an error even so."""
        if path not in self.table.fields and path.partition("/")[0] not in self.table.links:
            raise ExpressionError(f"Unknown field '{path}' in schema '{self.table.schema}'.")

    def page(self, rows: Iterable[Row], query: ET.Element, default_count: int) -> list[ET.Element]:
        """Return the rows that the query's order, startLine and lineCount leave."""
        ordered = list(rows)
        for node in reversed(query.findall("orderBy/node")):
            path = parse_path(node.get("expr", "")).text
            ordered.sort(
                key=lambda row: sort_key(self.read(row, path)),
                reverse=node.get("sortDesc") in {"true", "1"},
            )
        start = int(query.get("startLine", "0"))
        count = int(query.get("lineCount", default_count))
        nodes = [
            (
                parse_path(node.get("expr", "")),
                parse_path(node.get("alias") or node.get("expr", "")),
            )
            for node in query.findall("select/node")
        ]
        return [self._element(row, nodes) for row in islice(ordered, start, start + count)]

    def _element(self, row: Row, nodes: Iterable[tuple[Path, Path]]) -> ET.Element:
        element = ET.Element(self.table.name)
        for path, alias in nodes:
            _place(element, alias.text, as_text(self.read(row, path.text)))
        return element


def _place(element: ET.Element, path: str, text: str) -> None:
    """Put *text* where *path* says: an attribute, or an element of its own."""
    above, _, last = path.rpartition("/")
    holder = child_at(element, above) if above else element
    if last.startswith("@"):
        holder.set(last[1:], text)
    else:
        child_at(holder, last).text = text
