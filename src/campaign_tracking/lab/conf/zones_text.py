"""``shared/authentication`` with the security zones of a new installation (security-zones.md)."""

from campaign_tracking.lab.zones import (
    ELSEWHERE,
    LAN,
    LAN_MASKS,
    OF_VPN,
    OFFICE_MASK,
    Right,
    Rights,
)

_PROXY = "127.0.0.1, ::1"
_ELSEWHERE = f"""        <securityZone name="{ELSEWHERE}" label="Another office">
          <subNetwork name="office" label="Office" mask="{OFFICE_MASK}" proxy="{_PROXY}"/>
        </securityZone>
"""


def authentication_text(rights: Rights, *, elsewhere: bool) -> str:
    """Return the section.

    Args:
        rights: Of the lan.
        elsewhere: Whether there is a zone beside the vpn in which no machine of the lab is.
    """
    networks = "\n".join(
        f'            <subNetwork name="lan{number}" label="Lan {number}" mask="{mask}" '
        f'proxy="{_PROXY}"/>'
        for number, mask in enumerate(LAN_MASKS, start=1)
    )
    return f"""    <authentication sessionTimeOutSec="86400" securityTimeOutSec="86400"
                    longSessionTimeOutSec="1296000" sessionCacheSec="600"
                    checkIPConsistent="false" defaultMode="nl">
      <xtk internalSecurityZone="{LAN}"/>
      <securityZone name="public" label="Public network"
                    {_flags(frozenset(), 20)}>
        <subNetwork name="all" label="All addresses" mask="*" proxy="{_PROXY}"/>
        <securityZone name="vpn" label="Private network (VPN)"
                      {_flags(rights & OF_VPN, 22)}>
          <securityZone name="{LAN}" label="Private network (LAN)"
                        {_flags(rights, 24)}>
{networks}
          </securityZone>
        </securityZone>
{_ELSEWHERE if elsewhere else ""}      </securityZone>
    </authentication>"""


def _flags(rights: Rights, indent: int) -> str:
    """Return the attributes; two flags change nothing in the lab and are false, as documented."""
    shown = sorted({*Right, "allowEmptyPassword", "allowSQLInjection"})
    attributes = [f'{flag}="{str(flag in rights).lower()}"' for flag in shown]
    half = (len(attributes) + 1) // 2
    first, second = " ".join(attributes[:half]), " ".join(attributes[half:])
    return f"{first}\n{' ' * indent}{second}"
