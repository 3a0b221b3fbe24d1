"""A way to a machine: a shell there that runs scripts which only read."""

import itertools
import re
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from campaign_tracking.server_files.framing import Heading
from campaign_tracking.server_files.side_by_side import Deadline
from campaign_tracking.words import beginning

MAX_WORDS = 300
# Of a file's time beyond 2100 no machine tells the truth.
_LAST_TIME_S = 4_102_444_800
_SECONDS = re.compile(r"[0-9]{1,12}")


class UnreachableError(Exception):
    """A machine was not reached, or broke off; says why, in the words of the tool that tried."""


class TooLateError(UnreachableError):
    """There was no more time for it."""


class Shell(Protocol):
    """Runs POSIX shell scripts on one machine."""

    def ask(self, script: str, deadline: Deadline, max_bytes: int) -> Iterator[Heading | bytes]:
        """Yield the parts that *script* prints: each part's heading, then its bytes in pieces.

        Raises:
            UnreachableError: If the machine is not reached, does not end in time, or prints more
                than *max_bytes*; what came before is yielded.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of the answers to a script.

    Attributes:
        kind: What it is, in the script's words.
        told: What the script says of it; empty if nothing.
        raw: The answer.
    """

    kind: str
    told: str
    raw: bytes

    @property
    def text(self) -> str:
        """The answer, decoded; what is not UTF-8 is replaced."""
        return self.raw.decode("utf-8", "replace")


def by_part(events: Iterable[Heading | bytes]) -> Iterator[tuple[Heading, Iterator[bytes]]]:
    """Yield each part's heading and its bytes, which are to be used before the next is taken."""
    current: list[Heading] = []

    def heading_of(event: Heading | bytes) -> int:
        if isinstance(event, Heading):
            current.append(event)
        return len(current)

    for _, group in itertools.groupby(events, heading_of):
        if current:
            yield current[-1], (event for event in group if isinstance(event, bytes))


def parts(events: Iterable[Heading | bytes]) -> Iterator[Part]:
    """Yield whole parts."""
    for heading, pieces in by_part(events):
        yield Part(kind=heading.kind, told=heading.told, raw=b"".join(pieces))


def one_line(said: bytes | str) -> str:
    """Return how a tool's words end, on one line and bounded: the reason stands last."""
    text = said if isinstance(said, str) else said.decode("utf-8", "replace")
    kept = ""
    for line in filter(None, map(str.strip, reversed(text.splitlines()))):
        if kept and len(line) + len(kept) >= MAX_WORDS:
            break
        kept = f"{line} {kept}".strip()
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in kept)
    return beginning(shown, MAX_WORDS)


def path_word(path: str) -> str:
    """Return *path* as a word of a script; ``~/`` at its beginning is the home there."""
    home = path.startswith("~/")
    return f'"$HOME"/{shlex.quote(path[2:])}' if home else shlex.quote(path)


def read_seconds(text: str) -> datetime | None:
    """Return the time that is so many seconds after 1970; None if *text* tells none."""
    match = _SECONDS.fullmatch(text.strip())
    if match is None or int(match[0]) > _LAST_TIME_S:
        return None
    return datetime.fromtimestamp(int(match[0]), UTC)
