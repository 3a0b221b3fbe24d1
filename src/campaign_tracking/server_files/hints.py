"""What a hand did to a file that is not XML any more, where it can be told for sure.

Elements and attributes are named, values never: they may be secrets.
"""

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from xml.parsers import expat

from campaign_tracking.server_files.places import attributes, name_end
from campaign_tracking.server_files.vocabulary import the_attribute

MAX_NAME_CHARACTERS = 60
_CURLY = "\u201c\u201d\u2018\u2019\u201e"
_AMPERSAND = "an & that stands for itself is written &amp;"
_NAME = re.compile(r"[^\s=/<>\"'&;]+")
_NO_VALUE = re.compile(r"\s+([^\s=/<>\"']+)\s*=\s*")
_OPEN_VALUE = re.compile(r"\s+([^\s=/<>\"']+)\s*=\s*([\"'][^<]*)")
_ENDS_IN_A_NAME = re.compile(r"\s[^\s=/<>\"']+\s*=\s*.\Z", re.DOTALL)
_ENDS_IN_AN_AMPERSAND = re.compile(r"&[^\s&;<>]*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenElement:
    """An element that has begun and not ended.

    Attributes:
        name: As the file spells it.
        line: Where it begins, counted from 1.
    """

    name: str
    line: int


def hint(document: bytes, code: int, at: int, opened: Sequence[OpenElement]) -> str:
    """Return what is to be repaired; empty if that cannot be told.

    Args:
        document: In UTF-8, its lines ending in a line feed.
        code: Expat's number of the error.
        at: The byte at which expat saw it.
        opened: The elements that are open there, the outermost first.
    """
    errors = expat.errors.codes
    if code == errors[expat.errors.XML_ERROR_INVALID_TOKEN]:
        return _of_token(document, at)
    if code == errors[expat.errors.XML_ERROR_UNCLOSED_TOKEN]:
        return _of_token_without_end(document, at)
    if code == errors[expat.errors.XML_ERROR_TAG_MISMATCH]:
        return _of_end_tag(_name(_text(document, at)), opened)
    if code == errors[expat.errors.XML_ERROR_NO_ELEMENTS] and opened:
        return _not_closed(opened[-1])
    if code == errors[expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE]:
        return f"the element has {the_attribute(_name(_text(document, at)))} twice"
    return _AMPERSAND if code == errors[expat.errors.XML_ERROR_UNDEFINED_ENTITY] else ""


def shown(name: str) -> str:
    """Return *name*, or how it begins if it is longer than names are."""
    return name if len(name) <= MAX_NAME_CHARACTERS else f"{name[:MAX_NAME_CHARACTERS]}..."


def _name(text: str) -> str:
    found = _NAME.match(text)
    return shown(found[0]) if found else ""


def _text(document: bytes, at: int) -> str:
    """Return what stands at the byte *at*: more than is shown of a name."""
    return document[at : at + 8 * MAX_NAME_CHARACTERS].decode("utf-8", "ignore")


def _of_end_tag(name: str, opened: Sequence[OpenElement]) -> str:
    """Say what an end tag would have had to close."""
    innermost = opened[-1]
    if any(shown(element.name) == name for element in opened):
        return _not_closed(innermost)
    if innermost.name.casefold() == name.casefold():
        return f"the element {_opened(innermost)}, is closed as {name}: case counts here"
    return f"there is no element {name} to close; open is {_opened(innermost)}"


def _not_closed(element: OpenElement) -> str:
    return f"the element {_opened(element)}, is not closed"


def _opened(element: OpenElement) -> str:
    return f"{shown(element.name)}, opened at line {element.line}"


def _of_token_without_end(document: bytes, at: int) -> str:
    """Say what begins at *at* and goes on to the end of the file."""
    if document.startswith(b"<!--", at):
        return "the comment that begins there does not end"
    return _of_tag(document, at, len(document)) or "the tag that begins there does not end"


def _of_token(document: bytes, at: int) -> str:
    """Say what is wrong before *at*, where a character stands that cannot be there."""
    comment = document.rfind(b"<!--", 0, at)
    if comment >= 0 and document.find(b"-->", comment, at) < 0:
        return "within a comment there must be no --" if document.endswith(b"--", 0, at) else ""
    before = document[max(0, at - 8 * MAX_NAME_CHARACTERS) : at].decode("utf-8", "ignore")
    if _ENDS_IN_AN_AMPERSAND.search(before):
        return _AMPERSAND
    return _of_tag(document, document.rfind(b"<", 0, at), at)


def _of_tag(document: bytes, start: int, at: int) -> str:
    """Say what is wrong with the start tag from *start*, of which all is good up to *at*."""
    if start < 0:
        return ""
    tag, instead = document[start:at], _text(document, at)[:1]
    whole = deque(attributes(tag, 0), maxlen=1)
    rest_at = whole[0].end() if whole else name_end(tag, 0)
    rest = tag[rest_at:].decode("utf-8", "ignore")
    line = document.count(b"\n", 0, start + rest_at) + 1
    if instead and (found := _NO_VALUE.fullmatch(rest)):
        return _value_without_quotes(found[1], instead)
    if instead in {"", "<"} and (found := _OPEN_VALUE.fullmatch(rest)):
        line += rest.count("\n", 0, found.start(1))
        return _value_without_end(found[1], found[2], line, instead)
    if whole and not rest:
        return _swallowed(whole[0], line)
    return "the tag before it does not end" if instead == "<" and not rest.strip() else ""


def _swallowed(last: re.Match[bytes], line: int) -> str:
    """Say that the value of the attribute *last* took the next one's name for a part of it.

    Args:
        last: The last attribute before the error, which follows at once.
        line: On which it ends.
    """
    text = last[0].decode("utf-8", "ignore")
    if not _ENDS_IN_A_NAME.search(text):
        return ""
    name = last[1].decode("utf-8", "ignore")
    begun = line - text.lstrip().count("\n")
    return _value_without_end(name, text, begun, "")


def _value_without_quotes(name: str, instead: str) -> str:
    how = "in curly quotes, not in straight ones" if instead in _CURLY else "not in quotes"
    return f"the value of {the_attribute(name)} is {how}"


def _value_without_end(name: str, value: str, line: int, instead: str) -> str:
    how = "its closing quote is missing"
    if any(character in value for character in _CURLY):
        how = "a curly quote does not close it"
    elif instead == "<":
        how += ", or a < in it is not written &lt;"
    return f"the value of {the_attribute(name)}, begun at line {line}, does not end: {how}"
