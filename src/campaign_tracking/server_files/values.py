"""What may be kept of an attribute's value: of those that a rule reads, what is no secret.

All others are sealed: what a hand wrote into them is nobody's business, and may be a secret.
"""

import re
from typing import Final

from campaign_tracking.seal import Seal

_BOOLEANS: Final = frozenset({"true", "false", "1", "0"})
# Read by a rule, or compared between servers; never the database's identifier nor a password.
_KEPT: Final = frozenset(
    name.casefold()
    for name in (
        *("autoStart", "_autoStart", "_operation", "id", "name", "label", "url", "enabledIf"),
        *("enableIf", "httpPort", "port", "protocol", "SSLEnabled", "scheme", "targetUrl"),
        *("urlPath", "IPMask", "hostMask", "deny", "httpAllowed", "status"),
        *("startRedirection", "startRedirectionInModule", "showSourceIP", "expirationURL"),
        *("defLogCount", "maxJobsInCache", "cookieDomain", "trackWebVisitors", "IMSOrgId"),
        *("P3PCompactPolicy", "logCountPerRequest", "blockRedirectForUnsignedTrackingLink"),
        *("maxSharedLogs", "maxLogsSizeOnDiskMb", "purgeLogsPeriod", "maxCreateFileRetry"),
        *("webTrackingParamSize", "processRestartTime", "mask", "proxy", "hosts", "lang"),
        *("enabled", "override", "signEmailLinks", "verifyMode", "statServerAddress"),
        *("affinity", "emailLinksVersion", "useMomentum"),
    )
)
# A login before a host: up to the last @, whatever characters the password has.
_LOGIN: Final = re.compile(r"(?<=://)\S*(?=@)|^\S*(?=@)")
_PARAMETER: Final = re.compile(r"(?<==)[^&\s#]+")


def kept_value(name: str, value: str, seal: Seal) -> str:
    """Return what may be kept of the attribute *name*: its value, a secret in it sealed."""
    if value.strip().casefold() in _BOOLEANS:
        return value
    if name.casefold() not in _KEPT:
        return seal(value)
    shown = _LOGIN.sub(lambda found: seal(found[0]), value)
    address, mark, query = shown.partition("?")
    return address + mark + _PARAMETER.sub(lambda found: seal(found[0]), query)
