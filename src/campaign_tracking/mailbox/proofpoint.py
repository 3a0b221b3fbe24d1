"""Proofpoint's rewritten links, as its published decoder reads them.

Version 1 encodes the link once; version 2 with ``-`` for ``%`` and ``_`` for ``/``; version 3 keeps
it, with ``*`` for each character it replaced, or ``**`` and a letter for several in a row, and
carries those behind it in base64.
"""

import base64
import binascii
import re
import string
from collections.abc import Callable
from typing import Final
from urllib.parse import SplitResult, unquote

_TO_PERCENT: Final = str.maketrans("-_", "%/")
_THIRD = re.compile(r"/v3/__(?P<url>.+?)__;(?P<replaced>[\w-]*)!", re.DOTALL | re.ASCII)
_REPLACED = re.compile(r"\*(?:\*(.))?", re.DOTALL)
_LENGTHS: Final = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
_SHORTEST_RUN = 2
_ONE_SLASH = re.compile(r"([a-z][a-z0-9+.-]*:/)(?=[^/])", re.IGNORECASE)  # web servers merge two


def original(url: SplitResult) -> str:
    """Return what the link was before; empty if that cannot be read."""
    unwrap = _VERSIONS.get(url.path.partition("/v")[2][:1])
    return unwrap(url) if unwrap else ""


def _first(url: SplitResult) -> str:
    return _without_entities(unquote(_u(url)))


def _second(url: SplitResult) -> str:
    return _without_entities(unquote(_u(url).translate(_TO_PERCENT)))


def _without_entities(link: str) -> str:
    """Undo ``&amp;``: links are taken from HTML as they stand. No other: ``&copy=`` is none."""
    return link.replace("&amp;", "&")


def _u(url: SplitResult) -> str:
    pairs = (pair.partition("=") for pair in url.query.split("&"))
    return next((value for name, _, value in pairs if name == "u"), "")


def _third(url: SplitResult) -> str:
    whole = url._replace(scheme="", netloc="").geturl()  # the link kept its own ? and #
    match = _THIRD.match(whole)
    if match is None:
        return ""
    kept = unquote(_ONE_SLASH.sub(r"\1/", match["url"], count=1))
    replaced = _replaced_characters(match["replaced"])
    return "" if replaced is None else _filled_in(kept, replaced)


def _filled_in(kept: str, replaced: str) -> str:
    """Return *kept* with the replaced characters back; empty if they are not as many as needed."""
    position = 0

    def put_back(match: re.Match[str]) -> str:
        nonlocal position
        start = position
        position += _SHORTEST_RUN + _LENGTHS.find(match[1]) if match[1] else 1
        return replaced[start:position]

    filled = _REPLACED.sub(put_back, kept)
    return filled if position == len(replaced) else ""


def _replaced_characters(packed: str) -> str | None:
    """Return the characters behind the link; None if they cannot be read."""
    try:
        return base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode()
    except (binascii.Error, ValueError):
        return None


_VERSIONS: Final[dict[str, Callable[[SplitResult], str]]] = {
    "1": _first,
    "2": _second,
    "3": _third,
}
