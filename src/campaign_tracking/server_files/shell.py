"""A way to a machine: a shell there that runs scripts which only read."""

import re
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from campaign_tracking.server_files.framing import END, Heading
from campaign_tracking.server_files.side_by_side import Deadline
from campaign_tracking.words import beginning

MAX_WORDS = 300
# Of a file's time beyond 2100 no machine tells the truth.
_LAST_TIME_S = 4_102_444_800
_SECONDS = re.compile(r"[0-9]{1,12}")


class UnreachableError(Exception):
    """A machine was not reached, or broke off; says why, in the words of the tool that tried."""


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


def parts(events: Iterable[Heading | bytes]) -> Iterator[Part]:
    """Yield whole parts, each as soon as it is whole."""
    heading, raw = None, bytearray()
    for event in events:
        if isinstance(event, bytes):
            raw += event
            continue
        if heading is not None:
            yield Part(kind=heading.kind, told=heading.told, raw=bytes(raw))
        heading = event if event != END else None
        raw.clear()


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
