"""Other people's text: nothing in it makes a reader do something, and all of it can be seen."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.report.text import visible

PIECES = (
    "\x1b[31m", "\x1b]0;title\x07", "\x1b", "\x9b2J", "\r", "\r\n", "\n", "\u2028", "\t", " ",
    "[", "[[ATTACHMENT|", "#", "##", "##vso[", "##[", ":", "::error::", "`", "```", "\u202e",
    "\u200b", "\ud800", "\ufffe", "\x00", "a", "日本", "… (+1 characters)",
)  # fmt: skip
HOSTILE = st.lists(st.sampled_from(PIECES) | st.characters()).map("".join) | st.text()
LIMITS = st.integers(min_value=1, max_value=300)


@given(text=HOSTILE, limit=LIMITS, one_line=st.booleans())
def test_once_is_enough(text: str, limit: int, one_line: bool) -> None:  # noqa: FBT001  (a case)
    """Text that was made visible stays as it is, however often that is done."""
    once = visible(text, limit=limit, one_line=one_line)

    assert visible(once, limit=limit, one_line=one_line) == once


@given(text=HOSTILE, limit=LIMITS)
def test_it_fits_on_one_line(text: str, limit: int) -> None:
    """What comes back is one line at most as long as asked for."""
    shown = visible(text, limit=limit)

    assert len(shown) <= limit
    assert len(shown.splitlines()) <= 1


@given(text=HOSTILE)
def test_every_character_can_be_seen(text: str) -> None:
    """No control, bidi or zero-width character is left, and all of it can be encoded."""
    shown = visible(text, limit=10_000, one_line=False)

    hidden = {c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    assert hidden <= {"\n", "\t"}
    assert shown.encode("utf-8").decode("utf-8") == shown


@given(text=HOSTILE, one_line=st.booleans())
def test_no_reader_acts_on_it(text: str, one_line: bool) -> None:  # noqa: FBT001  (a case)
    """No attachment, pipeline command or fence is left, whatever it was put together from."""
    shown = visible(text, limit=10_000, one_line=one_line)

    assert not re.search(r"\[\[ATTACHMENT|##\w*\[|```|^\s*::", shown, re.IGNORECASE | re.MULTILINE)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("HTTP 404 from 日本", "HTTP 404 from 日本"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("[[ATT\x1b[0mACHMENT|/etc/passwd]]", "[ [ATTACHMENT|/etc/passwd]]"),
        ("ok ##vso[task.complete]", "ok # #vso[task.complete]"),
        ("  ::set-output name=a::b", ": :set-output name=a::b"),
        ("```\nbold", "` `` bold"),
        ("a\x00b\u202ec\U000e0001", "a\\x00b\\u202ec\\U000e0001"),
        ("one\r\n\r\n  two\tthree ", "one two three"),
        ("", ""),
    ],
)
def test_what_it_makes_of_it(text: str, shown: str) -> None:
    """Plain text stays, the rest is dropped, marked or broken up."""
    assert visible(text) == shown


def test_a_long_text_says_how_much_is_missing() -> None:
    """The note counts the characters that were cut."""
    shown = visible("x" * 1000, limit=100)

    kept = shown.count("x")
    assert shown == "x" * kept + f"… (+{1000 - kept} characters)"


def test_lines_are_kept_on_request() -> None:
    """Every kind of line break becomes a line feed."""
    assert visible("a\r\nb\rc\u2028  d", one_line=False) == "a\nb\nc\n  d"
