"""Whether one server reaches another's port: asked on that machine (R-01, R-03, R-40).

Bash opens a connection where there is bash, else nc; both come and go without a byte sent.
"""

import re
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from campaign_tracking import urls
from campaign_tracking.environment import Environment
from campaign_tracking.server_files.identity import is_address
from campaign_tracking.server_files.machine import Machine, Reach
from campaign_tracking.server_files.shell import Part, one_line
from campaign_tracking.server_files.spares import read_spares

MAX_TARGETS = 50
AT_ONCE = 8
MAX_BYTES = 200_000
TIMED_OUT, NO_ROUTE = "timed out", "no route to it"
NAME_NOT_KNOWN = "the name is not known there"
NO_TOOL = "the machine has neither bash with timeout nor nc to ask with"
_PORTS: Mapping[str, int] = {"http": 80, "https": 443}
_HOST = re.compile(r"[A-Za-z0-9_.:-]{1,253}")
_ANSWER = re.compile(r"([0-9]{1,3}) ([0-9]{1,3}) ?(.*)", re.DOTALL)
_TIMED_OUT, _UNKNOWN_NAME, _SLOW_NAME = 124, 201, 202
# What the machine's tools print in the locale C, and how it is told.
_WORDS = (
    ("refused", "refused"),
    ("timed out", TIMED_OUT),
    ("no route", NO_ROUTE),
    ("unreachable", NO_ROUTE),
    ("temporary failure", "the name service failed there"),
    ("not known", NAME_NOT_KNOWN),
    ("could not resolve", NAME_NOT_KNOWN),
)
# Bash has no limit of its own, hence timeout; 5 s leave room for a first packet lost twice. getent
# knows what every program there knows; of an address it would want a name.
_SCRIPT = r"""
if command -v bash >/dev/null 2>&1 && command -v timeout >/dev/null 2>&1; then tool=bash
elif command -v nc >/dev/null 2>&1; then tool=nc
else tool=none; fi
part tool "$tool"
[ "$tool" = none ] || part reached
name() {
  command -v getent >/dev/null 2>&1 && command -v timeout >/dev/null 2>&1 || return 0
  timeout 5 getent hosts "$1" >/dev/null 2>&1
  case $? in 2) return 201 ;; 124) return 202 ;; *) return 0 ;; esac
}
opens() {
  if [ "$tool" = bash ]; then timeout 5 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$1" "$2" 2>&1
  else nc -z -v -w 5 "$1" "$2" 2>&1; fi
}
reach() {
  [ "$tool" != none ] || return 0
  said=''; status=0
  [ "$2" = address ] || name "$3" || status=$?
  [ "$status" -ne 0 ] || said=$(opens "$3" "$4") || status=$?
  printf '%s %s %s\n' "$1" "$status" "$(printf %s "$said" | tr '\n' ' ' | head -c 500)"
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A port to reach.

    Attributes:
        url: Of which it is the port.
        host: A name or an address, without brackets.
        port: The URL's, else its scheme's.
    """

    url: str
    host: str
    port: int


def targets(machine: Machine, environment: Environment) -> list[Target]:
    """Return what the machine must reach: at most 50, each once.

    A server that uploads must reach the internal URLs; with a mid-sourcing server that one uploads
    (deploying-an-instance.md). A tracking server must reach the spare servers that its files name,
    but for itself (configuring-campaign-server.md).
    """
    uploads = "mid-sourcing" if environment.mid_sourcing else "application"
    wanted: Iterable[str] = ()
    if machine.role == "tracking":
        own = machine.hostname.lower()
        spares = [spare for spare in read_spares(machine) if spare.url]
        wanted = [spare.url for spare in spares if not own or spare.excludes.lower() != own]
    elif machine.role == uploads:
        wanted = environment.tracking.internal_urls.values()
    found = (_target(url) for url in dict.fromkeys(wanted))
    return [target for target in found if target][:MAX_TARGETS]


def script(asked: Iterable[Target]) -> str:
    """Return the script that asks for them, eight side by side.

    All at once are a load of their own: on a busy machine they would call each other's slowness
    a port that does not answer.
    """
    calls = [
        f"reach {number} {'address' if is_address(target.host) else 'name'} "
        f"{shlex.quote(target.host)} {target.port} &"
        for number, target in enumerate(asked)
    ]
    firsts = range(0, len(calls), AT_ONCE)
    groups = ("\n".join([*calls[first : first + AT_ONCE], "wait"]) for first in firsts)
    return "\n".join([_SCRIPT, *groups])


def read_parts(told: Iterable[Part], asked: Iterable[Target]) -> tuple[tuple[Reach, ...], str]:
    """Return what was reached, and why it was not asked; empty if it was.

    Raises:
        UnreachableError: If *told* does.
    """
    troubles: dict[int, str] = {}
    tool = ""
    for part in told:
        tool = part.told if part.kind == "tool" else tool
        lines = part.text.splitlines() if part.kind == "reached" else []
        answers = (match for line in lines if (match := _ANSWER.fullmatch(line)))
        troubles |= {int(match[1]): _trouble(int(match[2]), match[3]) for match in answers}
    if tool == "none":
        return (), NO_TOOL
    said = [
        Reach(url=target.url, trouble=troubles.get(number, "no answer"))
        for number, target in enumerate(asked)
    ]
    return tuple(said), ""


def _target(url: str) -> Target | None:
    """Return the port of *url*; None if it is not a URL, which is for another check to say."""
    parts = urls.parts(url)
    host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
    if not port or not _HOST.fullmatch(host) or host.startswith("-"):
        return None
    return Target(url=url, host=host, port=port)


def _trouble(status: int, said: str) -> str:
    if status == 0:
        return ""
    if status == _UNKNOWN_NAME:
        return NAME_NOT_KNOWN
    if status == _SLOW_NAME:
        return "the name service did not answer there within 5 s"
    if status == _TIMED_OUT:
        return TIMED_OUT
    words = said.lower()
    known = (told for word, told in _WORDS if word in words)
    return next(known, one_line(said) or f"not reached (exit status {status})")
