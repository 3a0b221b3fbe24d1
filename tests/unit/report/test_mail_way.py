"""The way of a mail: what is said of it, and a drawing to scale, whatever the clocks are like."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.facts import Facts, to_json
from campaign_tracking.mailbox import read_mail
from campaign_tracking.mailbox.authentication_results import MAX_RESULTS, METHODS
from campaign_tracking.mailbox.message import MAX_RECEIVED
from campaign_tracking.report.authentication_words import WORDS, in_words
from campaign_tracking.report.mail_way import MailWay, mail_ways, scale

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
ZONES = st.timezones() | st.builds(
    timezone, st.timedeltas(timedelta(hours=-23, minutes=-59), timedelta(hours=23, minutes=59))
)
KEYS = ("authentication", "transit", "received_headers", "server", "results", "method", "result")
PLAIN = st.recursive(
    st.none() | st.integers() | st.text(max_size=20) | st.just("2026-11-25T12:00:00Z"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from((*KEYS, "domain", "at", "by_server", "from_server")), inner, max_size=4
        )
    ),
    max_leaves=20,
)
MAIL = st.fixed_dictionaries(
    {}, optional={"authentication": PLAIN, "transit": PLAIN, "received_headers": PLAIN}
)


def at(*seconds: float) -> list[datetime]:
    """Return times so many seconds after noon."""
    return [NOON + timedelta(seconds=each) for each in seconds]


def a_hop(time: str, by_server: str = "mx") -> dict[str, object]:
    """Return a hop as facts.json holds it."""
    return {"at": time, "by_server": by_server, "from_server": "mta", "since_last_s": None}


def the_way(**mail: object) -> MailWay:
    """Return the way of a tracked mail with these facts."""
    (way,) = mail_ways({"tracked_mail": mail})
    return way


def said(*results: tuple[str, str], server: str = "mx") -> Mapping[str, object]:
    """Return what a receiving server found, as facts.json holds it."""
    found = [{"method": method, "result": word, "domain": "a.example"} for method, word in results]
    return {"server": server, "results": found}


@pytest.mark.parametrize(
    ("seconds", "bars"),
    [
        ((), ()),
        ((7,), ((0, 0),)),
        ((0, 1, 4), ((0, 0), (0, 25), (25, 100))),
        ((0, 1, -5, -2), ((0, 0), (0, 25), (25, 25), (25, 100))),
        ((3, 3, 3), ((0, 0), (0, 0), (0, 0))),
        ((5, 4, 3), ((0, 0), (0, 0), (0, 0))),
        ((0, 1, 3), ((0, 0), (0, 33.33), (33.33, 100))),
    ],
    ids=["none", "one", "two", "clock behind", "equal", "backwards", "rounded"],
)
def test_scale(seconds: tuple[float, ...], bars: tuple[tuple[float, float], ...]) -> None:
    """Each bar is as long as its step took; one that seems to go back took no time."""
    assert scale(at(*seconds)) == bars


@given(st.lists(st.datetimes(timezones=st.just(UTC)), max_size=MAX_RECEIVED))
def test_any_scale(times: list[datetime]) -> None:
    """Each bar begins where the one before ends; none is outside, and the last ends at the end."""
    bars = scale(times)

    assert len(bars) == len(times)
    assert bars[:1] == ((0, 0),)[: len(times)]
    assert all(0 <= start <= end <= 100 for start, end in bars)  # noqa: PLR2004  (percent)
    assert all(before[1] == after[0] for before, after in pairwise(bars))
    forward = [earlier < later for earlier, later in pairwise(times)]
    assert {end for _, end in bars[-1:]} <= {100.0 if any(forward) else 0.0}
    for took_time, (start, end) in zip(forward, bars[1:], strict=True):
        assert took_time or start == end


@given(st.lists(st.datetimes() | st.datetimes(timezones=ZONES), max_size=MAX_RECEIVED))
def test_any_clocks(times: list[datetime]) -> None:
    """Times of any zone or none come out in UTC, with the seconds between them."""
    steps = the_way(transit=[a_hop(time.isoformat()) for time in times]).steps

    assert all(step.at.tzinfo is UTC for step in steps)
    assert len(steps) <= len(times)
    assert all(step.since_last_s is None for step in steps[:1])
    for before, after in pairwise(steps):
        assert after.since_last_s == (after.at - before.at) / timedelta(seconds=1)


def test_zones_are_evened_out() -> None:
    """A time with an offset is told in UTC, one without a zone is taken for UTC."""
    way = the_way(transit=[a_hop("2026-11-25T13:00:00+01:00"), a_hop("2026-11-25T11:59:58")])

    assert [step.at for step in way.steps] == at(0, -2)
    assert [step.since_last_s for step in way.steps] == [None, -2]
    assert way.drawn_s == 0


def test_what_the_drawing_stands_for() -> None:
    """Its width is the time that all steps took, without those that go back."""
    times = [time.isoformat() for time in at(0, 5, 2, 22)]

    assert the_way(transit=[a_hop(time) for time in times]).drawn_s == 25  # noqa: PLR2004  (5 + 20)


@pytest.mark.parametrize("time", ["***-11-25T12:00:01Z", "0001-01-01T00:00:00+05:00", ""])
def test_what_is_no_time(time: str) -> None:
    """A hop whose time was masked, or is before all time in UTC, counts as one without a time."""
    transit = [a_hop("2026-11-25T12:00:00Z"), a_hop(time)]

    way = the_way(transit=transit, received_headers=["a", "b", "c"])

    assert [step.at for step in way.steps] == [NOON]
    assert way.without_time == 2  # noqa: PLR2004  (this one, and one that had none)


def test_every_method_has_a_statement() -> None:
    """They stand in one order; several signatures in theirs; a method without result says so."""
    way = the_way(authentication=said(("dmarc", "fail"), ("dkim", "pass"), ("dkim", "policy")))

    told = [(statement.method, statement.result) for statement in way.statements]
    assert told == [("SPF", ""), ("DKIM", "pass"), ("DKIM", "policy"), ("DMARC", "fail")]
    assert way.authority == "mx"
    assert [statement.domain for statement in way.statements] == ["", *["a.example"] * 3]


@pytest.mark.parametrize("authentication", [None, "***", said(), {"server": "mx"}])
def test_nothing_said(authentication: object) -> None:
    """Without a result there is no statement."""
    assert the_way(authentication=authentication).statements == ()


def test_every_result_has_words() -> None:
    """The results that the RFCs know have words of their own; another word has none."""
    assert set(WORDS) == set(METHODS)
    for method, words in WORDS.items():
        assert {"pass", "fail", "none", "temperror", "permerror"} <= set(words)
        assert len(set(words.values())) == len(words)
        assert in_words(method, "pass") == words["pass"]
        assert not in_words(method, "bestguesspass")


def test_only_mails_that_were_received() -> None:
    """The tracked mail comes first; a mail that did not come has no way."""
    mail = read_mail(b"Subject: x\r\n\r\n", NOON)
    both = to_json(Facts(control_mail=mail, tracked_mail=mail))

    assert [way.title for way in mail_ways(both)] == [
        "The tracked mail",
        "The control mail, without tracking",
    ]
    assert [way.title for way in mail_ways(to_json(Facts(control_mail=mail)))] == [
        "The control mail, without tracking"
    ]
    assert mail_ways(to_json(Facts())) == ()


@given(MAIL | PLAIN)
def test_any_facts(mail: object) -> None:
    """Whatever masking leaves of a mail's facts, it does not fail."""
    ways = mail_ways({"tracked_mail": mail})

    assert len(ways) == isinstance(mail, dict)


def test_it_is_bounded() -> None:
    """However much stands there, what is shown is bounded."""
    way = the_way(
        transit=[a_hop("2026-11-25T12:00:00Z")] * 99, authentication=said(*[("spf", "pass")] * 99)
    )

    assert len(way.steps) == MAX_RECEIVED
    assert len(way.statements) == MAX_RESULTS + len(METHODS) - 1
