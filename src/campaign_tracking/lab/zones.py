"""Security zones: which rights an address has (security-zones.md).

A zone holds subnetworks and smaller zones: ``public`` holds ``vpn``, which holds ``lan``. An
address that lies in several zones has the rights of all of them.
"""

import enum
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Right(enum.StrEnum):
    """A zone's flag: what it allows. The lab has those that change what it answers."""

    ALLOW_DEBUG = "allowDebug"
    ALLOW_HTTP = "allowHTTP"
    ALLOW_USER_PASSWORD = "allowUserPassword"  # noqa: S105  (the flag's name)
    SESSION_TOKEN_ONLY = "sessionTokenOnly"  # noqa: S105  (likewise)
    SHOW_ERRORS = "showErrors"


Rights = frozenset[Right]
# The documented defaults of lan, but without allowHTTP and sessionTokenOnly (L-19).
DEFAULT: Final[Rights] = frozenset({Right.ALLOW_DEBUG, Right.SHOW_ERRORS})
OF_VPN: Final[Rights] = frozenset({Right.ALLOW_DEBUG, Right.SHOW_ERRORS})
NOT_STRICT: Final[Rights] = frozenset({Right.ALLOW_HTTP, Right.SESSION_TOKEN_ONLY})
DOCUMENTED: Final[Rights] = DEFAULT | NOT_STRICT  # the lan of tracking servers has them all

LAN: Final = "lan"
ELSEWHERE: Final = "elsewhere"  # admits no machine that a lab can be asked from
OFFICE_MASK: Final = "192.0.2.0/24"

LOOPBACK_MASK: Final = "127.0.0.0/8"
LAN_MASKS: Final = (
    *("192.168.0.0/16", "172.16.0.0/12", "10.0.0.0/8", LOOPBACK_MASK),
    *("fc00::/7", "fe80::/10", "::1/128"),
)
ALL_MASKS: Final = ("0.0.0.0/0", "::/0")
_PROXIES: Final = frozenset(map(ipaddress.ip_address, ("127.0.0.1", "::1")))


@dataclass(frozen=True, slots=True, kw_only=True)
class SubNetwork:
    """Addresses of a zone.

    Attributes:
        mask: Which they are.
        proxies: Who may forward for one of them with ``X-Forwarded-For``.
    """

    mask: Network
    proxies: frozenset[Address] = _PROXIES


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A zone.

    Attributes:
        rights: Its flags that are true.
        inner: The smaller zones in it.
    """

    name: str
    rights: Rights
    networks: tuple[SubNetwork, ...] = ()
    inner: tuple["Zone", ...] = ()

    def containing(self, address: Address) -> "list[Zone]":
        """Return the zones in which *address* lies: a smaller one lies in those around it."""
        inside = [found for zone in self.inner for found in zone.containing(address)]
        own = any(address in network.mask for network in self.networks)
        return [self, *inside] if own or inside else []

    def networks_of(self, address: Address) -> list[SubNetwork]:
        """Return the subnetworks in which *address* lies, of this zone and of those in it."""
        own = [network for network in self.networks if address in network.mask]
        return own + [found for zone in self.inner for found in zone.networks_of(address)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Zones:
    """The zones of a server.

    Attributes:
        outermost: The one that holds all others.
    """

    outermost: Zone

    def rights(self, address: str) -> Rights:
        """Return what *address* may: the rights of all zones in which it lies."""
        parsed = _parsed(address)
        zones = [] if parsed is None else self.outermost.containing(parsed)
        return frozenset(right for zone in zones for right in zone.rights)

    def admits(self, zone: str, address: str) -> bool:
        """Return whether *address* lies in the zone of that name."""
        parsed = _parsed(address)
        return parsed is not None and any(
            found.name == zone for found in self.outermost.containing(parsed)
        )

    def caller(self, peer: str, headers: Mapping[str, str]) -> str:
        """Return the address that counts; header names in small letters.

        It is the one in ``X-Forwarded-For`` if *peer* is a proxy listed in every subnetwork in
        which that address lies: in the one concerned and in the first level's "all". Of several
        addresses the first is taken (L-26).
        """
        forwarded = headers.get("x-forwarded-for", "").partition(",")[0].strip()
        sender, address = _parsed(peer), _parsed(forwarded)
        if sender is None or address is None:
            return peer
        networks = self.outermost.networks_of(address)
        listed = all(sender in network.proxies for network in networks)
        return forwarded if networks and listed else peer


def default_zones(rights: Rights = DEFAULT) -> Zones:
    """Return the zones of a new installation, with *rights* for the lan.

    Beside the vpn lies a zone for an operator whom no machine of the lab may be.
    """
    lan = Zone(name=LAN, rights=rights, networks=_networks(*LAN_MASKS))
    vpn = Zone(name="vpn", rights=rights & OF_VPN, inner=(lan,))
    elsewhere = Zone(name=ELSEWHERE, rights=frozenset(), networks=_networks(OFFICE_MASK))
    everybody = _networks(*ALL_MASKS)
    return Zones(
        outermost=Zone(
            name="public", rights=frozenset(), networks=everybody, inner=(vpn, elsewhere)
        )
    )


def _networks(*masks: str) -> tuple[SubNetwork, ...]:
    return tuple(SubNetwork(mask=ipaddress.ip_network(mask)) for mask in masks)


def _parsed(text: str) -> Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
