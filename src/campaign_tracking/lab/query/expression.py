r"""XTK expressions, as conditions of a query use them.

A small part of the language: xpaths, literals, comparisons, ``IN``, ``LIKE``, ``IS NULL``, joined
with ``and`` and ``or``. Literals as in data-oriented-apis.md: strings in single quotes with a
backslash before ``\`` and ``'``, moments between hash signs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple

Scalar = str | int | float | bool | datetime | None


class ExpressionError(ValueError):
    """The text is not an expression that the lab knows; says where."""


@dataclass(frozen=True, slots=True)
class Path:
    """An xpath in its plain form: ``@id``, ``url/@type``, ``sourceURL``."""

    text: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant."""

    value: Scalar


Operand = Path | Literal


@dataclass(frozen=True, slots=True)
class Comparison:
    """``left operator right``, with the operator among ``= <> > >= < <= like``."""

    left: Operand
    operator: str
    right: Operand


@dataclass(frozen=True, slots=True)
class Membership:
    """``left IN (choices)``, or ``NOT IN``."""

    left: Operand
    choices: tuple[Scalar, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """Expressions joined with ``and`` or ``or``."""

    operator: str
    parts: "tuple[Expression, ...]"


Expression = Comparison | Membership | Joined


class Token(NamedTuple):
    """A word of an expression; words and operators in small letters in ``text``."""

    kind: str
    text: str
    at: int


_TOKEN: Final = re.compile(
    r"""\s*(?:
        (?P<string>'(?:[^'\\]|\\.)*')
      | (?P<moment>\#[^#]*\#)
      | (?P<bracket>\[[^\]'"]+\])
      | (?P<number>-?\d+(?:\.\d+)?)
      | (?P<operator><>|!=|>=|<=|=|<|>)
      | (?P<mark>[(),])
      | (?P<word>@?[A-Za-z_][\w:]*(?:/@?[A-Za-z_][\w:]*)*)
    )""",
    re.VERBOSE | re.DOTALL,
)
_DIGITS: Final = 30  # more than any number has that a database knows
_KEYWORDS: Final = frozenset({"and", "or", "not", "in", "like", "is", "null", "true", "false"})


def parse(text: str) -> Expression:
    """Return the expression in *text*.

    Raises:
        ExpressionError: If it is none.
    """
    return _Parser(text).whole()


def parse_path(text: str) -> Path:
    """Return the xpath in *text*, such as ``[url/@type]``.

    Raises:
        ExpressionError: If it is anything else.
    """
    tokens = list(_tokens(text))
    if len(tokens) != 1 or tokens[0].kind not in {"bracket", "word"}:
        raise ExpressionError(f"Unable to parse expression '{text}'.")
    return Path(tokens[0].text)


def _tokens(text: str) -> Iterator[Token]:
    at = 0
    end = len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise ExpressionError(f"Unable to parse expression '{text}'.")
        yield _token(match.lastgroup, match[match.lastgroup], match.start(match.lastgroup))
        at = match.end()


def _token(kind: str, text: str, at: int) -> Token:
    if kind == "word" and text.lower() in _KEYWORDS:
        return Token("keyword", text.lower(), at)
    if kind == "bracket":
        return Token("bracket", text[1:-1].strip(), at)
    return Token(kind, text, at)


class _Parser:
    """Recursive descent: or, and, then one comparison or a bracketed expression."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = [*_tokens(text), Token("end", "", len(text))]
        self._next = 0

    def whole(self) -> Expression:
        found = self._joined("or")
        self._expect("end")
        return found

    def _joined(self, operator: str) -> Expression:
        parts = [self._part(operator)]
        while self._accept("keyword", operator):
            parts.append(self._part(operator))
        return parts[0] if len(parts) == 1 else Joined(operator, tuple(parts))

    def _part(self, operator: str) -> Expression:
        if operator == "or":
            return self._joined("and")
        if self._accept("mark", "("):
            inside = self._joined("or")
            self._expect("mark", ")")
            return inside
        return self._comparison()

    def _comparison(self) -> Expression:
        left = self._operand()
        if self._accept("keyword", "is"):
            operator = "<>" if self._accept("keyword", "not") else "="
            self._expect("keyword", "null")
            return Comparison(left, operator, Literal(None))
        negated = self._accept("keyword", "not")
        if self._accept("keyword", "in"):
            return Membership(left, self._choices(), negated)
        if negated:
            raise self._error()
        if self._accept("keyword", "like"):
            return Comparison(left, "like", self._operand())
        operator = self._expect("operator").text
        return Comparison(left, "<>" if operator == "!=" else operator, self._operand())

    def _choices(self) -> tuple[Scalar, ...]:
        self._expect("mark", "(")
        choices = [self._literal()]
        while self._accept("mark", ","):
            choices.append(self._literal())
        self._expect("mark", ")")
        return tuple(choices)

    def _operand(self) -> Operand:
        if self._peek().kind in {"word", "bracket"}:
            return Path(self._take().text)
        return Literal(self._literal())

    def _literal(self) -> Scalar:
        token = self._take()
        match token:
            case Token("string", text):
                return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL)
            case Token("number", text):
                return self._number(text)
            case Token("moment", text):
                return self._moment(text[1:-1])
            case Token("keyword", "true" | "false" as text):
                return text == "true"
        raise self._error()

    def _number(self, text: str) -> int | float:
        if len(text) > _DIGITS:
            raise self._error()
        return float(text) if "." in text else int(text)

    def _moment(self, text: str) -> datetime:
        try:
            found = datetime.fromisoformat(text.strip().replace("/", "-"))
        except ValueError as error:
            raise self._error() from error
        return found if found.tzinfo else found.replace(tzinfo=UTC)

    def _peek(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._peek()
        self._next = min(self._next + 1, len(self._tokens) - 1)
        return token

    def _accept(self, kind: str, text: str) -> bool:
        token = self._peek()
        if (token.kind, token.text) != (kind, text):
            return False
        self._take()
        return True

    def _expect(self, kind: str, text: str | None = None) -> Token:
        token = self._take()
        if token.kind != kind or (text is not None and token.text != text):
            raise self._error()
        return token

    def _error(self) -> ExpressionError:
        return ExpressionError(f"Unable to parse expression '{self._text}'.")
