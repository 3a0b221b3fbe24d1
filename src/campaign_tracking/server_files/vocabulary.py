"""The attributes that the documentation names (the-server-configuration-file.md)."""

from typing import Final

# Where a quote is lost, a part of a value looks like a name: what is not one of these is not shown.
_DOCUMENTED: Final = frozenset(
    name.casefold()
    for name in (
        *("action", "address", "affinity", "allowDebug", "allowEmptyPassword", "allowHTTP"),
        *("allowSQLInjection", "allowUserPassword", "args", "autoStart"),
        *("blockRedirectForUnsignedTrackingLink", "checkIPConsistent", "consolidationPeriodSec"),
        *("controlPort", "cookieDomain", "databaseId", "dataBasePoolPeriodSec", "dataLogPath"),
        *("debugRelay", "dedupOpenPeriodMin", "defaultMode", "defLogCount", "deny", "dnsSuffix"),
        *("emailLinksVersion", "enabled", "enabledIf", "enableIf", "enableTLS", "encrypted"),
        *("errorIgnorePercent", "errorIgnorePeriod", "expirationURL"),
        *("forbiddenCharsInAuthority", "forbiddenCharsInPath", "hostMask", "hosts", "httpAllowed"),
        *("httpPort", "id", "IMSOrgId", "indicatorsDuration", "internalSecurityZone", "IPMask"),
        *("label", "lang", "localDomain", "logCountPerRequest", "logical", "login"),
        *("longSessionTimeOutSec", "mask", "maxAgeSec", "maxCreateFileRetry"),
        *("maxDeliveryQueueSize", "maxFileSizeMb", "maxJobsInCache", "maxLogsSizeOnDiskMb"),
        *("maxNumberOfLoginsFiles", "maxProcessMemoryAlertMb", "maxProcessMemoryWarningMb"),
        *("maxSharedLogs", "maxSpareServers", "MaxThreads", "MinSpareThreads", "name"),
        *("nameServers", "override", "P3PCompactPolicy", "password", "phishbowlServiceAPIKey"),
        *("phishbowlServiceEndpoint", "physical", "port", "processRestartTime", "protocol"),
        *("provider", "proxy", "purgeLogsPeriod", "relayHost", "relayPath", "retry", "runLevel"),
        *("securityTimeOutSec", "server", "sessionCacheSec", "sessionTimeOutSec"),
        *("sessionTokenOnly", "showErrors", "showSourceIP", "signEmailLinks", "startRedirection"),
        *(
            "startRedirectionInModule",
            "startRelay",
            "startRelayInModule",
            "startSoapRouterInModule",
        ),
        *("statServerAddress", "status", "targetUrl", "timeout", "trackingIgnorePercent"),
        *("trackingIgnorePeriod", "trackingPassword", "trackWebVisitors", "url", "urlBase"),
        *("urlPath", "urlRegEx", "useMomentum", "userAgentCacheSize", "useSingleProxy"),
        *("value", "verifyMode", "webTrackingParamSize", "xMailer", "_autoStart", "_operation"),
    )
)


def the_attribute(name: str) -> str:
    """Return how to speak of the attribute: by its name if the documentation has it."""
    return f"the attribute {name}" if name.casefold() in _DOCUMENTED else "an attribute"
