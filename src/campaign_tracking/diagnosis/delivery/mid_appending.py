"""What the delivery log says of handing a delivery over to the mid-sourcing server."""

import re
from collections.abc import Iterator
from typing import Final

from campaign_tracking.campaign.delivery import ERROR_LINE
from campaign_tracking.facts import Facts

METHOD: Final = "AppendDeliveryPart"
_TOO_SLOW: Final = re.compile(r"\bHTTP\s+408\b")  # delivery-performance-troubleshooting.md


def is_too_slow(line: str) -> bool:
    """Whether the mid-sourcing server gave up waiting: a port may hold these digits, too."""
    return _TOO_SLOW.search(line) is not None


def failures(facts: Facts) -> Iterator[str]:
    """Yield the error lines about it; a method's name is no language's."""
    for delivery in (facts.control, facts.tracked):
        for line in delivery.log if delivery else ():
            if line.kind == ERROR_LINE and METHOD in line.text:
                yield line.text
