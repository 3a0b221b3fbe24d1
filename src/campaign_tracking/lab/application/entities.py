"""``xtk:persist`` and ``xtk:queryDef``: schemas, documents, queries."""

from dataclasses import dataclass
from xml.etree import ElementTree as ET

from campaign_tracking.lab.application.hidden_targets import HiddenTargets
from campaign_tracking.lab.application.options import type_and_value
from campaign_tracking.lab.application.schemas import compiled_schema
from campaign_tracking.lab.database import Database
from campaign_tracking.lab.delivery import documents
from campaign_tracking.lab.markup import element
from campaign_tracking.lab.numbers import key
from campaign_tracking.lab.query.engine import execute
from campaign_tracking.lab.query.reader import QueryError
from campaign_tracking.lab.query.tables import table
from campaign_tracking.lab.soap import answer
from campaign_tracking.lab.soap.answer import Answer
from campaign_tracking.lab.soap.call import SoapCall
from campaign_tracking.lab.soap.fault import SoapFault


@dataclass(frozen=True, slots=True, kw_only=True)
class Entities:
    """Reads and writes what the database holds.

    Attributes:
        unreadable: Schemas that the operator has no right to query.
    """

    database: Database
    hidden_targets: HiddenTargets
    unreadable: frozenset[str] = frozenset()

    async def get_entity_if_more_recent(self, call: SoapCall) -> Answer:
        """Return a compiled schema; an empty document for whatever else is asked for."""
        kind, _, name = call.text(0).partition("|")
        schema = compiled_schema(name) if kind == "xtk:schema" else None
        if schema is None and call.text(2) in {"true", "1"}:
            detail = f"The entity '{call.text(0)}' does not exist."
            raise SoapFault.while_executing("xtk:persist", call.method, detail)
        return Answer(namespace="wpp:default", values=[answer.literal("pdomDoc", schema)])

    async def new_instance(self, call: SoapCall) -> Answer:
        """Complete a delivery document without saving it."""
        document = call.document(0)
        if document.tag != "delivery":
            detail = f"The lab makes no new instance of '{document.tag}'."
            raise SoapFault.while_executing(call.schema, call.method, detail)
        return self._new(call, documents.completed(self.database, document))

    async def duplicate(self, call: SoapCall) -> Answer:
        """Return a new delivery document with everything of a saved one; it is not saved."""
        schema, _, given = call.text(1).partition("|")
        row = self.database.deliveries.get(key(given))
        if schema != "nms:delivery" or row is None:
            detail = f"There is no entity '{call.text(1)}'."
            raise SoapFault.while_executing(call.schema, call.method, detail)
        return self._new(call, documents.completed(self.database, documents.as_document(row)))

    async def write(self, call: SoapCall) -> Answer:
        """Save a document, as its ``xtkschema`` says (L-44: namespace of the answer)."""
        self._save(call.document(0))
        return Answer(namespace="xtk:session")

    async def write_collection(self, call: SoapCall) -> Answer:
        """Save the documents of a collection, which names their schema for all (L-38: in turn)."""
        collection = call.document(0)
        for document in collection:
            document.set("xtkschema", collection.get("xtkschema", ""))
            self._save(document)
        return Answer(namespace="xtk:session")

    def _new(self, call: SoapCall, made: ET.Element) -> Answer:
        shown = self.hidden_targets.shown(made)
        return Answer(namespace=call.schema, values=[answer.literal("entity", shown)])

    def _save(self, document: ET.Element) -> None:
        try:
            self._write_row(document)
        except documents.NotSavableError as error:
            raise SoapFault.while_executing("xtk:session", "Write", str(error)) from error

    def _write_row(self, document: ET.Element) -> None:
        match document.get("xtkschema"):
            case "nms:delivery":
                documents.save(self.database, self.hidden_targets.restored(document))
            case "xtk:option":
                self._write_option(document)
            case schema:
                raise documents.NotSavableError(schema or document.tag)

    async def execute_query(self, call: SoapCall) -> Answer:
        """Execute a query."""
        try:
            found = execute(self.database, call.document(0), self.unreadable)
        except QueryError as error:
            raise SoapFault.while_executing("xtk:queryDef", call.method, str(error)) from error
        return Answer(namespace="xtk:queryDef", values=[answer.literal("pdomOutput", found)])

    async def select_all(self, call: SoapCall) -> Answer:
        """Complete a query with every field of its schema."""
        query = call.document(0)
        known = table(query.get("schema", ""))
        if known is None:
            detail = f"Unknown schema '{query.get('schema')}'."
            raise SoapFault.while_executing("xtk:queryDef", call.method, detail)
        for old in query.findall("select"):
            query.remove(old)
        nodes = [element("node", {"expr": path}) for path in map(_expression, known.fields)]
        query.insert(0, element("select", {}, *nodes))
        return Answer(namespace="xtk:queryDef", values=[answer.literal("entity", query)])

    def _write_option(self, document: ET.Element) -> None:
        name = document.get("name", "")
        match documents.operation(document, "@name", exists=name in self.database.options):
            case "insert" | "update":
                data_type, value = type_and_value(document)
                self.database.set_option(name, value, data_type)
            case "delete":
                del self.database.options[name]


def _expression(path: str) -> str:
    """Return the plain xpath as an expression."""
    return f"[{path}]" if "/@" in path or "-" in path else path
