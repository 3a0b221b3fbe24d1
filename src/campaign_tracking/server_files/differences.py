"""What differs between servers that should be alike; what is the same is not told."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.settings import effective, elements, files_by_precedence

_ALIKE: Final = ("web/redirection", "trackinglogd")
# Secrets and the start of processes have rules of their own; the daily restart should differ.
_OTHERS: Final = frozenset({"databaseid", "trackingpassword", "autostart", "processrestarttime"})


def of_attribute(machines: Iterable[Machine], path: str) -> str:
    """Return who holds what, if an attribute's effective value is not the same on all."""
    settings = {machine.name: effective(machine, path) for machine in machines}
    values = {setting.value.strip() for setting in settings.values()}
    if len(values) < 2:  # noqa: PLR2004  (one value is the same everywhere)
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


Told = Callable[[Machine], str]


def of_told(machines: Iterable[Machine], told: Told) -> Mapping[str, str]:
    """Return what each machine tells, if they do not all tell the same."""
    answers = {machine.name: told(machine) for machine in machines}
    known = {name: answer for name, answer in answers.items() if answer}
    return known if len(set(known.values())) > 1 else {}
