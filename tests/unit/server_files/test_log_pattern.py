"""Bad lines are those that the documented command prints, which is run here to compare."""

import os
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign_tracking.server_files.log_lines import MOST_TOLD, count_lines
from campaign_tracking.server_files.log_pattern import DOCUMENTED_PATTERN, decoded, in_utf8
from tests.unit.server_files.log_samples import COLUMNS

Sed = Callable[[bytes, str], list[int]]

# Of each kind, and what stands at the edges of kinds: letters, digits, numbers, symbols, marks,
# blanks, format and direction characters, separators, controls, unassigned and private ones.
PECULIAR = (
    "xT-.:,\\zéß日Ⓐ🄰٣Ⅷ²½€😀\U0001d49c\U0001d7d8\u0301\u0903\u00a0\u00ad\u200d\u202e\u2028\u2029"
    "\u0080\u0085\u009f\u0378\ue000\ufeff\ufffd\ufffe\uffff\U000e0041\U000f0000\U000fffff\U0010ffff"
    "\0\x01\x0b\x1b\x1f\x7f\r \t"
)
NOT_UTF8 = (
    *(b"\xff", b"\xfe", b"\x80", b"\xbf", b"\xc3", b"\xe2", b"\xe2\x8f", b"\xf0\x9f\x98"),
    *(b"\xc0\x80", b"\xc1\xbf", b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xf4\x90\x80\x80"),
    *(b"\xf8\x88\x80\x80\x80", b"\xfc\x84\x80\x80\x80\x80"),
)


@pytest.fixture(scope="module")
def sed() -> Sed:
    """The documented command; it tells the numbers of the lines, from 1, not the lines."""
    path = shutil.which("sed") or pytest.skip("this machine has no sed")
    if "GNU sed" not in _run([path, "--version"], b"", "C"):
        pytest.skip("the sed of this machine is not GNU's, which alone knows \\t in a pattern")
    if not _run([path, "-nE", "/^.$/="], "é\n".encode(), "C.UTF-8"):
        pytest.skip("this machine has no locale C.UTF-8")
    command = [path, "-nE", f"/{DOCUMENTED_PATTERN}/!="]
    return lambda lines, locale: [int(number) for number in _run(command, lines, locale).split()]


def _run(command: list[str], lines: bytes, locale: str) -> str:
    environment = {**os.environ, "LC_ALL": locale}
    return subprocess.run(  # noqa: S603  (sed, and a pattern of our own)
        command, input=lines, env=environment, capture_output=True, check=False, timeout=60
    ).stdout.decode()


def is_old(character: str) -> bool:
    """Whether it has been in Unicode for so long that each machine knows it."""
    return unicodedata.ucd_3_2_0.category(character) not in {"Cn", "Cs"}


def is_mark(character: str) -> bool:
    """Whether it is one of those that may be letters for sed, and none for us."""
    return unicodedata.category(character).startswith("M")


TEXTS = st.one_of(
    st.text(PECULIAR, min_size=1, max_size=2).map(str.encode),
    st.sampled_from(NOT_UTF8),
    st.characters(exclude_categories=("Cs", "Cn", "Mn", "Mc"), exclude_characters="\n")
    .filter(is_old)
    .map(str.encode),
)
CHANGES: tuple[Callable[[bytes], bytes], ...] = (
    bytes,  # none
    lambda line: line + b"\r",
    lambda line: line.replace(b"\t", b" "),
    lambda line: line.replace(b"50.96", b"50.96Z"),
    lambda line: line.replace(b"\t1", b"\t-1", 1),
    lambda line: line[: len(line) // 2],
    lambda line: line[:-1],
    lambda line: line[1:],
    lambda line: line + b"\tany text",
    lambda line: line + b", 10.0.0.1",
    lambda line: re.sub(rb"\t0\t", b"\t\t", line),
)


@st.composite
def lines(draw: st.DrawFn) -> bytes:
    """Make the good line another one by one column, and perhaps by more."""
    columns = [column.encode() for column in COLUMNS]
    at, text = draw(st.integers(0, len(columns) - 1)), draw(TEXTS)
    column = columns[at]
    cut = draw(st.integers(0, len(column)))
    inserted = column[:cut] + text + column[cut:]
    # Mostly something inserted; else put in its place, left out, beside it, or nothing at all.
    others: tuple[list[bytes], ...] = ([text], [], [column, text], [column])
    columns[at : at + 1] = draw(st.sampled_from(([inserted],) * 4 + others))
    change = draw(st.sampled_from(CHANGES)) if draw(st.booleans()) else bytes
    return change(b"\t".join(columns))


@settings(max_examples=60, deadline=None)
@given(st.lists(lines(), min_size=20, max_size=60), st.sampled_from((b"", b"\n", b"\n\n")))
def test_the_bad_lines_are_those_that_sed_finds(sed: Sed, some: list[bytes], end: bytes) -> None:
    """Under C.UTF-8 they are bad; what it finds under C only is counted apart."""
    content = b"\n".join(some) + end
    bad, bad_in_c = sed(content, "C.UTF-8"), sed(content, "C")
    counted = count_lines([content])
    assert counted.bad == tuple(bad[:MOST_TOLD])
    assert counted.bad_count == len(bad)
    assert counted.bad_in_c_count == len(set(bad_in_c) - set(bad))
    assert set(bad) <= set(bad_in_c)


def bad_for_us(content: bytes) -> Iterator[int]:
    """Give the number of each line that is bad in C.UTF-8."""
    for run in in_utf8().bad_runs(decoded(content)):
        yield from range(run.before + 1, run.before + run.lines + 1)


@pytest.mark.parametrize("column", range(1, len(COLUMNS) + 1))
def test_what_is_peculiar_is_what_it_is_for_sed(sed: Sed, column: int) -> None:
    """Each in each column, in place of what is there and after it."""
    before, (old, *after) = list(COLUMNS[: column - 1]), COLUMNS[column - 1 :]
    texts = [text.encode() for text in PECULIAR] + list(NOT_UTF8)
    content = b"\n".join(
        "\t".join((*before, "@", *after)).encode().replace(b"@", new)
        for text in texts
        for new in (text, old.encode() + text)
    )
    assert list(bad_for_us(content + b"\n")) == sed(content, "C.UTF-8")


@pytest.mark.parametrize("column", [1, 6, 7, 10])
def test_each_character_is_what_it_is_for_sed(sed: Sed, column: int) -> None:
    """A letter, printable or neither: whatever has been in Unicode for long, marks apart."""
    characters = [
        character
        for character in map(chr, range(0x80, 0x30000))
        if is_old(character) and (column == len(COLUMNS) - 1 or not is_mark(character))
    ]
    before, after = "00x" + "\t" * (column - 1), "\t" * (len(COLUMNS) - column)
    content = "".join(f"{before}{character}{after}\n" for character in characters).encode()
    differing = sorted(set(bad_for_us(content)) ^ set(sed(content, "C.UTF-8")))
    assert not [f"U+{ord(characters[number - 1]):04X}" for number in differing]
