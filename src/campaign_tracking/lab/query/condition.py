"""Whether a row meets an expression."""

import operator
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from campaign_tracking.lab import stamps
from campaign_tracking.lab.query.expression import (
    Comparison,
    Expression,
    Joined,
    Literal,
    Membership,
    Operand,
    Scalar,
)

Reader = Callable[[str], Scalar]
Key = tuple[int, float, str]

_OPERATORS: Final[Mapping[str, Callable[[Key, Key], bool]]] = {
    "=": operator.eq,
    "<>": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}


def holds(expression: Expression, read: Reader) -> bool:
    """Return whether *expression* is true of the row whose fields *read* returns by xpath."""
    match expression:
        case Joined("and", parts):
            return all(holds(part, read) for part in parts)
        case Joined(_, parts):
            return any(holds(part, read) for part in parts)
        case Membership(left, choices, negated):
            value = _value(left, read)
            return any(_compared(value, "=", choice) for choice in choices) is not negated
        case Comparison(left, sign, right):
            return _compared(_value(left, read), sign, _value(right, read))


def as_text(value: Scalar) -> str:
    """Return *value* as an attribute of an answer holds it; booleans as 1 and 0."""
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case datetime():
            return stamps.xtk(value)
    return str(value)


def sort_key(value: Scalar) -> Key:
    """Return what orders rows by a field: nothing first, numbers and moments, then texts."""
    match value:
        case None:
            return (0, 0.0, "")
        case datetime():
            return (1, value.timestamp(), "")
        case int() | float():
            return (1, float(value), "")
    return (2, 0.0, value)


def _value(operand: Operand, read: Reader) -> Scalar:
    return operand.value if isinstance(operand, Literal) else read(operand.text)


def _compared(left: Scalar, sign: str, right: Scalar) -> bool:
    if sign == "like":
        return _like(as_text(left), as_text(right))
    one, other = sort_key(_like_type(left, right)), sort_key(_like_type(right, left))
    return _OPERATORS[sign](one, other)


def _like_type(value: Scalar, other: Scalar) -> Scalar:
    """Return a text that stands for a number as one, if it is compared with a number."""
    if isinstance(value, str) and isinstance(other, int | float):
        try:
            return float(value)
        except ValueError:
            return value
    return value


def _like(text: str, pattern: str) -> bool:
    parts = {"%": ".*", "_": "."}
    translated = "".join(parts.get(sign, re.escape(sign)) for sign in pattern)
    return re.fullmatch(translated, text, re.DOTALL) is not None
