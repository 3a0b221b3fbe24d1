"""``<%= … %>`` in contents and URLs: the few expressions of the documentation's examples."""

import html
import re
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import quote

_EXPRESSION: Final = re.compile(r"<%=(.*?)%>", re.DOTALL)
_CALL: Final = re.compile(
    r"\s*(?:(?P<function>escapeUrl|escapeXml)\s*\(\s*(?P<inner>[\w.]+)\s*\)|(?P<field>[\w.]+))\s*;?\s*"
)
_FUNCTIONS: Final[Mapping[str, Callable[[str], str]]] = {
    "escapeUrl": lambda text: quote(text, safe=""),
    "escapeXml": html.escape,
}


class PersonalisationError(Exception):
    """A personalised part that the lab does not know."""


def evaluated(text: str, fields: Mapping[str, str]) -> str:
    """Return *text* with every ``<%= … %>`` replaced.

    Raises:
        PersonalisationError: For a field or function that the lab does not know.
    """
    return _EXPRESSION.sub(lambda match: _value(match[1], fields), text)


def _value(expression: str, fields: Mapping[str, str]) -> str:
    match = _CALL.fullmatch(expression)
    name = (match["inner"] or match["field"]) if match else ""
    if match is None or name not in fields:
        raise PersonalisationError(f"Unknown personalisation '{expression.strip()}'.")
    function = _FUNCTIONS.get(match["function"] or "")
    return function(fields[name]) if function else fields[name]
