"""Tracking servers on which a switch of the redirection service is off, and where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from campaign_tracking.diagnosis.cause import Sign
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.diagnosis.upload.tracking_machine import TrackingMachine, tracking_machines
from campaign_tracking.facts import Facts
from campaign_tracking.server_files.settings import (
    SERVER_FILE,
    TRUE,
    Setting,
    effective,
    elements,
    instance_file,
)

SWITCHES: Final = (
    "web/redirection/@startRedirection",
    "web/redirection/@startRedirectionInModule",
)
SEEN: Final = Text("{where}: {path} = {value}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchedOff:
    """A switch that is off.

    Attributes:
        server: Where.
        setting: The attribute, and where it stands.
        right_line: Where serverConf.xml has it on, which the instance's file overrides; 0 if not.
    """

    server: TrackingMachine
    setting: Setting
    right_line: int

    def sign(self, *more: Text) -> Sign:
        """Return the sign of a cause, with what else was seen."""
        held = self.setting
        place = {"where": held.where, "path": held.path, "value": repr(held.value)}
        return self.server.sign(SEEN.with_values(**place), *more)


def switched_off(facts: Facts) -> Iterator[SwitchedOff]:
    """Yield each switch that is off (the-server-configuration-file.md)."""
    for server in tracking_machines(facts):
        for path in SWITCHES:
            setting = effective(server.machine, path)
            if not setting.is_true:
                line = _overridden_line(server, setting)
                yield SwitchedOff(server=server, setting=setting, right_line=line)


def _overridden_line(server: TrackingMachine, setting: Setting) -> int:
    """Return the line of serverConf.xml that says what is right, and does not count."""
    file = server.machine.file(SERVER_FILE)
    overrides = setting.where.startswith(f"{instance_file(server.machine)}, ")
    if file is None or not overrides:
        return 0
    element, _, name = setting.path.rpartition("/@")
    held = (node.attribute(name) for node in elements(file, element))
    right = (one.line for one in held if one and one.value.strip().lower() in TRUE)
    return next(right, 0)
