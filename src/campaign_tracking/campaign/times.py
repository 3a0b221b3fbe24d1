"""Times as Campaign writes them."""

from datetime import datetime

_FORMATS = tuple(f"%Y-%m-%d{gap}%H:%M:%S{rest}" for gap in " T" for rest in (".%f%z", "%z"))


def read_time(text: str) -> datetime | None:
    """Return the time that *text* tells; None if it is none, or names no zone.

    Forms seen: ``2024-05-06 07:08:09.123Z``, ``2024-05-06T07:08:09.000Z``, without fractions.
    """
    for form in _FORMATS:
        try:
            return datetime.strptime(text.strip(), form)  # noqa: DTZ007  (each form has %z)
        except ValueError:
            continue
    return None
