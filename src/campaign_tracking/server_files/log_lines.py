r"""Counts the bad lines of a tracking log file, as the documented command finds them.

``sed -nE '/PATTERN/!p'`` prints the bad lines of ``var/<instance>/redir/log/0x….log``
(about-message-tracking.md); one such line stops the Tracking workflow.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from campaign_tracking.server_files.log_pattern import BadRun, decoded, in_c, in_utf8

MOST_TOLD = 100
MOST_LINE_BYTES = 1_048_576
_PIECE_BYTES = 65_536  # fits a processor's cache, with what is made of it


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCount:
    """What is in a tracking log file.

    Attributes:
        lines: How many lines; the last one counts without a line feed, too.
        bad: The numbers (from 1) of the first bad ones, at most ``MOST_TOLD``.
        bad_count: How many are bad in every locale: what the documented command prints in
            C.UTF-8. A line of more than ``MOST_LINE_BYTES`` is bad here whatever it holds; sed
            has no such limit.
        bad_in_c_count: How many the command prints in the locale C only, such as those with a
            user agent in UTF-8. There is nothing wrong with them.
    """

    lines: int
    bad: tuple[int, ...]
    bad_count: int
    bad_in_c_count: int


def count_lines(chunks: Iterable[bytes]) -> LineCount:
    """Return how many lines a tracking log file has, and which of them are bad (R-69).

    Any bytes are taken; the memory that it needs has a bound that does not depend on them.

    Args:
        chunks: The file in pieces, in order, of any size and cut anywhere.
    """
    tally = _Tally()
    for lines in _whole_lines(chunks):
        tally.add(lines)
    return LineCount(
        lines=tally.lines,
        bad=tuple(tally.bad),
        bad_count=tally.bad_count,
        bad_in_c_count=tally.bad_in_c_count,
    )


@dataclass(slots=True, kw_only=True)
class _Tally:
    """What was counted so far; see ``LineCount``."""

    lines: int = 0
    bad: list[int] = field(default_factory=list)
    bad_count: int = 0
    bad_in_c_count: int = 0

    def add(self, lines: bytes) -> None:
        """Count the lines that follow."""
        for run in in_c().bad_runs(lines):
            if run.text.isascii():  # then the locale makes no difference
                self._add_bad(run.before, run.lines)
            else:
                self._add_bad_in_c(run)
        self.lines += lines.count(b"\n")

    def _add_bad_in_c(self, run: BadRun[bytes]) -> None:
        bad_before = self.bad_count
        for worse in in_utf8().bad_runs(decoded(run.text)):
            self._add_bad(run.before + worse.before, worse.lines)
        self.bad_in_c_count += run.lines - (self.bad_count - bad_before)

    def _add_bad(self, before: int, count: int) -> None:
        first = self.lines + before + 1
        self.bad.extend(range(first, first + min(count, MOST_TOLD - len(self.bad))))
        self.bad_count += count


def _whole_lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Give the lines of a file, many at a time, each ending in a line feed.

    In place of one that is too long comes an empty one, which is bad, too.
    """
    begun = b""  # a line whose end is still to come; too long, it grows no more
    for piece in _pieces(chunks):
        first, last = piece.find(b"\n"), piece.rfind(b"\n")
        if first >= 0:
            too_long = len(begun) + first > MOST_LINE_BYTES
            yield piece[first : last + 1] if too_long else begun + piece[: last + 1]
            begun = piece[last + 1 :]
        elif len(begun) <= MOST_LINE_BYTES:
            begun += piece
    if begun:
        yield b"\n" if len(begun) > MOST_LINE_BYTES else begun + b"\n"


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Give the bytes of a file in pieces of one size; the last may be smaller.

    So nothing depends on how *chunks* were cut, in time either.
    """
    held = bytearray()
    for chunk in chunks:
        for at in range(0, len(chunk), _PIECE_BYTES):
            held += chunk[at : at + _PIECE_BYTES]
            if len(held) >= _PIECE_BYTES:
                yield bytes(held[:_PIECE_BYTES])
                del held[:_PIECE_BYTES]
    if held:
        yield bytes(held)
