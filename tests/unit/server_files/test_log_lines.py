"""A tracking log file is counted line by line, whatever is in it and however it comes."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.server_files.log_lines import (
    MOST_LINE_BYTES,
    MOST_TOLD,
    LineCount,
    count_lines,
)
from tests.unit.server_files.log_samples import CORRUPTED, GOOD, with_column

PIECE_BYTES = 65_536  # what the scanner itself takes at once
MOST_NEEDED_BYTES = 8_000_000
UTF8 = with_column(10, "Zoë 😀")


def count(*lines: bytes) -> LineCount:
    """Count lines that all end in a line feed."""
    return count_lines([line + b"\n" for line in lines])


@pytest.mark.parametrize(
    "line",
    [
        GOOD,
        with_column(11, "52.46.20.64\t"),
        with_column(11, "52.46.20.64\tany text"),
        with_column(11, "10.0.0.1, 52.46.20.64"),
        with_column(11, "2001:db8::1"),
        with_column(11, ""),
        with_column(11, "\\"),
        b"00x" + b"\t" * 10,
    ],
)
def test_a_good_line_is_good_in_every_locale(line: bytes) -> None:
    """Eleven or twelve columns, a list of addresses, IPv6 and empty columns are all good."""
    assert count(line) == LineCount(lines=1, bad=(), bad_count=0, bad_in_c_count=0)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        CORRUPTED,
        GOOD + b"\tany text\tmore",
        GOOD[2:],
        GOOD + b"\r",
        GOOD + b"\0",
        GOOD + b"\xff",
        GOOD[:-30],
        GOOD.replace(b"\t", b" "),
        with_column(2, "2017-06-24T21:00:50.96Z"),
        with_column(3, "-1f506d71"),
        with_column(6, "-0"),
        with_column(9, "\x7f"),
        with_column(10, "\N{NEXT LINE}"),
        with_column(10, "\N{LINE SEPARATOR}"),
        with_column(10, "\u0378 is no character"),
        with_column(10, "\ufffe is no character"),
        with_column(10, "\U0010ffff is no character"),
        with_column(10, "\ud800 is half a character"),
        with_column(11, "host.example"),
        with_column(11, "52.46.20.64 10.0.0.1"),
    ],
)
def test_a_bad_line_is_bad_in_every_locale(line: bytes) -> None:
    """Whatever is wrong with it, its number is told, and the lines beside it are good."""
    expected = LineCount(lines=3, bad=(2,), bad_count=1, bad_in_c_count=0)
    assert count(GOOD, line, GOOD) == expected


@pytest.mark.parametrize(
    "text", ["Zoë", "日本語", "e\u0301", "👍🏽", "\u00a0", "\u202e", "\ue000", "\U00100000"]
)
def test_utf8_in_the_user_agent_is_bad_in_c_only(text: str) -> None:
    """Letters, marks, emoji, direction marks and private-use characters are counted apart."""
    expected = LineCount(lines=2, bad=(), bad_count=0, bad_in_c_count=1)
    assert count(with_column(10, text), GOOD) == expected


def test_lines_bad_in_c_only_do_not_move_the_numbers() -> None:
    """A bad line among those in UTF-8 is told by its place in the file."""
    bad_utf8 = with_column(3, "Zoë")
    counted = count(GOOD, UTF8, bad_utf8, UTF8, GOOD, CORRUPTED, bad_utf8, GOOD)
    assert counted == LineCount(lines=8, bad=(3, 6, 7), bad_count=3, bad_in_c_count=2)


def test_the_documented_corrupted_line_is_found_where_it_is() -> None:
    """It stands in line 3,207 of its file, as its log id says (0xFD7EC86 - 0xFD7E000 + 1)."""
    counted = count(*[GOOD] * 3_206, CORRUPTED, *[GOOD] * 890)
    assert counted == LineCount(lines=4_097, bad=(3_207,), bad_count=1, bad_in_c_count=0)


def test_the_first_bad_lines_are_told_and_all_are_counted() -> None:
    """However many are bad, only so many numbers are kept."""
    counted = count(GOOD, *[CORRUPTED] * 40, GOOD, *[b"\xff"] * 4_000)
    assert counted.bad == (*range(2, 42), *range(43, 43 + MOST_TOLD - 40))
    assert counted.bad_count == 40 + 4_000


def test_a_file_may_be_empty() -> None:
    """Then it has no lines, and none is bad."""
    nothing = LineCount(lines=0, bad=(), bad_count=0, bad_in_c_count=0)
    assert count_lines([]) == count_lines([b"", b""]) == nothing


def test_the_last_line_needs_no_line_feed() -> None:
    """It is a line for sed, too, good or bad."""
    assert count_lines([GOOD + b"\n" + GOOD]) == count(GOOD, GOOD)
    assert count_lines([GOOD + b"\n" + GOOD[:-30]]) == count(GOOD, GOOD[:-30])


@pytest.mark.parametrize("before", [0, 1, 300, 700])
@pytest.mark.parametrize("after", [b"", b"\n", b"\n" + CORRUPTED, b"\n" + GOOD])
@pytest.mark.parametrize("excess", [0, 1, PIECE_BYTES])
def test_a_line_that_is_too_long_is_bad(before: int, after: bytes, excess: int) -> None:
    """The limit is exact wherever the line stands, and the lines beside it are what they are."""
    long = with_column(10, "M" * (MOST_LINE_BYTES + excess - len(with_column(10, ""))))
    counted = count_lines([(GOOD + b"\n") * before, long, after])
    beside = count_lines([after.removeprefix(b"\n")])
    assert counted.lines == before + 1 + beside.lines
    assert counted.bad_count == bool(excess) + beside.bad_count
    assert not excess or counted.bad[0] == before + 1


@pytest.mark.parametrize("offset", range(5))
def test_a_character_may_be_cut_anywhere(offset: int) -> None:
    """Also where the scanner itself cuts, which does not look for characters."""
    beginning = with_column(10, "").index(b"52.46") - 1
    line = with_column(10, "M" * (PIECE_BYTES - offset - beginning) + "😀")
    assert line.index("😀".encode()) == PIECE_BYTES - offset
    expected = LineCount(lines=1, bad=(), bad_count=0, bad_in_c_count=1)
    assert count_lines([line]) == count_lines([line[:70], line[70:]]) == expected


@given(
    lines=st.lists(
        st.sampled_from((GOOD, CORRUPTED, b"", b"\xc3", UTF8, GOOD + b"\r")), min_size=1
    ),
    data=st.data(),
)
def test_it_does_not_matter_how_a_file_is_cut(lines: list[bytes], data: st.DataObject) -> None:
    """Whatever comes in one read, the file has the same lines."""
    some = b"\n".join(lines) + b"\n"
    cuts = sorted(data.draw(st.lists(st.integers(0, len(some)))))
    pieces = [some[at:to] for at, to in zip([0, *cuts], [*cuts, len(some)], strict=True)]
    assert count_lines(pieces) == count(*lines)


@pytest.mark.parametrize("size", [1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 1_000_000])
def test_a_long_file_may_come_in_reads_of_any_size(size: int) -> None:
    """The lines across the places where it is cut are what they are elsewhere."""
    some = b"".join(line + b"\n" for line in [GOOD, UTF8, CORRUPTED, GOOD, b""] * 500)
    counted = count_lines(some[at : at + size] for at in range(0, len(some), size))
    assert (counted.lines, counted.bad_count, counted.bad_in_c_count) == (2_500, 1_000, 500)
    assert counted.bad == tuple(n + 5 * i for i in range(MOST_TOLD // 2) for n in (3, 5))


@given(st.binary(max_size=400))
def test_any_bytes_are_counted(some: bytes) -> None:
    """Every line is good, bad, or bad in C only; nothing is refused."""
    counted = count_lines([some])
    assert counted.lines == some.count(b"\n") + bool(some and not some.endswith(b"\n"))
    assert counted.bad_count + counted.bad_in_c_count <= counted.lines
    assert len(counted.bad) == min(counted.bad_count, MOST_TOLD)


@pytest.mark.parametrize(
    "repeated",
    [b"\0", GOOD, b"\n", GOOD + b"\n", UTF8 + b"\n", with_column(10, "é" * 480_000) + b"\n"],
    ids=["NUL", "one line", "empty lines", "good lines", "UTF-8 lines", "long UTF-8 lines"],
)
def test_memory_has_a_bound(repeated: bytes) -> None:
    """It is far less than what is read, with line feeds and without."""
    chunk = repeated * (1_000_000 // len(repeated))
    count_lines([UTF8])  # what is made once for all files
    tracemalloc.start()
    try:
        count_lines(chunk for _ in range(20))
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak_bytes < MOST_NEEDED_BYTES
