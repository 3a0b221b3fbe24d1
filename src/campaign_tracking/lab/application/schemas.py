"""Compiled schemas, as ``GetEntityIfMoreRecent`` returns them and Adobe's own client reads them.

Methods and interfaces stand in ``schema_files/``, one file for each schema that declares any, by
the public references; fields come from the tables that a query can read. The public SDK needs to
find ``implements``, interfaces, methods and the types of their parameters.
"""

import hashlib
from collections.abc import Iterable, Iterator
from importlib import resources
from typing import Final
from xml.etree import ElementTree as ET

from campaign_tracking.lab.markup import element, serialised
from campaign_tracking.lab.query.tables import Table, table
from campaign_tracking.safe_xml import parse

_MOMENTS: Final = frozenset(
    {"created", "lastModified", "eventDate", "logDate", "timeStampValue", "lastProcessingDate"}
)
_STRINGS: Final = frozenset(
    {
        *("name", "label", "internalName", "deliveryCode", "stringValue"),
        *("email", "firstName", "lastName", "address", "server", "account"),
    }
)

_BOOLEANS: Final = frozenset(
    {*("isModel", "warning", "enabled", "openEnabled"), *("blackList", "failed", "active")}
)


def compiled_schema(name: str) -> ET.Element | None:
    """Return the schema; None if the lab has none of that name."""
    declared, fields = _declared(name), table(name)
    if declared is None and fields is None:
        return None
    namespace, _, local = name.partition(":")
    schema = element("schema", {"namespace": namespace, "name": local, "implements": "xtk:persist"})
    if declared is not None:
        schema.attrib.update(declared.attrib)
        schema.extend(declared)
    schema.insert(0, _root_element(local, fields))
    schema.set("xtkschema", "xtk:schema")
    digest = hashlib.md5(serialised(schema).encode(), usedforsecurity=False)
    schema.set("md5", digest.hexdigest().upper())
    return schema


def declared_schemas() -> Iterator[tuple[str, ET.Element]]:
    """Yield name and declaration of each schema that declares methods."""
    for file in (resources.files(__package__) / "schema_files").iterdir():
        name = file.name.removesuffix(".xml").replace("_", ":")
        yield name, parse(file.read_text(encoding="utf-8"))


def _declared(name: str) -> ET.Element | None:
    return dict(declared_schemas()).get(name)


def _root_element(local: str, fields: Table | None) -> ET.Element:
    root = element("element", {"name": local, "autopk": "true"})
    if fields is None:
        return root
    for path in fields.fields:
        *above, last = path.split("/")
        holder = _holder(root, above)
        if last.startswith("@"):
            ET.SubElement(holder, "attribute", {"name": last[1:], "type": _type(last[1:])})
        else:
            ET.SubElement(holder, "element", {"name": last, "type": "memo"})
    for link, (target, _) in fields.links.items():
        ET.SubElement(root, "element", {"name": link, "type": "link", "target": target})
    return root


def _holder(root: ET.Element, above: Iterable[str]) -> ET.Element:
    """Return the declared element at the path *above*, made if it is missing."""
    found = root
    for name in above:
        below = next((child for child in found if child.get("name") == name), None)
        found = ET.SubElement(found, "element", {"name": name}) if below is None else below
    return found


def _type(attribute: str) -> str:
    if attribute in _MOMENTS:
        return "datetime"
    if attribute in _BOOLEANS:
        return "boolean"
    if attribute == "doubleValue":
        return "double"
    return "string" if attribute in _STRINGS else "long"
