"""Compiled schemas, as ``GetEntityIfMoreRecent`` returns them and Adobe's own client reads them.

Methods and interfaces stand in ``schema_files/``, one file for each schema that declares any, by
the public references; fields come from the tables that a query can read. The public SDK needs to
find ``implements``, interfaces, methods and the types of their parameters.
"""

import hashlib
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
        *("email", "firstName", "lastName", "address"),
    }
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


def _declared(name: str) -> ET.Element | None:
    file = resources.files(__package__) / "schema_files" / f"{name.replace(':', '_')}.xml"
    return parse(file.read_text(encoding="utf-8")) if _is_plain(name) and file.is_file() else None


def _is_plain(name: str) -> bool:
    return all(part.isalnum() for part in name.split(":"))


def _root_element(local: str, fields: Table | None) -> ET.Element:
    root = element("element", {"name": local, "autopk": "true"})
    if fields is None:
        return root
    for path in fields.fields:
        if path.startswith("@"):
            ET.SubElement(root, "attribute", {"name": path[1:], "type": _type(path[1:])})
        elif "/" not in path:
            ET.SubElement(root, "element", {"name": path, "type": "memo"})
    for link, (target, _) in fields.links.items():
        ET.SubElement(root, "element", {"name": link, "type": "link", "target": target})
    return root


def _type(attribute: str) -> str:
    if attribute in _MOMENTS:
        return "datetime"
    return "string" if attribute in _STRINGS else "long"
