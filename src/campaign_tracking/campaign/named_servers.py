"""Which servers a delivery log names in its errors."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from campaign_tracking.campaign.delivery import LogLine

COMMUNICATION_FAILED = "RED-520025"  # the only code that names a server (KA-19371)
# Only what a host is made of: around it are quotes and stops of any language.
_URL = re.compile(r"https?://(?:\[[0-9a-f:.]+\]|[\w.-]*\w)(?::\d+)?", re.IGNORECASE)


def named_in(log: Iterable[LogLine]) -> set[str]:
    """Return the hosts that RED-520025 names; by name and not by order (R-61).

    The text around the URL is in the platform's language; the URL is not.
    """
    hosts = set()
    for line in log:
        if line.code == COMMUNICATION_FAILED and (found := _URL.search(line.text)):
            hosts.add(_host(found[0]))
    return hosts - {""}


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
