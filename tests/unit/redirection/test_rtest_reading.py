"""The answer to ``/r/test`` is read in all its documented forms, and its clock with it."""

from datetime import UTC, datetime, timedelta, timezone
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from campaign_tracking.redirection.rtest import RTest, read_redir

VALUES = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))
NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_.-]{0,12}", fullmatch=True)

# The variants of domain.md, 2.1, in its order, with values for the dots.
DOCUMENTED = [
    "<redir status='OK' date='2030-01-02 03:04:05' sourceIP='192.0.2.1'/>",
    (
        "<redir status='OK' date='2030-01-02 03:04:05.112Z' build='9383' sha1='cc45440'"
        " instance='prod' sourceIP='192.0.2.1' host='t.example.com' localHost='front1'/>"
    ),
    (
        "<redir status='OK' date='2030-01-02 03:04:05.112Z' version='8.5.1' sha1='cc45440'"
        " instance='prod' sourceIP='192.0.2.1' host='t.example.com' localHost='front1'/>"
    ),
    (
        "<redir status='OK' date='2030-01-02 03:04:05.112Z' build='9383' host='t.example.com'"
        " localHost='front1'/>"
    ),
    "<redir status='OK' date='2030/01/02 03:04:05' build='9383' host='t' localHost='front1'/>",
    (
        '<redir status="OK" date="2030/01/02 03:04:05" build="9383" host="tracking.campaign.net"'
        ' localHost="localhost"/>'
    ),
    (
        "<redir status='OK' date='2030-01-02 03:04:05' build='9383' instance='prod'"
        " sourceIP='192.0.2.1' host='t.example.com' localHost='front1'/>"
    ),
    (
        "<redir status='OK' date='2021-08-27 08:02:07.963-07' version='8.5.1' build='9236'"
        " sha1='cc45440' instance='x_prod1' sourceIP='1.2.3.4' host='t' localHost='x-prod1-1'/>"
    ),
    "<redir status='OK' date='2030-01-02 03:04:05.112Z' sourceIP=''/>",
    "<redir status='OK' date='2030-01-02 03:04:05' build='9383' host='' localHost='front1'/>",
    "<redir status='OK'/>",
]


def seen_with(date: str, asked_at: datetime) -> RTest:
    """An answer that carries *date*."""
    return RTest(
        url="http://t.example/r/test",
        asked_at=asked_at,
        elapsed_s=0.1,
        silence=None,
        words="",
        status_code=200,
        redir={"date": date},
        text="",
        redirected_to="",
        location_followed=False,
    )


@pytest.mark.parametrize("text", DOCUMENTED)
def test_reads_what_is_documented(text: str) -> None:
    """Each documented variant is read, with line feeds around it as servers send them."""
    redir = read_redir(f"\n{text}\r\n\n")

    assert redir["status"] == "OK"
    assert len(redir) == text.count("=")


@given(st.dictionaries(NAMES, VALUES, max_size=8), st.sampled_from(["", "<?xml version='1.0'?>"]))
def test_reads_any_attributes_in_any_order(attributes: dict[str, str], prolog: str) -> None:
    """What a module says of itself is kept, whatever it is called and however it is quoted."""
    written = " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items())

    assert read_redir(f"{prolog}<redir {written}/>") == attributes


@given(st.text() | st.text("<redir/>= '\"a&;!-[]").map("<redir {}/>".format))
@example("<!DOCTYPE redir [<!ENTITY a 'a'>]><redir status='&a;'/>")
@example("<?xml version='1.0' encoding='no-such'?><redir/>")
def test_anything_else_says_nothing(text: str) -> None:
    """Whatever a server sends is either read or not; nothing else happens."""
    assert all(isinstance(value, str) for value in read_redir(text).values())


MOMENT = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1))  # noqa: DTZ001  (st.datetimes asks for naive bounds)


@given(MOMENT, st.integers(-12, 14), st.sampled_from("-/"), st.floats(-1e6, 1e6))
def test_clock_with_a_zone(moment: datetime, hours: int, dash: str, ahead_s: float) -> None:
    """A time with an offset is compared with ours, to the millisecond it is written in."""
    asked_at = moment.replace(tzinfo=UTC)
    served_at = (asked_at + timedelta(seconds=ahead_s)).astimezone(timezone(timedelta(hours=hours)))
    zone = f"{hours:+03d}" if hours else "Z"
    date = f"{served_at:%Y{dash}%m{dash}%d %H:%M:%S}.{served_at.microsecond // 1000:03d}{zone}"

    clock_ahead_s = seen_with(date, asked_at).clock_ahead_s

    assert clock_ahead_s == pytest.approx(ahead_s, abs=0.0011)


@pytest.mark.parametrize(
    "date",
    [
        "",
        "2030-01-02 03:04:05",
        "2030/01/02 03:04:05",
        "2030-02-30 03:04:05Z",
        "0000-01-01 00:00:00Z",
    ],
)
def test_clock_without_a_zone(date: str) -> None:
    """Without an offset, or a real day, nothing is computed."""
    assert seen_with(date, datetime.now(UTC)).clock_ahead_s is None


@given(st.text() | st.text("0123456789-/:. Z+", min_size=17, max_size=30))
def test_clock_of_anything(date: str) -> None:
    """Whatever stands in the date, it does not fail."""
    assert isinstance(seen_with(date, datetime.now(UTC)).clock_ahead_s, float | None)
