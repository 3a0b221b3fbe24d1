"""What ``nlserver pdump`` and ``nlserver monitor -missing`` print, read (usual-commands.md)."""

import re

from campaign_tracking.server_files.machine import Process

# HH:MM:SS >   Application server for Adobe Campaign Classic (7.X YY.R build XXX@SHA1) of DD/MM/YYYY
# The words and the date follow the machine's language, the parenthesis does not.
_BANNER = re.compile(r"\s*[0-9]{1,2}:[0-9]{2}:[0-9]{2}[^>]{0,8}>[^(]*\([^()]*\bbuild\s+([0-9]+)")
_PROCESS = re.compile(
    r"\s*(?P<name>[A-Za-z]+)(?:@(?P<instance>[\w.-]+))?\s*\((?P<pid>[0-9]{1,18})\)"
    r"\s*-\s*[0-9.,]+\s*M[obB]"
)
# Without an instance a word of a shell's, such as "Killed", looks the same but for its capital.
_MISSING = re.compile(r"\s*([A-Za-z]+@[\w.-]+|[a-z][A-Za-z]*)\s*")
_NOTHING_RUNS = re.compile(r"\s*No tasks\b")


def read_pdump(text: str) -> tuple[Process, ...]:
    """Return the processes that ``nlserver pdump`` lists, in its order.

    Other lines are passed over: the banner, and the connections that ``-who`` adds.
    """
    found = (_PROCESS.match(line) for line in text.splitlines())
    return tuple(
        Process(name=line["name"], instance=line["instance"] or "", pid=int(line["pid"]))
        for line in found
        if line
    )


def read_missing(text: str) -> tuple[str, ...]:
    """Return what ``nlserver monitor -missing`` lists, such as ``mta@prod``, each once.

    Only the banner means that nothing is missing (monitoring-processes.md).
    """
    found = (_MISSING.fullmatch(line) for line in text.splitlines())
    return tuple(dict.fromkeys(line[1] for line in found if line))


def read_build(text: str) -> str:
    """Return the build that the banner names, without its hash; empty if there is no banner."""
    found = (_BANNER.match(line) for line in text.splitlines())
    return next((line[1] for line in found if line), "")


def tells_of_processes(text: str) -> bool:
    """Whether *text* is an answer of nlserver: a banner, a process, or its ``No tasks``.

    Nothing at all, or a shell's "command not found", does not say that nothing runs.
    """
    patterns = (_BANNER, _PROCESS, _NOTHING_RUNS)
    return any(pattern.match(line) for line in text.splitlines() for pattern in patterns)
