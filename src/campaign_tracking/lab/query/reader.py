"""Fields of one table's rows, links included, and whether a row meets a query's conditions."""

from xml.etree import ElementTree as ET

from campaign_tracking.lab.assumptions import XTK_PARSE_ERROR
from campaign_tracking.lab.database import Database
from campaign_tracking.lab.query import limits
from campaign_tracking.lab.query.condition import holds
from campaign_tracking.lab.query.expression import ExpressionError, Scalar, parse
from campaign_tracking.lab.query.tables import Row, Table, table


class QueryError(Exception):
    """The query cannot be executed; the text is a fault's detail."""


class Reader:
    """Reads rows of one table.

    Attributes:
        table: The table.
    """

    def __init__(
        self, database: Database, schema: str, unreadable: frozenset[str] = frozenset()
    ) -> None:
        """Read the rows of *schema*; through links, too, nothing of an *unreadable* one.

        Raises:
            QueryError: If the lab does not have it, or it is not to be read: in words without a
                code, because which one Campaign has for that is not public (L-35).
        """
        if schema in unreadable:
            raise QueryError(f"You do not have the rights to read the schema '{schema}'.")
        known = table(schema)
        if known is None:
            raise QueryError(f"{XTK_PARSE_ERROR} Unknown schema '{schema}'.")
        self.table: Table = known
        self._database, self._unreadable = database, unreadable

    def rows(self, where: ET.Element | None) -> list[Row]:
        """Return the rows that meet the conditions below *where*.

        Raises:
            ExpressionError: If one is not served, or names an unknown field.
        """
        if where is not None:
            limits.check(where)
        self._meets(None, where)  # so that an unknown field is told even if there are no rows
        return [row for row in self.table.rows(self._database) if self._meets(row, where)]

    def read(self, row: Row | None, path: str) -> Scalar:
        """Return the field of *row* at *path*; nothing where there is no row.

        Raises:
            ExpressionError: If the schema has no such field.
        """
        field = self.table.field_at(path, self._database)
        if field is not None:
            return None if row is None else field(row)
        link, _, rest = path.partition("/")
        if not rest or link not in self.table.links:
            raise ExpressionError(f"Unknown field '{path}' in schema '{self.table.schema}'.")
        schema, key = self.table.links[link]
        behind = Reader(self._database, schema, self._unreadable)
        return behind.read(None if row is None else behind.by_id(self.read(row, key)), rest)

    def by_id(self, wanted: Scalar) -> Row | None:
        """Return the row with this id; None if there is none."""
        read_id = self.table.fields["@id"]
        rows = self.table.rows(self._database)
        return next((row for row in rows if read_id(row) == wanted), None)

    def _meets(self, row: Row | None, where: ET.Element | None) -> bool:
        """Return whether *row* meets the conditions; they nest.

        ``boolOperator="OR"`` joins a condition with its neighbours on both sides (L-15).
        """
        met, before = True, "AND"
        for position, condition in enumerate(limits.enabled_conditions(where)):
            own = limits.joining(condition)
            this = self._meets_one(row, condition)
            either = position > 0 and "OR" in {own, before}
            met = (met or this) if either else (met and this)
            before = own
        return met

    def _meets_one(self, row: Row | None, condition: ET.Element) -> bool:
        expression = condition.get("expr")
        own = expression is None or holds(parse(expression), lambda path: self.read(row, path))
        return self._meets(row, condition) and own
