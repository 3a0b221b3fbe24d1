"""What may be kept of an attribute's value."""

import re

from campaign_tracking.seal import Seal

# Tomcat's keystorePass and shutdown, connection strings, and the database's identifier among them.
_SECRET = re.compile(
    r"pass|secret|token|api_?key|dbcnx|login$|^shutdown$|private_?key|encryption_?key|databaseId",
    re.IGNORECASE,
)
# Switches of a securityZone, whose names speak of passwords and tokens (security-zones.md).
_SWITCHES = frozenset({"allowemptypassword", "allowuserpassword", "sessiontokenonly"})
_BOOLEANS = frozenset({"true", "false", "1", "0"})
_PASSWORD_IN_URL = re.compile(r"(?<=://)([^\s/:@]*):([^\s/@]+)@")


def kept_value(name: str, value: str, seal: Seal) -> str:
    """Return what may be kept of the attribute *name*: its value, a secret in it sealed."""
    if name.casefold() in _SWITCHES and value.strip().casefold() in _BOOLEANS:
        return value
    if _SECRET.search(name):
        return seal(value)
    return _PASSWORD_IN_URL.sub(lambda found: f"{found[1]}:{seal(found[2])}@", value)
