r"""Which lines of a tracking log file are good: the documented pattern (about-message-tracking.md).

The page prints the bad lines with ``sed -nE '/PATTERN/!p'``. The pattern knows letters and
printable characters by name only (``[[:alnum:]]``, ``[[:print:]]``), hence the locale decides. In
C they are ASCII. In C.UTF-8 they are what the C library says, to which we come this near (GNU sed
4.9, glibc 2.36 and Python 3.11, all of Unicode 14, over each code point):

- printable: the same. All that is assigned, without control characters and the line and paragraph
  separators: no-break spaces, marks, emoji, format and private-use characters are printable.
- letters and digits: the same but for marks. Spacing ones (Mc) are letters here, others (Mn) are
  not; glibc has it otherwise with 28 of 445 and 857 of 1,950 (Arabic and Hebrew points, Indian
  vowel signs). This matters in columns 1, 6 and 7 only, where Campaign writes ASCII.
- characters that are newer than Python's Unicode, or than that of the C library: unassigned, thus
  not printable, for the one and not for the other.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from typing import AnyStr, Generic

# As the page has it; what it is made of below says the same, to Python.
DOCUMENTED_PATTERN = (
    r"^[[:alnum:]]{2}x[[:alnum:]]*\t[0-9T:\.-]*\t[0-9a-fA-F]*\t[0-9a-fA-F]*\t[0-9a-fA-F]*"
    r"\t[[:alnum:]]*\t[[:alnum:]-]*\t[[:print:]]*\t[[:print:]]*\t[[:print:]]*"
    r"\t([0-9a-fA-F\.:]*|[0-9a-fA-F\.:]*\t[[:print:]]*|[0-9a-fA-F\.:]*,[[:print:]]*)$"
)
_PRINTED_CATEGORIES = ("L", "M", "N", "P", "S", "Zs", "Cf", "Co")
_LETTER_CATEGORIES = ("L", "Nd", "Nl", "Mc")
# Symbols by their category, yet letters for glibc, as they are for Unicode's property Alphabetic.
_CIRCLED = ((0x24B6, 0x24E9), (0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189))
_CIRCLED_LETTERS = frozenset(chr(at) for first, last in _CIRCLED for at in range(first, last + 1))
# With a set of characters beyond U+FFFF, Python goes through its ranges one by one, even to find
# that a tab is not of it. So one of the same kind below stands for each of them.
_BEYOND = re.compile("[\U00010000-\U0010ffff]+")
_SOME_LETTER, _SOME_PRINTED, _SOME_CONTROL = "\u00e9", "\u20ac", "\u0085"


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRun(Generic[AnyStr]):
    """Bad lines, one after the other.

    Attributes:
        before: How many lines of the text stand before them.
        lines: How many they are.
        text: They themselves, each with its line feed.
    """

    before: int
    lines: int
    text: AnyStr


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePattern(Generic[AnyStr]):
    """The documented pattern in one locale, for many lines at once.

    Python's own work is then done for each run of lines, not for each line.

    Attributes:
        good: Matches as many good lines as there are.
        bad: Matches as many bad lines as there are.
        line_feed: What each line ends in.
    """

    good: re.Pattern[AnyStr]
    bad: re.Pattern[AnyStr]
    line_feed: AnyStr

    def bad_runs(self, lines: AnyStr) -> Iterator[BadRun[AnyStr]]:
        """Give the bad ones of *lines*, each of which ends in a line feed, in their order."""
        at = counted = before = 0
        while at < len(lines):
            start = _end(self.good, lines, at)
            at = _end(self.bad, lines, start)
            if start == at:  # the rest was good
                return
            text = lines[start:at]
            before += lines.count(self.line_feed, counted, start)
            yield BadRun(before=before, lines=text.count(self.line_feed), text=text)
            counted = start


def _end(pattern: re.Pattern[AnyStr], text: AnyStr, at: int) -> int:
    """Return where that which matches at *at* ends; both patterns match nothing, too."""
    found = pattern.match(text, at)
    return found.end() if found else at


@cache
def in_c() -> LinePattern[bytes]:
    """Return the pattern as sed reads it in the locale C: letters are ASCII."""
    good, bad = _patterns("", "")
    return LinePattern(
        good=re.compile(good.encode()), bad=re.compile(bad.encode()), line_feed=b"\n"
    )


@cache
def in_utf8() -> LinePattern[str]:
    """Return the pattern as sed reads it in the locale C.UTF-8, as near as the module says.

    It is for what ``decoded`` gives.
    """
    good, bad = _patterns(_ranges(_is_letter), _ranges(_is_printed))
    return LinePattern(good=re.compile(good), bad=re.compile(bad), line_feed="\n")


def decoded(lines: bytes) -> str:
    """Return *lines* for the pattern in C.UTF-8, in which they are what they were: good or bad.

    A byte that is not UTF-8 becomes half of a surrogate pair, which is never printable.
    """
    text = lines.decode("utf-8", "surrogateescape")
    return _BEYOND.sub(lambda found: "".join(map(_stand_in, found[0])), text)


@lru_cache(maxsize=4_096)
def _stand_in(character: str) -> str:
    if _is_letter(character):
        return _SOME_LETTER
    return _SOME_PRINTED if _is_printed(character) else _SOME_CONTROL


def _patterns(letters: str, printed: str) -> tuple[str, str]:
    """Return what matches a run of good lines, and what a run of bad ones.

    The runs are greedy, not possessive: up to Python 3.11.4 a possessive group that fails in its
    middle ends there (gh-106052). Within a line nothing is ever given back.
    """
    line = _line(letters, printed)
    return f"(?:{line})*", rf"(?:(?!{line})[^\n]*+\n)*"


def _line(letters: str, printed: str) -> str:
    """Return the documented pattern of one line, with those *letters* and *printed* characters too.

    The brackets for time and address hold a backslash, as they do for sed.
    """
    letter, number, text = f"[0-9A-Za-z{letters}]", "[0-9a-fA-F]*+", f"[ -~{printed}]*+"
    identifier = f"{letter}{letter}x{letter}*+"
    head = (identifier, r"[0-9T:\\.-]*+", number, number, number, f"{letter}*+")
    tail = (f"[-0-9A-Za-z{letters}]*+", text, text, text, r"[0-9a-fA-F\\.:]*+")
    return r"\t".join(head + tail) + rf"(?:\n|[\t,]{text}\n)"


def _ranges(wanted: Callable[[str], bool]) -> str:
    """Return what is *wanted* from U+0080 to U+FFFF, as in the brackets of a pattern."""
    characters = map(chr, range(0x80, 0x10000))
    runs = ("".join(run) for is_wanted, run in groupby(characters, wanted) if is_wanted)
    return "".join(f"{run[0]}-{run[-1]}" for run in runs)


def _is_printed(character: str) -> bool:
    return unicodedata.category(character).startswith(_PRINTED_CATEGORIES)


def _is_letter(character: str) -> bool:
    category = unicodedata.category(character)
    return category.startswith(_LETTER_CATEGORIES) or character in _CIRCLED_LETTERS
