"""A tracking server's log files, looked through line by line: ``redir/log/0x*.log`` (R-69).

A file is called by the first log id that it may hold, so the last name is the newest file. Nothing
is held in memory but a piece of one.
"""

import re
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from campaign_tracking.server_files.framing import Heading
from campaign_tracking.server_files.log_lines import count_lines
from campaign_tracking.server_files.machine import BadLine, LogScan
from campaign_tracking.server_files.shell import (
    TooLateError,
    UnreachableError,
    by_part,
    one_line,
)
from campaign_tracking.server_files.var_folder import told_path

MAX_FILES = 10_000
MAX_PRINTED_BYTES = 20_000_000_000
MAX_BAD_TOLD = 20
# More than any good line has; an entry that is being written is shorter.
_MOST_UNENDED_BYTES = 1_000_000
NAME = re.compile(r"0x[0-9A-Fa-f]{1,16}\.log")

_SCRIPT = r"""
instance={instance}; dir="$var/$instance/redir/log"
names=$(ls -1r -- "$dir" 2>/dev/null | grep -E '^0x[0-9A-Fa-f]{{1,16}}\.log$' | head -n {max_files})
part folder "$dir"
{{ ls -- "$dir" && ls -d -- "$dir/."; }} 2>&1 >/dev/null | head -c 1000
part count "$(set -- $names; echo $#)"
for name in $names; do
  file=$dir/$name
  if [ ! -f "$file" ]; then
    [ ! -e "$file" ] || {{ part unread "$name"; printf '%s: not a regular file' "$file"; }}
  elif (: <"$file") 2>/dev/null; then
    [ -s "$file" ] || part empty "$name"
    part log "$name"
    cat -- "$file" 2>/dev/null
  else
    part unread "$name"
    cat -- "$file" 2>&1 >/dev/null | head -c 1000
  fi
done
"""


def script(instance: str) -> str:
    """Return the script that prints the log files below ``$var``, the newest first."""
    return _SCRIPT.format(instance=shlex.quote(instance), max_files=MAX_FILES)


@dataclass(slots=True, kw_only=True)
class Tally:
    """What was seen so far; see ``LogScan``."""

    folder: str = ""
    expected: int = 0
    files: int = 0
    lines: int = 0
    bad: list[BadLine] = field(default_factory=list)
    bad_count: int = 0
    bad_in_c_count: int = 0
    empty_newest: str = ""
    troubles: list[str] = field(default_factory=list)

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        """Count the lines of a file; all of it counts, or nothing."""
        newest = not self.files
        count = count_lines(_without_unended_line(chunks) if newest else chunks)
        path = f"{self.folder}/{name}"
        room = MAX_BAD_TOLD - len(self.bad)
        self.bad += [BadLine(path=path, line=line) for line in count.bad[:room]]
        self.files += 1
        self.lines += count.lines
        self.bad_count += count.bad_count
        self.bad_in_c_count += count.bad_in_c_count

    def scan(self, trouble: str = "", *, all_of_it: bool = False) -> LogScan:
        """Return what was seen."""
        unscanned = 0 if all_of_it else max(0, self.expected - self.files)
        return LogScan(
            files=self.files,
            unscanned_files=unscanned,
            lines=self.lines,
            bad=tuple(self.bad),
            bad_count=self.bad_count,
            bad_in_c_count=self.bad_in_c_count,
            empty_newest=self.empty_newest,
            trouble=trouble or "; ".join(self.troubles[:3]),
        )


def read_events(events: Iterable[Heading | bytes]) -> LogScan:
    """Return what the script printed, up to where it was cut off."""
    tally = Tally()
    try:
        for heading, chunks in by_part(events):
            _take(tally, heading, chunks)
    except TooLateError as error:
        return tally.scan("" if tally.expected else str(error))
    except UnreachableError as error:
        return tally.scan(str(error))
    return tally.scan(all_of_it=True)


def _take(tally: Tally, heading: Heading, chunks: Iterator[bytes]) -> None:
    told = heading.told
    match heading.kind:
        case "folder":
            tally.folder = told_path(told)
            tally.troubles += filter(None, [one_line(b"".join(chunks))])
        case "count":
            tally.expected = int(told) if told.isdecimal() and len(told) < len("100000") else 0
        case "empty" if NAME.fullmatch(told) and not tally.files:
            tally.empty_newest = f"{tally.folder}/{told}"
        case "log" if NAME.fullmatch(told):
            tally.add(told, chunks)
        case "unread" if NAME.fullmatch(told):
            tally.troubles.append(one_line(b"".join(chunks)) or f"{told}: not readable")


def _without_unended_line(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a file up to its last line feed: what follows in the newest is still being written."""
    pending = b""
    for chunk in chunks:
        pending += chunk
        whole = pending.rfind(b"\n") + 1
        if len(pending) - whole > _MOST_UNENDED_BYTES:
            whole = len(pending)
        yield pending[:whole]
        pending = pending[whole:]
