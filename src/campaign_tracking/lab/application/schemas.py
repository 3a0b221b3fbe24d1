"""Compiled schemas, as ``GetEntityIfMoreRecent`` returns them and Adobe's own client reads them.

Methods and interfaces stand in ``schema_files/``, one file for each schema that declares any, by
the public references; fields come from the tables that a query can read. ``soap-wire.md``, section
14, says what the public SDK needs to find.
"""

import hashlib
from datetime import datetime
from importlib import resources
from xml.etree import ElementTree as ET

from campaign_tracking.lab.markup import element, serialised
from campaign_tracking.lab.query.tables import Table, table
from campaign_tracking.safe_xml import parse


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
    paths = [] if fields is None else [path for path in fields.fields if path.startswith("@")]
    for path in paths:
        ET.SubElement(root, "attribute", {"name": path[1:], "type": _type(path)})
    for path in (
        [] if fields is None else [p for p in fields.fields if "@" not in p and "/" not in p]
    ):
        ET.SubElement(root, "element", {"name": path, "type": "memo"})
    for link in [] if fields is None else fields.links:
        target = fields.links[link][0] if fields else ""
        ET.SubElement(root, "element", {"name": link, "type": "link", "target": target})
    return root


def _type(path: str) -> str:
    if path in {"@label", "@name", "@internalName", "@email", "@address"} or "Name" in path:
        return "string"
    return datetime.__name__ if "Date" in path or path in {"@created", "@lastModified"} else "long"
