"""XTK expressions: what is written is what is read, and the rest is refused."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.lab.query.condition import holds
from campaign_tracking.lab.query.expression import (
    Comparison,
    ExpressionError,
    Joined,
    Literal,
    Membership,
    Path,
    Scalar,
    parse,
    parse_path,
)

TEXTS = st.text(st.sampled_from("ab'\\ %_#[]()=\n,é"), max_size=12)


def quoted(text: str) -> str:
    """Return an XTK literal, escaped as the documentation says."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def row(**fields: Scalar) -> dict[str, Scalar]:
    """Return a row by xpath."""
    return {f"@{name}": value for name, value in fields.items()}


@given(TEXTS)
def test_a_literal_means_its_text(text: str) -> None:
    """Whatever stands in an escaped literal is compared as it is, and ends nothing early."""
    expression = parse(f"@label = {quoted(text)}")
    assert expression == Comparison(Path("@label"), "=", Literal(text))
    assert holds(expression, row(label=text).__getitem__)
    assert not holds(expression, row(label=f"{text}!").__getitem__)


@given(st.lists(TEXTS, min_size=1, max_size=4), TEXTS)
def test_membership(choices: list[str], value: str) -> None:
    """``IN`` holds for each choice and for nothing else."""
    expression = parse(f"@label IN ({', '.join(map(quoted, choices))})")
    assert holds(expression, row(label=value).__getitem__) is (value in choices)


@given(st.text(st.sampled_from("@id='<>()[]/\\ andor12,-#"), max_size=25))
def test_anything_is_read_or_refused(text: str) -> None:
    """No text crashes the parser."""
    try:
        parse(text)
    except ExpressionError:
        return


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@id=1", Comparison(Path("@id"), "=", Literal(1))),
        ("[@delivery-id] <> -5", Comparison(Path("@delivery-id"), "<>", Literal(-5))),
        ("[url/@type] IN (1, 2)", Membership(Path("url/@type"), (1, 2), negated=False)),
        ("@id NOT IN (1)", Membership(Path("@id"), (1,), negated=True)),
        ("sourceURL like '%x%'", Comparison(Path("sourceURL"), "like", Literal("%x%"))),
        ("@label IS NOT NULL", Comparison(Path("@label"), "<>", Literal(None))),
        (
            "@logDate >= #2024-05-06T07:08:09.123Z#",
            Comparison(Path("@logDate"), ">=", Literal(datetime(2024, 5, 6, 7, 8, 9, 123000, UTC))),
        ),
        (
            "@a = 1 or @b = 2 and (@c = 3 or @d = true)",
            Joined(
                "or",
                (
                    Comparison(Path("@a"), "=", Literal(1)),
                    Joined(
                        "and",
                        (
                            Comparison(Path("@b"), "=", Literal(2)),
                            Joined(
                                "or",
                                (
                                    Comparison(Path("@c"), "=", Literal(3)),
                                    Comparison(Path("@d"), "=", Literal(value=True)),
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ],
)
def test_forms(text: str, expected: object) -> None:
    """The documented forms are read as meant."""
    assert parse(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@id",
        "@id =",
        "= 1",
        "@id = 1 1",
        "@id IN ()",
        "@id = 'open",
        "(@id = 1",
        "@a NOT = 1",
        "@a = #x#",
        "drop table",
    ],
)
def test_what_is_none_is_refused(text: str) -> None:
    """Half an expression is an error, not a guess."""
    with pytest.raises(ExpressionError, match="Unable to parse expression"):
        parse(text)


def test_a_field_is_a_path_and_nothing_else() -> None:
    """A node of a query is a path."""
    assert parse_path(" [recipient/@email] ") == Path("recipient/@email")
    with pytest.raises(ExpressionError):
        parse_path("@id + 1")
