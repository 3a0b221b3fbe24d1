"""The processes of a machine, by nlserver and ps (usual-commands.md, monitoring-processes.md)."""

import re
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from campaign_tracking.server_files.machine import Processes
from campaign_tracking.server_files.nlserver import (
    read_build,
    read_missing,
    read_pdump,
    tells_of_processes,
)
from campaign_tracking.server_files.shell import Part, one_line, read_seconds

MAX_BYTES = 2_000_000
_ELAPSED = re.compile(
    r"\s*([0-9]{1,10})\s+(?:(?:([0-9]{1,6})-)?([0-9]{1,2}):)?([0-9]{1,2}):([0-9]{2})\s*"
)
# The operator's own shell, as a login: there Campaign's environment is set up, if anywhere.
LOGIN_SHELL = r"""
case ${SHELL##*/} in bash|dash|ksh|sh|zsh) login=$SHELL ;; *) login=sh ;; esac
ask() {
  if command -v timeout >/dev/null 2>&1; then set -- timeout 12 "$login" -lc "$1"
  else set -- "$login" -lc "$1"; fi
  "$@"
  [ "$?" -ne 124 ] || echo 'no answer within 12 s'
}
"""
_SCRIPT = r"""
part pdump
ask {pdump} 2>&1 | head -c 500000
part missing
ask {missing} 2>&1 | head -c 500000
part clock
date +%s
part ps
ps -e -o pid= -o etime= 2>/dev/null | head -c 900000
"""


def script(nlserver: str) -> str:
    """Return the script that asks; *nlserver* is the command, as words of a shell."""
    return LOGIN_SHELL + _SCRIPT.format(
        pdump=shlex.quote(f"{nlserver} pdump"), missing=shlex.quote(f"{nlserver} monitor -missing")
    )


def read_parts(told: Iterable[Part]) -> Processes:
    """Return what the script printed.

    Raises:
        UnreachableError: If *told* does.
    """
    texts = {part.kind: part.text for part in told}
    found = read_processes(texts.get("pdump", ""), texts.get("missing", ""))
    started = _starts(texts.get("ps", ""), read_seconds(texts.get("clock", "")))
    running = (replace(process, started_at=started.get(process.pid)) for process in found.running)
    return replace(found, running=tuple(running))


def read_processes(pdump: str, missing: str) -> Processes:
    """Return what ``nlserver pdump`` and ``nlserver monitor -missing`` printed."""
    if not tells_of_processes(pdump):
        return Processes(untold=_untold("nlserver pdump", pdump))
    compared = tells_of_processes(missing)
    return Processes(
        running=read_pdump(pdump),
        missing=read_missing(missing) if compared else (),
        missing_untold="" if compared else _untold("nlserver monitor -missing", missing),
        build=read_build(pdump),
    )


def _untold(command: str, text: str) -> str:
    return f"{command}: {one_line(text) or 'it printed nothing'}"


def _starts(text: str, now: datetime | None) -> Mapping[int, datetime]:
    """Return when each process was started, by the machine's own clock."""
    if now is None:
        return {}
    matches = (_ELAPSED.fullmatch(line) for line in text.splitlines())
    numbers = ([int(number or 0) for number in match.groups()] for match in matches if match)
    return {
        pid: now - timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        for pid, days, hours, minutes, seconds in numbers
    }
