"""How the faults of an upload show where Adobe hosts the servers: all alike, by the log alone."""

from typing import Final

from campaign_tracking.lab.faults.fault import HOSTED, Shown

# Whatever the internal URL is: the delivery log names the server with RED-520025, and no more.
_ANY: Final = (
    *("tracking-web-server-down", "tracking-host-unreachable", "internal-url-outdated"),
    *("internal-url-wrong-port", "tracking-web-process-down", "one-tracking-server-down"),
)
_LAST: Final = (
    *("tomcat-port-changed-relay-not", "tomcat-threads-exhausted"),
    *("tracking-server-slow", "restart-window"),
)
HTTP: Final = (*_ANY, "relay-denies-soaprouter", "zone-refuses-http", *_LAST)
HTTP_BY_NAME: Final = (
    *(*_ANY, "internal-name-not-resolved"),
    *("relay-denies-soaprouter", "zone-refuses-http", *_LAST),
)
HTTPS: Final = (
    *(*_ANY, "relay-denies-soaprouter"),
    *("internal-certificate-rejected", "internal-scheme-mismatch", *_LAST),
)
LAST_SERVER: Final = r"got RED-520025, naming 127\.0\.0\.12$"


def hosted(cause: tuple[str, ...] = HTTP, says: str = LAST_SERVER) -> Shown:
    """Return how a fault shows there, with the tie that is named."""
    check = "test_analysis_reports_no_tracking_error"
    return Shown(in_=(HOSTED,), check=check, says=says, cause=cause)
