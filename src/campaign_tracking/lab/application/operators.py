"""Operators: who may log on."""

from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from campaign_tracking.lab.markup import element
from campaign_tracking.lab.zones import LAN


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """Who may log on.

    Attributes:
        zone: The security zone in which an address must lie to be admitted.
        takes_password: Whether he may log on with it: ``imsConfig/nonIMSAuthnAPI`` may forbid it.
        has_profile: Whether a product profile of the instance is his: who logs on by the identity
            service has his rights from it (ims-migration.md).
    """

    login: str
    password: str = field(repr=False)
    zone: str = LAN
    takes_password: bool = True
    has_profile: bool = True

    @property
    def session_token(self) -> str:
        """What a zone with ``allowUserPassword`` takes for a session (security-zones.md)."""
        return f"{self.login}/{self.password}"

    def user_info(self) -> ET.Element:
        """Return the ``<userInfo>`` of Logon and GetUserInfo."""
        attributes = {
            "login": self.login,
            "loginId": "1060",
            "loginCS": f"Tracking verification ({self.login})",
            "timezone": "UTC",
            "instanceLocale": "en",
            "locale": "en",
        }
        return element(
            "userInfo",
            attributes,
            element("login-group", {"id": "1061"}),
            element("login-right", {"right": "admin"}),
            element("installed-package", {"namespace": "nms", "name": "core"}),
        )
