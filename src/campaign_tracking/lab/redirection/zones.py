"""Where a caller comes from, and whether that zone may see debug information."""

import ipaddress
from collections.abc import Mapping
from typing import Final

_TRUSTED: Final = tuple(
    ipaddress.ip_network(mask)
    for mask in ("192.168.0.0/16", "172.16.0.0/12", "10.0.0.0/8", "127.0.0.0/8", "::1/128")
)
_PROXIES: Final = ipaddress.ip_network("127.0.0.0/8")


def caller(peer: str, headers: Mapping[str, str]) -> str:
    """Return the address that counts: behind a listed proxy the one it forwards.

    The default ``proxy`` of a subnetwork is this machine (security-zones.md).
    """
    forwarded = headers.get("x-forwarded-for", "").partition(",")[0].strip()
    if forwarded and _inside(peer, (_PROXIES,)) and _is_address(forwarded):
        return forwarded
    return peer


def may_debug(address: str) -> bool:
    """Return whether the zone has ``allowDebug``: vpn and lan do, public does not."""
    return _inside(address, _TRUSTED)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _inside(
    address: str, networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]
) -> bool:
    return _is_address(address) and any(ipaddress.ip_address(address) in net for net in networks)
