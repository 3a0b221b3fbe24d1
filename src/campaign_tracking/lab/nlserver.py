"""The command ``nlserver`` of a machine: a script that tells which processes run.

Its answers have the shapes of monitoring-processes.md and usual-commands.md. Every process has the
lab's own process id, so that they are as old as the lab (L-70).
"""

import os
from collections.abc import Iterable
from typing import Final

from campaign_tracking.lab.assumptions import BUILD_DATE, COMMIT, VERSION
from campaign_tracking.lab.conf.obeying import enabled
from campaign_tracking.lab.conf.reading import read
from campaign_tracking.lab.machine import WATCHDOG, Machine

_NOTHING_RUNS: Final = "No tasks"  # failure-to-connect.md
_MEMORY_MB: Final = {
    "web": "40.5",
    "syslogd": "4.9",
    "trackinglogd": "45.6",
    "mta": "15.6",
    "wfserver": "11.5",
    "inMail": "8.2",
    "stat": "4.2",
    "sms": "7.9",
    WATCHDOG: "3.1",
}


def write_nlserver(machine: Machine) -> None:
    """Write the command; the configuration files are in their place before."""
    wanted = enabled(read(machine))
    missing = [name for name in wanted if name.partition("@")[0] in machine.stopped]
    running = [name for name in wanted if name not in missing]
    running += [] if WATCHDOG in machine.stopped else [WATCHDOG]
    machine.nlserver.parent.mkdir(parents=True, exist_ok=True)
    machine.nlserver.write_text(script(running, missing, machine.build), encoding="utf-8")
    machine.nlserver.chmod(0o755)


def script(running: Iterable[str], missing: Iterable[str], build: str) -> str:
    """Return the script.

    Args:
        running: Names such as ``web@default``, the watchdog among them.
        missing: What the configuration has started and does not run.
        build: What the banner tells.
    """
    shown = list(map(_line, running)) or [_NOTHING_RUNS]
    return f"""#!/bin/sh
# nlserver in miniature: written by the lab when it started.
banner() {{
  echo "$(date +%H:%M:%S) >   Application server for Adobe Campaign Classic \
({VERSION} build {build}@{COMMIT}) of {BUILD_DATE}"
}}
case "$*" in
pdump)
  banner
{_echoed(shown)}
  ;;
"monitor -missing")
  banner
{_echoed(missing)}
  ;;
*)
  echo "usage: nlserver pdump | nlserver monitor -missing" >&2
  exit 1
  ;;
esac
"""


def _line(name: str) -> str:
    return f"{name} ({os.getpid()}) - {_MEMORY_MB[name.partition('@')[0]]} MB"


def _echoed(lines: Iterable[str]) -> str:
    return "\n".join(f"  echo '{line}'" for line in lines)
