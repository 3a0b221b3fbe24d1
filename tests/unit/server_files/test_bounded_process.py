"""A command is run with an end: in time, in what it prints, and with all that it started."""

import threading
import time
from pathlib import Path

import pytest

from campaign_tracking.server_files.bounded_process import BoundedProcess, CutOffError
from campaign_tracking.server_files.side_by_side import Deadline

MUCH = 1_000_000


def within(limit_s: float) -> Deadline:
    """Return a deadline."""
    return Deadline(at=time.monotonic() + limit_s, given_up=threading.Event())


def test_gives_what_is_printed() -> None:
    """Standard output comes whole, and standard error beside it."""
    with BoundedProcess("printf abc; echo no >&2; printf def", within(10)) as process:
        assert b"".join(process.chunks(MUCH)) == b"abcdef"
        assert process.errors == b"no\n"


def test_nobody_is_asked() -> None:
    """Whoever wants to read something gets nothing, and does not wait."""
    with BoundedProcess("cat; echo done", within(10)) as process:
        assert b"".join(process.chunks(MUCH)) == b"done\n"


def test_too_late(tmp_path: Path) -> None:
    """What takes too long is ended, together with what it started."""
    alive = tmp_path / "alive"
    began = time.monotonic()
    line = f"(sleep 2; touch {alive}) & echo first; sleep 30"

    with BoundedProcess(line, within(0.5)) as process:
        found = process.chunks(MUCH)
        assert next(found) == b"first\n"
        with pytest.raises(CutOffError, match=r"not done within 0\.5 s") as late:
            next(found)

    assert late.value.too_late
    assert time.monotonic() - began < 2  # noqa: PLR2004
    time.sleep(2)
    assert not alive.exists()


def test_nobody_waits_any_more() -> None:
    """Once it is given up, it is ended whatever time there was left."""
    deadline = within(30)
    with BoundedProcess("sleep 30", deadline) as process:
        threading.Timer(0.2, deadline.given_up.set).start()
        with pytest.raises(CutOffError):
            list(process.chunks(MUCH))

    assert deadline.at - time.monotonic() > 20  # noqa: PLR2004


def test_too_much() -> None:
    """What prints without an end is ended."""
    with (
        BoundedProcess("yes", within(30)) as process,
        pytest.raises(CutOffError, match="more than 1,000,000 bytes") as much,
    ):
        list(process.chunks(MUCH))

    assert not much.value.too_late


def test_errors_are_bounded() -> None:
    """Of complaints without an end, the last are kept."""
    with BoundedProcess("yes no | head -c 999999 >&2; echo last >&2", within(30)) as process:
        assert list(process.chunks(MUCH)) == []
        assert process.errors.endswith(b"no\nlast\n")
        assert len(process.errors) < 10_000  # noqa: PLR2004


def test_left_behind_in_the_background() -> None:
    """What stays in the background with standard error open is not waited for."""
    began = time.monotonic()
    with BoundedProcess("sleep 30 >/dev/null & echo done", within(30)) as process:
        assert b"".join(process.chunks(MUCH)) == b"done\n"

    assert time.monotonic() - began < 10  # noqa: PLR2004
