"""The relay's rules (the-server-configuration-file.md, configuring-campaign-server.md).

Their order is their priority. A rule applies when path, host and address all match; otherwise the
next one is tried (derived from the documentation's hardening example).
"""

from dataclasses import dataclass

from campaign_tracking.server_files import masks
from campaign_tracking.server_files.document import Node
from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.settings import TRUE, elements, files_by_precedence

PATH = "web/relay/url"


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayRule:
    """A rule.

    Attributes:
        url_path: Mask of the path.
        target_url: Where it leads; empty if nowhere.
        ip_mask: The addresses that it is about; empty: all.
        host_mask: The hosts that it is about; empty: all.
        deny: Whether it answers 403.
        http_allowed: Whether HTTP is accepted whatever the zone.
        where: Such as ``serverConf.xml, line 12``.
    """

    url_path: str
    target_url: str
    ip_mask: str
    host_mask: str
    deny: bool
    http_allowed: bool
    where: str

    def applies(self, path: str, address: str) -> bool:
        """Whether it is about *path* and the caller at *address*; empty means anybody at all."""
        if not masks.matches(self.url_path, path):
            return False
        listed = masks.split(self.ip_mask)
        if not listed:
            return True
        return any(
            masks.matches_address(mask, address) if address else mask == "*" for mask in listed
        )


def read_relay(machine: Machine) -> list[RelayRule]:
    """Return the rules of the file that has any, the instance's before the server's."""
    for file in files_by_precedence(machine):
        found = [_rule(node, file.name) for node in elements(file, PATH)]
        if found:
            return found
    return []


def first_applying(rules: list[RelayRule], path: str, address: str = "") -> RelayRule | None:
    """Return the first rule about *path* for the caller at *address*; None if there is none."""
    return next((rule for rule in rules if rule.applies(path, address)), None)


def _rule(node: Node, file: str) -> RelayRule:
    def held(name: str) -> str:
        attribute = node.attribute(name)
        return attribute.value if attribute else ""

    return RelayRule(
        url_path=held("urlPath"),
        target_url=held("targetUrl"),
        ip_mask=held("IPMask"),
        host_mask=held("hostMask"),
        deny=held("deny").strip().lower() in TRUE,
        http_allowed=held("httpAllowed").strip().lower() in TRUE,
        where=f"{file}, line {node.line}",
    )
