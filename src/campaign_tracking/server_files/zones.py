"""Security zones (security-zones.md, the-server-configuration-file.md).

Zones nest; an address in several of them has the rights of all.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network

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

    def holds(self, address: str) -> bool:
        """Whether *address* lies in it; the mask may be a network, or have ``*`` in it."""
        return masks.matches_address(self.mask.strip(), address)

    def touches(self, network: str) -> bool:
        """Whether an address or a network has addresses in common with it."""
        own, other = _network(self.mask), _network(network)
        if own is None or other is None:
            return other is not None and self.holds(str(other.network_address))
        return own.version == other.version and own.overlaps(other)


def is_network(text: str) -> bool:
    """Whether *text* is an address or a network."""
    return _network(text) is not None


@dataclass(slots=True)
class _Zone:
    """A zone, put together of what the files hold of it; of a flag the overriding file's counts."""

    flags: dict[str, str] = field(default_factory=dict)
    networks: list[tuple[Node, str]] = field(default_factory=list)
    inner: "dict[str, _Zone]" = field(default_factory=dict)


def read_zones(machine: Machine) -> list[SubNetwork]:
    """Return the subnetworks of the machine's zones; of a new installation if it has none.

    An instance's file may hold a part of the tree (security-zones.md): zones of one name are one.
    """
    outermost: dict[str, _Zone] = {}
    for file in files_by_precedence(machine):
        every = list(elements(file, "securityZone"))
        inner = {id(child) for zone in every for child in zone.children}
        for zone in every:
            if id(zone) not in inner:
                _merge(outermost, zone, file.name)
    found = [
        network
        for name, zone in outermost.items()
        for network in _networks(name, zone, frozenset())
    ]
    return found or list(_of_a_new_installation())


def rights_of(networks: list[SubNetwork], address: str) -> frozenset[str]:
    """Return what *address* may: the rights of every zone in which it lies."""
    return frozenset(
        right for network in networks if network.holds(address) for right in network.rights
    )


def _network(text: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(text.strip(), strict=False)
    except ValueError:
        return None


def _held(node: Node, name: str) -> str:
    attribute = node.attribute(name)
    return attribute.value if attribute else ""


def _merge(zones: dict[str, _Zone], node: Node, file: str) -> None:
    zone = zones.setdefault(_held(node, "name"), _Zone())
    for flag in FLAGS:
        if node.attribute(flag):
            zone.flags.setdefault(flag, _held(node, flag))
    for child in node.children:
        if child.name.casefold() == "subnetwork":
            zone.networks.append((child, file))
        elif child.name.casefold() == "securityzone":
            _merge(zone.inner, child, file)


def _networks(name: str, zone: _Zone, around: frozenset[str]) -> Iterator[SubNetwork]:
    rights = around | {flag for flag, held in zone.flags.items() if held.strip().lower() in TRUE}
    for node, file in zone.networks:
        yield SubNetwork(
            zone=name,
            rights=rights,
            mask=_held(node, "mask"),
            proxies=tuple(masks.split(_held(node, "proxy"))),
            where=f"{file}, line {node.line}",
        )
    for below, inner in zone.inner.items():
        yield from _networks(below, inner, rights)


def _of_a_new_installation() -> Iterator[SubNetwork]:
    for mask in _LAN_MASKS:
        yield SubNetwork(
            zone="lan", rights=frozenset(_LAN), mask=mask, proxies=LOOPBACK, where=_DEFAULT_WHERE
        )
    yield SubNetwork(
        zone="public", rights=frozenset(), mask="*", proxies=LOOPBACK, where=_DEFAULT_WHERE
    )
