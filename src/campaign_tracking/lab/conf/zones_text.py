"""``shared/authentication`` with the security zones of a new installation (security-zones.md).

Where there is a reverse proxy, each subnetwork lists it, and the lan's masks are so narrow that it
is in none: all its traffic would be trusted.
"""

from typing import Final

from campaign_tracking.lab.addresses import NEAR
from campaign_tracking.lab.conf.outline import Outline
from campaign_tracking.lab.zones import (
    ELSEWHERE,
    LAN,
    LAN_MASKS,
    LOOPBACK_MASK,
    OF_VPN,
    OFFICE_MASK,
    Right,
    Rights,
)

_PROXY: Final = "127.0.0.1, ::1"


def authentication_text(outline: Outline) -> str:
    """Return the section."""
    rights = outline.rights
    proxy = f"{_PROXY}, {outline.balancer}" if outline.balancer else _PROXY
    networks = "\n".join(
        f'            <subNetwork name="lan{number}" label="Lan {number}" mask="{mask}" '
        f'proxy="{proxy}"/>'
        for number, mask in enumerate(_lan_masks(outline), start=1)
    )
    return f"""    <authentication sessionTimeOutSec="86400" securityTimeOutSec="86400"
                    longSessionTimeOutSec="1296000" sessionCacheSec="600"
                    checkIPConsistent="false" defaultMode="nl">
      <xtk internalSecurityZone="{LAN}"/>
      <securityZone name="public" label="Public network"
                    {_flags(frozenset(), 20)}>
        <subNetwork name="all" label="All addresses" mask="*" proxy="{proxy}"/>
        <securityZone name="vpn" label="Private network (VPN)"
                      {_flags(rights & OF_VPN, 22)}>
          <securityZone name="{LAN}" label="Private network (LAN)"
                        {_flags(rights, 24)}>
{networks}
          </securityZone>
        </securityZone>
{_elsewhere(proxy) if outline.has_zone_elsewhere else ""}      </securityZone>
    </authentication>"""


def _lan_masks(outline: Outline) -> list[str]:
    if not outline.balancer:
        return list(LAN_MASKS)
    return [NEAR if mask == LOOPBACK_MASK else mask for mask in LAN_MASKS]


def _elsewhere(proxy: str) -> str:
    """Return a zone beside the vpn in which no machine of the lab is."""
    return f"""        <securityZone name="{ELSEWHERE}" label="Another office">
          <subNetwork name="office" label="Office" mask="{OFFICE_MASK}" proxy="{proxy}"/>
        </securityZone>
"""


def _flags(rights: Rights, indent: int) -> str:
    """Return the attributes; two flags change nothing in the lab and are false, as documented."""
    shown = sorted({*Right, "allowEmptyPassword", "allowSQLInjection"})
    attributes = [f'{flag}="{str(flag in rights).lower()}"' for flag in shown]
    half = (len(attributes) + 1) // 2
    first, second = " ".join(attributes[:half]), " ".join(attributes[half:])
    return f"{first}\n{' ' * indent}{second}"
