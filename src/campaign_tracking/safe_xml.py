"""XML that somebody else wrote: no DTD, hence no entities to expand, and not without an end."""

from xml.etree import ElementTree as ET
from xml.parsers import expat

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
    try:
        _refuse_document_type(text)
        return ET.fromstring(text)  # noqa: S314  (bounded, and without a DTD)
    # ExpatError: not well-formed; ValueError: an encoding that Python lacks.
    except (ET.ParseError, expat.ExpatError, ValueError) as error:
        raise NotXmlError(str(error)) from error


def _refuse_document_type(text: str) -> None:
    """Raise NotXmlError at a declaration; one quoted in CDATA, as in a mail's source, is text."""

    def refuse(*_: object) -> None:
        raise NotXmlError("declares a document type")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(text, True)  # noqa: FBT003  (expat takes it by position)


def local_name(element: ET.Element) -> str:
    """Return the element's name without its namespace; by it answers are read, never by URI."""
    return element.tag.rpartition("}")[2]
