"""What differs between servers that should be alike; what is the same is not told."""

from collections.abc import Iterable, Iterator
from typing import Final

from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.settings import (
    default_of,
    effective,
    elements,
    files_by_precedence,
)

_ALIKE: Final = ("web/redirection", "trackinglogd")
# Secrets and the start of processes have rules of their own; the daily restart should differ.
_OTHERS: Final = frozenset({"databaseid", "trackingpassword", "autostart", "processrestarttime"})


def of_attribute(machines: Iterable[Machine], path: str) -> str:
    """Return who holds what, if an attribute's effective value is not the same on all."""
    settings = {machine.name: effective(machine, path) for machine in machines}
    booleans = default_of(path) in {"true", "false"}  # where 1 and true say the same
    meanings = {
        str(setting.is_true) if booleans and setting.is_boolean else setting.meaning
        for setting in settings.values()
    }
    if len(meanings) == 1:
        return ""
    return "; ".join(f"{name}: {setting.told}" for name, setting in settings.items())


def of_tracking_servers(machines: Iterable[Machine]) -> Iterator[str]:
    """Yield each setting of the redirection and of trackinglogd that differs."""
    there = list(machines)
    for path in sorted({path.casefold(): path for path in _paths(there)}.values()):
        if told := of_attribute(there, path):
            yield told


def _paths(machines: Iterable[Machine]) -> Iterator[str]:
    for machine in machines:
        for file in files_by_precedence(machine):
            for element in _ALIKE:
                for node in elements(file, element):
                    names = (name for name in node.attributes if name.casefold() not in _OTHERS)
                    yield from (f"{element}/@{name}" for name in names)
