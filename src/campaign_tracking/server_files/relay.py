"""The relay's rules (the-server-configuration-file.md, configuring-campaign-server.md).

Their order is their priority. A rule applies when path, host and address all match; otherwise the
next one is tried (derived from the documentation's hardening example).
"""

from dataclasses import dataclass

from campaign_tracking.server_files import masks
from campaign_tracking.server_files.document import Node
from campaign_tracking.server_files.lists import entries
from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.settings import TRUE

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

    def applies(self, path: str, address: str, host: str) -> bool:
        """Whether it is about *path*, the caller at *address* (empty: anybody), and *host*."""
        hosts = masks.split(self.host_mask)
        named = not hosts or any(masks.matches_host(mask, host) for mask in hosts)
        if not named or not masks.matches(self.url_path, path):
            return False
        listed = masks.split(self.ip_mask)
        if not listed:
            return True
        return any(
            masks.matches_address(mask, address) if address else mask == "*" for mask in listed
        )


def read_relay(machine: Machine) -> list[RelayRule]:
    """Return the rules that are in force, in their order."""
    return [_rule(node, file) for node, file in entries(machine, PATH, "urlPath")]


def first_applying(
    rules: list[RelayRule], path: str, *, host: str, address: str = ""
) -> RelayRule | None:
    """Return the first rule about *path* on *host* for the caller at *address*; None without."""
    return next((rule for rule in rules if rule.applies(path, address, host)), None)


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
