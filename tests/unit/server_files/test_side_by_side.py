"""Work on several machines ends in time, whatever one of them does."""

import subprocess
import sys
import threading
import time

import pytest

from campaign_tracking.server_files.side_by_side import Deadline, side_by_side


def nobody() -> None:
    """Be told of a wait, and say nothing."""


def test_each_by_its_name() -> None:
    """What each piece returned is told by its name, in the given order."""
    found = side_by_side({"b": lambda _: 1, "a": lambda _: 2}, limit_s=10, tick=nobody)

    assert list(found.items()) == [("b", 1), ("a", 2)]


def test_at_the_same_time() -> None:
    """Pieces that wait for each other do not wait for ever."""
    barrier = threading.Barrier(3)
    work = dict.fromkeys("abc", lambda _: barrier.wait(10) >= 0)

    assert all(side_by_side(work, limit_s=20, tick=nobody).values())


def test_one_that_hangs() -> None:
    """One that ends too late is None, and the others are told all the same."""
    ticks: list[int] = []
    began = time.monotonic()

    found = side_by_side(
        {"hangs": lambda _: time.sleep(30), "fine": lambda _: 1},
        limit_s=0.1,
        tick=lambda: ticks.append(1),
    )

    assert found == {"hangs": None, "fine": 1}
    assert time.monotonic() - began < 5  # noqa: PLR2004
    assert ticks


def test_process_ends_all_the_same() -> None:
    """Work that heeds nothing does not keep the process from its end."""
    script = (
        "import time\n"
        "from campaign_tracking.server_files.side_by_side import side_by_side\n"
        "side_by_side({'a': lambda _: time.sleep(60)}, limit_s=0, tick=lambda: None)\n"
    )

    subprocess.run([sys.executable, "-c", script], timeout=20, check=True)  # noqa: S603  (our own)


def test_what_is_left_to_itself_knows() -> None:
    """Work that is left to itself sees that nobody waits."""
    seen = threading.Event()

    def work(deadline: Deadline) -> None:
        while deadline.left_s:
            time.sleep(0.01)
        seen.set()

    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        side_by_side({"a": work}, limit_s=60, tick=interrupt)

    assert seen.wait(5)


def test_mistakes_of_ours_are_raised() -> None:
    """What work raises is not lost."""

    def mistake(_: Deadline) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        side_by_side({"a": mistake}, limit_s=10, tick=nobody)


def test_share_of_the_time() -> None:
    """A share ends before the whole, and is given up with it."""
    whole = Deadline(at=time.monotonic() + 100, given_up=threading.Event())
    half = whole.share(0.5)

    assert 40 < half.left_s <= 50  # noqa: PLR2004
    whole.given_up.set()
    assert half.left_s == 0
