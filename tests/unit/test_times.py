"""A time is read as the moment that it is, in every form seen; anything else is none."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.times import FIRST_YEAR, LAST_YEAR, read_time


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("2024-05-06 07:08:09.123Z", datetime(2024, 5, 6, 7, 8, 9, 123_000, UTC)),
        ("2024-05-06T07:08:09.123Z", datetime(2024, 5, 6, 7, 8, 9, 123_000, UTC)),
        ("2024-05-06 07:08:09Z", datetime(2024, 5, 6, 7, 8, 9, 0, UTC)),
        ("2024-05-06T07:08:09Z", datetime(2024, 5, 6, 7, 8, 9, 0, UTC)),
        ("2024-05-06T07:08:09.000+02:00", datetime(2024, 5, 6, 5, 8, 9, 0, UTC)),
        ("2021-08-27 08:02:07.963-07", datetime(2021, 8, 27, 15, 2, 7, 963_000, UTC)),
        ("2030/01/02 03:04:05Z", datetime(2030, 1, 2, 3, 4, 5, 0, UTC)),
        ("2030/01/02 03:04:05.5+01", datetime(2030, 1, 2, 2, 4, 5, 500_000, UTC)),
        ("2024-05-06 07:08:09-0330", datetime(2024, 5, 6, 10, 38, 9, 0, UTC)),
        (" 2024-05-06 07:08:09Z\n", datetime(2024, 5, 6, 7, 8, 9, 0, UTC)),
        ("1970-01-01 00:00:00Z", datetime(1970, 1, 1, 0, 0, 0, 0, UTC)),
        ("2200-12-31 23:59:59Z", datetime(2200, 12, 31, 23, 59, 59, 0, UTC)),
        ("1969-12-31 23:59:59Z", None),
        ("1899-12-30 00:00:00Z", None),
        ("0001-01-01 00:00:00+14:00", None),
        ("2201-01-01 00:00:00Z", None),
        ("9999-12-31 23:59:59-12:00", None),
        ("2024-05-06 07:08:09", None),
        ("2024-02-30 07:08:09Z", None),
        ("2024-05-06 25:08:09Z", None),
        ("2024-05-06 07:08:09+25:00", None),
        ("2024-05-06 07:08:09.1234567Z", None),
        ("2024-05-06 07:08:09Z 2024-05-06 07:08:09Z", None),
        ("\u0662024-05-06 07:08:09Z", None),
        ("2024-05-06", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_times(said: str, expected: datetime | None) -> None:
    """A time is one in all forms seen; without a zone it is none, since it cannot be compared."""
    assert read_time(said) == expected


@given(
    st.datetimes(
        min_value=datetime(FIRST_YEAR, 1, 1),  # noqa: DTZ001  (hypothesis adds the zone)
        max_value=datetime(LAST_YEAR, 12, 31),  # noqa: DTZ001  (likewise)
        timezones=st.sampled_from([UTC, *(timezone(timedelta(hours=h)) for h in (-8, 1, 5.5))]),
    ),
    st.sampled_from(" T"),
)
def test_any_time_survives(at: datetime, gap: str) -> None:
    """Whatever moment is written comes back as the same moment."""
    assert read_time(at.isoformat(gap)) == at


@given(
    st.datetimes(timezones=st.just(UTC)).filter(lambda at: not FIRST_YEAR <= at.year <= LAST_YEAR)
)
def test_no_time_of_other_centuries(at: datetime) -> None:
    """A year that no platform lives in is none: sums with its last day would have no year."""
    assert read_time(at.isoformat()) is None


@given(st.text())
def test_any_text_is_a_time_or_none(said: str) -> None:
    """Whatever a platform writes is a time with a zone, or none; nothing else happens."""
    read = read_time(said)

    assert read is None or read.tzinfo is not None


@given(st.text("0123456789-/: TZ+.", max_size=35))
def test_what_looks_like_a_time_is_one_or_none(said: str) -> None:
    """Whatever is put together of a time's characters is a time with a zone, or none."""
    read = read_time(said)

    assert read is None or read.tzinfo is not None
