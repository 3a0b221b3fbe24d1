"""Spare servers: other tracking servers to turn to for what one lacks.

configuring-campaign-server.md: the same list on all of them, one line each; ``enabledIf`` takes a
server's own line away.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from campaign_tracking.server_files.document import Node
from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.settings import elements, files_by_precedence

PATH = "web/redirection/spareServer"
_CONDITION = re.compile(r"\$\(hostname\)\s*!=\s*'([^']+)'")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpareServer:
    """An entry.

    Attributes:
        id: As it is written; ``1`` if it is not.
        url: Of the other server.
        enabled_if: The condition, as it is written.
        where: Such as ``serverConf.xml, line 12``.
    """

    id: str
    url: str
    enabled_if: str
    where: str

    @property
    def excludes(self) -> str:
        """The host that must not use it; empty if that is none, or cannot be told."""
        match = _CONDITION.fullmatch(self.enabled_if.strip())
        return match[1] if match else ""

    @property
    def condition_is_well_formed(self) -> bool:
        """Whether the condition is empty, or of the form that the documentation shows (R-37)."""
        return not self.enabled_if.strip() or bool(self.excludes)

    def counts_on(self, hostname: str) -> bool:
        """Whether the entry counts on the server of that name; a malformed one does not (A-13)."""
        return self.condition_is_well_formed and self.excludes.lower() != hostname.lower()


def read_spares(machine: Machine) -> list[SpareServer]:
    """Return the entries: of the instance's file before the server's, unless they are inserted."""
    found: list[SpareServer] = []
    for file in files_by_precedence(machine):
        nodes = list(elements(file, PATH))
        found += [_spare(node, file.name) for node in nodes]
        if nodes and not any(node.attribute("_operation") for node in nodes):
            break
    return found


def those_of_a_role(machines: Iterable[Machine], role: str) -> list[Machine]:
    """Return the machines of a role that were read."""
    return [machine for machine in machines if machine.role == role and not machine.trouble]


def _spare(node: Node, file: str) -> SpareServer:
    def held(name: str, default: str = "") -> str:
        attribute = node.attribute(name)
        return attribute.value if attribute else default

    return SpareServer(
        id=held("id", "1"),
        url=held("url"),
        enabled_if=held("enabledIf"),
        where=f"{file}, line {node.line}",
    )
