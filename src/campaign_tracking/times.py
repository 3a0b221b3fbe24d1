"""Times as Campaign writes them, in answers of its API and on its pages."""

import re
from datetime import datetime

_TIME = re.compile(
    r"(\d{4})[-/](\d\d)[-/](\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d{1,6})?)(Z|[+-]\d\d(?::?\d\d)?)",
    re.ASCII,
)
FIRST_YEAR, LAST_YEAR = 1970, 2200  # what else a server tells is no time to reckon with


def read_time(text: str) -> datetime | None:
    """Return the time that *text* tells; None if it is none, or names no zone.

    Forms seen: ``2024-05-06 07:08:09.123Z``, ``2024-05-06T07:08:09.000Z``, without fractions,
    ``2021-08-27 08:02:07.963-07``, with slashes. Without a zone it cannot be compared with ours.
    """
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, time_of_day, offset = match.groups()
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None
    try:
        return datetime.fromisoformat(f"{year}-{month}-{day} {time_of_day}{offset}")
    except ValueError:  # the 30th of February
        return None
