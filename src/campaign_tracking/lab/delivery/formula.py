"""Tracking formulas: the text of an option becomes the beginning of a link.

What stands outside ``<% %>`` goes into the link as it is, a line feed, too
(about-message-tracking.md);
``include option`` and the routing's tracking URL give its base (additional-configurations.md). Of
code the lab knows the sum of ids that the formulas of first_rows.py write (L-16); any other writes
nothing (L-92).
"""

import re
from collections.abc import Mapping
from typing import Final

from campaign_tracking.lab.wizard_options import ROUTING_URL

_PIECE: Final = re.compile(r"(<%.*?%>)", re.DOTALL)
_INCLUDE: Final = re.compile(
    r"<%@\s*include\s+option=(['\"])NmsTracking_(?:Secure)?ServerUrl\1\s*%>"
)
_WRITE: Final = re.compile(r"<%\s*document\.write\((?P<sum>.*)\);?\s*%>", re.DOTALL)
_TERM: Final = re.compile(r"\s*(?:'(?P<quoted>[^']*)'|(?P<number>\d+)|(?P<name>\w+))\s*(?:\+|$)")


def written(formula: str, base: str, values: Mapping[str, str]) -> str:
    """Return what *formula* writes.

    Args:
        formula: The option's text.
        base: The URL that it takes from an option, or from the routing.
        values: What stands for the names in its code.
    """
    return "".join(_piece(piece, base, values) for piece in _PIECE.split(formula))


def _piece(piece: str, base: str, values: Mapping[str, str]) -> str:
    if not piece.startswith("<%"):
        return piece
    if piece == ROUTING_URL or _INCLUDE.fullmatch(piece):
        return base
    code = _WRITE.fullmatch(piece)
    return _sum(code["sum"], values) if code else ""


def _sum(terms: str, values: Mapping[str, str]) -> str:
    """Return what stands for each term: a quoted text, a number, or a name."""
    return "".join(
        values.get(term["name"] or "", "") or term["quoted"] or term["number"] or ""
        for term in _TERM.finditer(terms)
    )
