"""Security zones (security-zones.md, the-server-configuration-file.md).

Zones nest; an address in several of them has the rights of all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from campaign_tracking.server_files import masks
from campaign_tracking.server_files.document import Node
from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.settings import TRUE, elements, files_by_precedence

ALLOW_HTTP = "allowHTTP"
FLAGS = (
    *("allowDebug", "allowEmptyPassword", ALLOW_HTTP, "allowSQLInjection", "allowUserPassword"),
    *("sessionTokenOnly", "showErrors"),
)
LOOPBACK = ("127.0.0.1", "::1")
_DEFAULT_WHERE = "the documented default"
# The zones of a new installation, where a file has none of its own.
_LAN_MASKS = (
    *("192.168.0.0/16", "172.16.0.0/12", "10.0.0.0/8", "127.0.0.0/8"),
    *("fc00::/7", "fe80::/10", "::1/128"),
)
_VPN, _LAN = ("allowDebug", "showErrors"), ("allowDebug", "showErrors", ALLOW_HTTP)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubNetwork:
    """Addresses that have a zone's rights.

    Attributes:
        zone: The zone's name.
        rights: The zone's flags that are true, with those of the zones around it.
        mask: As it is written.
        proxies: Who may forward for them.
        where: Such as ``serverConf.xml, line 12``.
    """

    zone: str
    rights: frozenset[str]
    mask: str
    proxies: tuple[str, ...]
    where: str

    @property
    def network(self) -> IPv4Network | IPv6Network | None:
        """The addresses; None if the mask is none that we understand."""
        try:
            return ip_network(self.mask.strip(), strict=False)
        except ValueError:
            return None

    @property
    def narrow(self) -> bool:
        """Whether it is less than everybody."""
        return self.network is not None and self.network.prefixlen > 0

    def holds(self, address: str) -> bool:
        """Whether *address* lies in it; the mask ``*`` holds every address."""
        if self.mask.strip() == "*":
            return True
        network = self.network
        return network is not None and ip_address(address) in network


def read_zones(machine: Machine) -> list[SubNetwork]:
    """Return the subnetworks of the machine's zones; of a new installation if it has none."""
    for file in files_by_precedence(machine):
        every = list(elements(file, "securityZone"))
        inner = {id(child) for zone in every for child in zone.children}
        outermost = [zone for zone in every if id(zone) not in inner]
        found = [
            network for zone in outermost for network in _networks(zone, frozenset(), file.name)
        ]
        if found:
            return found
    return list(_of_a_new_installation())


def rights_of(networks: list[SubNetwork], address: str) -> frozenset[str]:
    """Return what *address* may: the rights of every zone in which it lies."""
    return frozenset(
        right for network in networks if network.holds(address) for right in network.rights
    )


def _networks(zone: Node, around: frozenset[str], file: str) -> Iterator[SubNetwork]:
    def held(node: Node, name: str) -> str:
        attribute = node.attribute(name)
        return attribute.value if attribute else ""

    rights = around | {flag for flag in FLAGS if held(zone, flag).strip().lower() in TRUE}
    for child in zone.children:
        if child.name.casefold() == "subnetwork":
            yield SubNetwork(
                zone=held(zone, "name"),
                rights=rights,
                mask=held(child, "mask"),
                proxies=tuple(masks.split(held(child, "proxy"))),
                where=f"{file}, line {child.line}",
            )
        elif child.name.casefold() == "securityzone":
            yield from _networks(child, rights, file)


def _of_a_new_installation() -> Iterator[SubNetwork]:
    for mask in _LAN_MASKS:
        yield SubNetwork(
            zone="lan", rights=frozenset(_LAN), mask=mask, proxies=LOOPBACK, where=_DEFAULT_WHERE
        )
    yield SubNetwork(
        zone="public", rights=frozenset(), mask="*", proxies=LOOPBACK, where=_DEFAULT_WHERE
    )
