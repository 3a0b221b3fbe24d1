"""The ways in which Campaign writes a moment."""

from datetime import UTC, datetime, timedelta, timezone


def now() -> datetime:
    """Return the platform's time, in UTC."""
    return datetime.now(UTC)


def xtk(moment: datetime) -> str:
    """Return ``2024-05-06 07:08:09.123Z``, as in queries, job logs and ping.jsp."""
    return f"{moment:%Y-%m-%d %H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def xsd(moment: datetime) -> str:
    """Return ``2024-05-06T07:08:09.123Z``, as SOAP values."""
    return xtk(moment).replace(" ", "T")


def with_offset(moment: datetime, hours: int) -> str:
    """Return ``2021-08-27 08:02:07.963-07``, as newer builds write it in ``/r/test``."""
    there = moment.astimezone(timezone(timedelta(hours=hours)))
    return f"{xtk(there).removesuffix('Z')}{'-' if hours < 0 else '+'}{abs(hours):02d}"


def tracking_log(moment: datetime) -> str:
    """Return ``2017-06-24T21:00:50.96``, as in tracking log files (about-message-tracking.md)."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 10_000:02d}"


def read_tracking_log(text: str) -> datetime:
    """Return the moment that :func:`tracking_log` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%f").replace(tzinfo=UTC)
