"""The schemas are such that Adobe's own client can call every method that they declare."""

from importlib import resources
from xml.etree import ElementTree as ET

import pytest

from campaign_tracking.lab import application
from campaign_tracking.lab.application.schemas import compiled_schema

# What the SDK reads out of an answer and writes into a call (soap-wire, section 4).
BASIC = frozenset(
    {"string", "primarykey", "boolean", "byte", "short", "long", "int64", "datetime", "date"}
)
DOCUMENTS = frozenset({"DOMElement", "DOMDocument"})
NAMES = sorted(
    file.name.removesuffix(".xml").replace("_", ":")
    for file in (resources.files(application) / "schema_files").iterdir()
)


def not_readable(schema: ET.Element) -> list[str]:
    """Return the types that are neither basic nor named after an element of the schema."""
    local = schema.get("name", "")
    elements = {element.get("name", "") for element in schema.findall("element")}
    own = {f"{local}{name[:1].upper()}{name[1:]}" for name in elements}
    types = {param.get("type", "") for param in schema.iter("param")}
    return sorted(types - BASIC - DOCUMENTS - own)


@pytest.mark.parametrize("name", NAMES)
def test_every_type_can_be_read(name: str) -> None:
    """A type is basic, a document, or the schema's name with that of one of its elements."""
    schema = compiled_schema(name)

    assert schema is not None
    assert not_readable(schema) == []


def test_a_type_that_nothing_declares_is_noticed() -> None:
    """The rule itself: without the element the type cannot be read."""
    schema = compiled_schema("xtk:session")
    assert schema is not None
    schema.remove(next(e for e in schema.findall("element") if e.get("name") == "userInfo"))

    assert not_readable(schema) == ["sessionUserInfo"]
