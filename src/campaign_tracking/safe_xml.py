"""XML that somebody else wrote: no DTD, hence no entities to expand, and not without an end."""

from xml.etree import ElementTree as ET
from xml.parsers import expat

MAX_CHARACTERS, MAX_DEPTH = 8_000_000, 200


class NotXmlError(ValueError):
    """The text is not a document that we read; says why."""


def parse(text: str) -> ET.Element:
    """Return the root element of *text*.

    ElementTree and not lxml, because Campaign's interface calls carry a namespace with a pipe in
    it, which lxml refuses (soap-wire.md, section 2).

    Raises:
        NotXmlError: If it is too long or too deep, declares a document type, or is not well-formed.
    """
    if len(text) > MAX_CHARACTERS:
        raise NotXmlError(f"longer than {MAX_CHARACTERS:,} characters")
    try:
        _refuse_oddities(text)
        return ET.fromstring(text)  # noqa: S314  (bounded, and without a DTD)
    # ExpatError: not well-formed; ValueError: an encoding that Python lacks.
    except (ET.ParseError, expat.ExpatError, ValueError) as error:
        raise NotXmlError(str(error)) from error


def _refuse_oddities(text: str) -> None:
    """Raise NotXmlError at a document type, or where it is deeper than Python can follow.

    A declaration that is quoted in CDATA, as in a mail's source, is text.
    """
    depth = 0

    def refuse(*_: object) -> None:
        raise NotXmlError("declares a document type")

    def enter(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise NotXmlError(f"more than {MAX_DEPTH} elements deep")

    def leave(*_: object) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler = enter, leave
    parser.Parse(text, True)  # noqa: FBT003  (expat takes it by position)


def local_name(element: ET.Element) -> str:
    """Return the element's name without its namespace; by it answers are read, never by URI."""
    return element.tag.rpartition("}")[2]
