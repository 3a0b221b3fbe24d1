"""The way of a mail through servers, from its Received headers (RFC 5321, 4.4): a timeline.

The times are the servers' own: where their clocks differ, a mail seems to arrive before it left.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

MAX_NAME_CHARACTERS = 255
MAX_DATE_CHARACTERS = 100
_FROM = re.compile(r"\s*from\s+(\S+)", re.IGNORECASE)
_BY = re.compile(r"(?:^|\s)by\s+(\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One server that took the mail over.

    Attributes:
        from_server: From whom, as that one called itself; empty if it is not said.
        by_server: Who took it; empty if it is not said.
        at: When, by its own clock, in UTC.
        since_last_s: Seconds since the hop before; negative where clocks differ, None at the first.
    """

    from_server: str
    by_server: str
    at: datetime
    since_last_s: float | None


def read_transit(received_headers: Sequence[str]) -> tuple[Hop, ...]:
    """Return the way, first server first; a header without a time that can be read is left out.

    Args:
        received_headers: Unfolded, the last server's first, as they stand in a mail.
    """
    hops: list[Hop] = []
    for header in reversed(received_headers):
        at = _time(header.rpartition(";")[2])
        if at is None:
            continue
        since_s = (at - hops[-1].at) / timedelta(seconds=1) if hops else None
        from_server, by_server = _name(_FROM.match(header)), _name(_BY.search(header))
        hop = Hop(from_server=from_server, by_server=by_server, at=at, since_last_s=since_s)
        hops.append(hop)
    return tuple(hops)


def _name(match: re.Match[str] | None) -> str:
    return match[1].rstrip(";")[:MAX_NAME_CHARACTERS] if match else ""


def _time(text: str) -> datetime | None:
    """Return a time with its zone, in UTC; ``-0000`` is UTC by definition (RFC 5322, 3.3)."""
    try:
        read = parsedate_to_datetime(text.strip()[:MAX_DATE_CHARACTERS])
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
