"""The servers whose files were read, and what stands in them, as signs of causes."""

from collections.abc import Callable, Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import Sign
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.settings import Setting, effective

HELD: Final = Text('{where}: {path} = "{value}".')


def trackers(facts: Facts) -> Iterator[Machine]:
    """Yield the tracking servers whose own files were read."""
    for machine in (facts.machines or {}).values():
        if machine.role == "tracking" and not machine.unread:
            yield machine


def all_trackers_are_read(facts: Facts) -> bool:
    """Whether there are any, and the files and processes of all were read."""
    every = [machine for machine in (facts.machines or {}).values() if machine.role == "tracking"]
    return bool(every) and not any(each.unread or each.processes.untold for each in every)


def runs_process(machine: Machine, name: str, instance: str = "") -> bool:
    """Whether a process runs there; of a mono-instance one, that of *instance*."""
    running = machine.processes.running
    return any(
        each.name == name and (not instance or each.instance == instance) for each in running
    )


def signs_where(facts: Facts, path: str, is_wrong: Callable[[Setting], bool]) -> Iterator[Sign]:
    """Yield the tracking servers where what the attribute at *path* holds is wrong."""
    for machine in trackers(facts):
        setting = effective(machine, path)
        if is_wrong(setting):
            yield sign(machine, held(setting))


def held(setting: Setting) -> Text:
    """Tell what an attribute holds, and where that stands."""
    return HELD.with_values(where=setting.where, path=setting.path, value=setting.value)


def sign(machine: Machine, *evidence: Text, doubt: Text | None = None) -> Sign:
    """Return the sign of a cause on this machine."""
    return Sign(
        subject=machine.name,
        evidence=evidence,
        values={"server": machine.name, "instance": machine.instance},
        doubt=doubt,
    )
