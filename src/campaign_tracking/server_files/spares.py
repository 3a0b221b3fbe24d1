"""Spare servers: other tracking servers to turn to for what one lacks.

configuring-campaign-server.md: the same list on all of them, one line each; ``enabledIf`` takes a
server's own line away.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from campaign_tracking.server_files.document import Node
from campaign_tracking.server_files.lists import entries
from campaign_tracking.server_files.machine import Machine

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
        misspelt: Whether it has ``enableIf``, as the documentation's prose writes it.
    """

    id: str
    url: str
    enabled_if: str
    where: str
    misspelt: bool = False

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
    """Return the entries that are in force, in their order."""
    return [_spare(node, file) for node, file in entries(machine, PATH, "id")]


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
        misspelt=node.attribute("enableIf") is not None,
    )
