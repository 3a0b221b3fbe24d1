"""Where the attributes of a start tag stand: expat tells the line of its element only."""

import re
from collections.abc import Iterator

_TAG_NAME = re.compile(rb"<[^\s/>]*")
_ATTRIBUTE = re.compile(rb"""\s*([^\s=/<>"']+)\s*=\s*(?:"[^"<]*"|'[^'<]*')""")


def attribute_lines(document: bytes, start: int, line: int) -> Iterator[int]:
    r"""Yield the line on which each attribute's name stands, in the tag's order.

    Args:
        document: In UTF-8, its lines ending in a line feed.
        start: The byte at which a well-formed start tag begins.
        line: On which that is, counted from 1.
    """
    for attribute in attributes(document, start):
        name_at = attribute.start(1)
        line += document.count(b"\n", start, name_at)
        start = name_at
        yield line


def attributes(document: bytes, start: int) -> Iterator[re.Match[bytes]]:
    """Yield the attributes of the tag at the byte *start*, up to the first that is not whole."""
    at = name_end(document, start)
    while found := _ATTRIBUTE.match(document, at):
        yield found
        at = found.end()


def name_end(document: bytes, start: int) -> int:
    """Return the byte after the name of the tag that begins at the byte *start*."""
    found = _TAG_NAME.match(document, start)
    return found.end() if found else start
