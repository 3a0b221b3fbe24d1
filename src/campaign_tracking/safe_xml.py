"""XML that somebody else wrote: no DTD, hence no entities to expand, and not without an end."""

from xml.etree import ElementTree as ET

MAX_CHARACTERS = 8_000_000


class NotXmlError(ValueError):
    """The text is not a document that we read; says why."""


def parse(text: str) -> ET.Element:
    """Return the root element of *text*.

    ElementTree and not lxml, because Campaign's interface calls carry a namespace with a pipe in
    it, which lxml refuses (soap-wire.md, section 2).

    Raises:
        NotXmlError: If it is too long, declares a document type, or is not well-formed.
    """
    if len(text) > MAX_CHARACTERS:
        raise NotXmlError(f"longer than {MAX_CHARACTERS:,} characters")
    if "<!doctype" in text.lower():
        raise NotXmlError("declares a document type")
    try:
        return ET.fromstring(text)  # noqa: S314  (bounded, and without a DTD)
    except (ET.ParseError, ValueError) as error:  # ValueError: an encoding that Python lacks
        raise NotXmlError(str(error)) from error


def local_name(element: ET.Element) -> str:
    """Return the element's name without its namespace; by it answers are read, never by URI."""
    return element.tag.rpartition("}")[2]
