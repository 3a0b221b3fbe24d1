"""Waits: at least one look, a last one when the time is up, and never longer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking import waiting
from campaign_tracking.waiting import looks
from tests.unit.clock import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that nobody waits for."""
    clock = Clock()
    monkeypatch.setattr(waiting, "time", clock)
    return clock


def nobody() -> None:
    """Be told of a wait, and say nothing."""


@pytest.mark.parametrize("late_s", [0, 1, 1_000])
def test_one_look_at_least(clock: Clock, late_s: float) -> None:
    """Where there is no time left, there is one look, and no pause."""
    assert len(list(looks(clock.now - late_s, nobody))) == 1
    assert clock.slept == []


def test_last_look_when_time_is_up(clock: Clock) -> None:
    """What comes at the last moment is seen: the last look is at the deadline itself."""
    deadline = clock.now + 7

    seen_at = [clock.now for _ in looks(deadline, nobody)]

    assert seen_at[0] == deadline - 7
    assert seen_at[-1] == deadline
    assert all(at < deadline for at in seen_at[:-1])


def test_pauses_grow(clock: Clock) -> None:
    """Pauses grow by half up to the longest; only the last is cut to the deadline."""
    list(looks(clock.now + 20, nobody, first_s=1, longest_s=4))

    assert clock.slept == [1, 1.5, 2.25, 3.375, 4, 4, pytest.approx(3.875)]


def test_somebody_is_told_before_each_pause(clock: Clock) -> None:
    """There is a tick before every pause, so that whoever watches knows why nothing happens."""
    told: list[int] = []

    list(looks(clock.now + 20, lambda: told.append(len(clock.slept))))

    assert told == list(range(len(clock.slept)))


def test_slow_look_is_not_the_last(clock: Clock) -> None:
    """A look that began in time and ended late is followed by one that sees it all."""
    deadline, count = clock.now + 1, 0

    for _ in looks(deadline, nobody):
        count += 1
        clock.now += 5

    assert count == 2  # noqa: PLR2004  (the slow one and the last)
    assert clock.slept == [0]


def test_stops_when_found(clock: Clock) -> None:
    """Whoever has seen enough waits no longer."""
    for _ in looks(clock.now + 20, nobody):
        break

    assert clock.slept == []


@given(st.floats(-5, 300), st.floats(0.01, 2), st.floats(0.01, 20), st.lists(st.floats(0, 9)))
def test_any_wait_ends(limit_s: float, first_s: float, longest_s: float, took: list[float]) -> None:
    """Whatever the limits are and however long looks take: no pause goes beyond the deadline."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        clock = Clock()
        monkeypatch.setattr(waiting, "time", clock)
        began, slow = clock.now, iter(took)
        for _ in looks(began + limit_s, nobody, first_s=first_s, longest_s=longest_s):
            clock.now += next(slow, 0)

    assert clock.now - began <= max(0, limit_s) + sum(took) + 0.001
    assert clock.now >= began + limit_s
    assert all(0 <= pause <= max(first_s, longest_s) for pause in clock.slept)
