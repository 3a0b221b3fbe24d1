"""What somebody else said is shortened between words: half a secret would not be masked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.words import beginning

ENDS = " ..."
WORDS = st.lists(st.text("ab-.", min_size=1, max_size=12), max_size=20)
BLANKS = st.sampled_from([" ", "  ", "\n", "\r\n\t", " " * 30])
LIMITS = st.integers(1, 60)


@st.composite
def said(draw: st.DrawFn) -> str:
    """Draw words, with all that may stand between and around them."""
    return draw(BLANKS | st.just("")) + "".join(word + draw(BLANKS) for word in draw(WORDS))


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("", 5, ""),
        (" \n", 5, ""),
        ("one two", 7, "one two"),
        (" one\r\n two\t", 7, "one two"),
        ("one two", 6, "one ..."),
        ("one two three", 7, "one two ..."),
        ("one two three", 8, "one two ..."),
        ("one two three", 3, "one ..."),
        ("one two three", 2, "..."),
        ("canary", 5, "..."),
        ("one" + " " * 20 + "two", 7, "..."),
        ("one two" + " " * 20 + "three", 10, "one ..."),
    ],
)
def test_beginning(text: str, limit: int, expected: str) -> None:
    """Whole if it is short enough, else as many whole words as there is room for."""
    assert beginning(text, limit) == expected


@given(said() | st.text(max_size=100), LIMITS)
def test_no_word_is_cut(text: str, limit: int) -> None:
    """What is shown are the first words, each whole."""
    shown = beginning(text, limit)
    words = shown.removesuffix("...").split() if shown.endswith("...") else shown.split()
    whole = text.split()

    assert words == whole[: len(words)] or shown.split() == whole


@given(said() | st.text(max_size=100), LIMITS)
def test_it_is_short(text: str, limit: int) -> None:
    """Never longer than the limit and the dots, and on one line."""
    shown = beginning(text, limit)

    assert len(shown) <= limit + len(ENDS)
    assert shown == " ".join(shown.split())


@given(said(), LIMITS)
def test_what_is_left_out_is_told(text: str, limit: int) -> None:
    """Without the dots it is all there is."""
    shown = beginning(text, limit)

    if not shown.endswith("..."):
        assert shown.split() == text.split()


@given(WORDS)
def test_what_is_short_stays(words: list[str]) -> None:
    """Nothing is left out where there is room for everything."""
    text = " ".join(words)

    assert beginning(text, max(len(text), 1)) == text


@given(st.text("ab ", max_size=80), st.text("xyz", min_size=4, max_size=30), LIMITS)
def test_secret_is_whole_or_absent(before: str, secret: str, limit: int) -> None:
    """A word that is a secret is shown whole, to be masked, or not a letter of it."""
    shown = beginning(f"{before} {secret} a b c", limit)

    assert secret in shown or not set(shown) & set("xyz")
