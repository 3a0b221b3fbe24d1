"""Which servers a delivery log names in its errors."""

import re
from collections.abc import Iterable

from campaign_tracking.campaign.delivery import LogLine
from campaign_tracking.urls import host, parts

COMMUNICATION_FAILED = "RED-520025"  # the only code that names a server (KA-19371)
# Only what a host is made of; stars mask. Around it are quotes and stops of any language.
_URL = re.compile(r"https?://(?:\[[0-9a-f:.]+\]|[\w.*-]*[\w*])(?::\d+)?", re.IGNORECASE)


def origins_in(log: Iterable[LogLine]) -> set[tuple[str, str]]:
    """Return scheme and host of the servers that RED-520025 names; no port is told (KA-19371).

    By name and not by order (R-61). The text around the URL is in the platform's language; the
    URL is not.
    """
    found = (_URL.search(line.text) for line in log if line.code == COMMUNICATION_FAILED)
    urls = [match[0] for match in found if match]
    return {(parts(url).scheme, host(url)) for url in urls if host(url)}


def named_in(log: Iterable[LogLine]) -> set[str]:
    """Return the hosts that RED-520025 names."""
    return {name for _, name in origins_in(log)}
