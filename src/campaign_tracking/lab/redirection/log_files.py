"""``var/<instance>/redir/log/0x<16 hex>.log``: one line for each open or click.

The columns are those of the sample line in about-message-tracking.md, and every line passes the
regular expression printed there; columns 6, 9 and 12 are unknown (A-20), rotation too (A-14).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from campaign_tracking.lab import stamps
from campaign_tracking.lab.assumptions import (
    FIRST_LOG_ID,
    LOG_COLUMN_6,
    LOG_COLUMN_9,
    LOG_FILE_SIZE,
)

LOG_LINE: Final = re.compile(
    r"[0-9A-Za-z]{2}x[0-9A-Za-z]*\t[0-9T:.-]*\t[0-9a-fA-F]*\t[0-9a-fA-F]*\t[0-9a-fA-F]*"
    r"\t[0-9A-Za-z]*\t[0-9A-Za-z-]*\t[ -~]*\t[ -~]*\t[ -~]*"
    r"\t(?:[0-9a-fA-F.:]*|[0-9a-fA-F.:]*\t[ -~]*|[0-9a-fA-F.:]*,[ -~]*)"
)


class CorruptedLogError(Exception):
    """A line does not have the documented form; collecting stops there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An open or a click, as webmdl puts it into shared memory.

    Attributes:
        visitor: The visitor's UUID, from the permanent cookie.
    """

    at: datetime
    broad_log_id: int
    delivery_id: int
    url_id: int
    content: str
    visitor: str
    user_agent: str
    address: str


class LogFiles:
    """The tracking log of one redirection server."""

    def __init__(
        self, folder: Path, most_bytes: int | None = None, *, disk_is_full: bool = False
    ) -> None:
        """Keep the files in *folder*; ids grow by one for each line.

        Beyond *most_bytes* (trackinglogd/@maxLogsSizeOnDiskMb) the oldest files are purged. On a
        full disk files can be made, nothing can be written into them, and the hits are lost (L-82).
        """
        self._folder, self._most_bytes = folder, most_bytes
        self._disk_is_full = disk_is_full
        self._next_id = FIRST_LOG_ID

    @property
    def files(self) -> list[Path]:
        """The files, oldest first."""
        return sorted(self._folder.glob("0x*.log"))

    def append(self, hits: Iterable[Hit]) -> None:
        """Write one line for each hit."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for hit in hits:
            first = self._next_id - self._next_id % LOG_FILE_SIZE
            with (self._folder / f"0x{first:016X}.log").open("a", encoding="ascii") as file:
                if not self._disk_is_full:
                    file.write(f"{_line(self._next_id, hit)}\n")
            self._next_id += 1
        self._purge()

    def after(self, pointer: int, count: int) -> list[tuple[int, Hit]]:
        """Return up to *count* hits with ids above *pointer*.

        Raises:
            CorruptedLogError: At a line that does not have the documented form.
        """
        found = [(log_id, hit) for log_id, hit in self._read() if log_id > pointer]
        return found[:count]

    def drop_column(self, column: int = 9) -> None:
        """Corrupt the newest line as in the documentation's example: a column is missing."""
        newest = self.files[-1]
        lines = newest.read_text(encoding="ascii").splitlines()
        columns = lines[-1].split("\t")
        del columns[column - 1]
        newest.write_text("\n".join([*lines[:-1], "\t".join(columns), ""]), encoding="ascii")

    def _purge(self) -> None:
        """Delete the oldest files, collected or not; the newest stays whatever its size."""
        *older, newest = self.files or [self._folder]
        size = newest.stat().st_size
        for path in reversed(older):
            size += path.stat().st_size
            if self._most_bytes is not None and size > self._most_bytes:
                path.unlink()

    def _read(self) -> Iterator[tuple[int, Hit]]:
        for path in self.files:
            for number, line in enumerate(path.read_text(encoding="ascii").splitlines(), start=1):
                if LOG_LINE.fullmatch(line) is None:
                    raise CorruptedLogError(f"{path.name}, line {number}")
                yield _hit(line)


def _line(log_id: int, hit: Hit) -> str:
    return "\t".join(
        (
            f"50x{log_id:016X}",
            stamps.tracking_log(hit.at),
            f"{hit.broad_log_id:x}",
            f"{hit.delivery_id:x}",
            f"{hit.url_id:x}",
            LOG_COLUMN_6,
            hit.visitor,
            hit.content,
            LOG_COLUMN_9,
            re.sub(r"[^ -~]", "?", hit.user_agent),  # else the line is bad in the C locale
            hit.address,
        )
    )


def _hit(line: str) -> tuple[int, Hit]:
    columns = line.split("\t")
    hit = Hit(
        at=stamps.read_tracking_log(columns[1]),
        broad_log_id=int(columns[2], 16),
        delivery_id=int(columns[3], 16),
        url_id=int(columns[4], 16),
        visitor=columns[6],
        content=columns[7],
        user_agent=columns[9],
        address=columns[10],
    )
    return int(columns[0].partition("x")[2], 16), hit
