"""Earlier runs are kept, found by their environment, and never in the way."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from campaign_tracking.report.history import FOLDER, KEPT, keep, read_history
from campaign_tracking.report.results import Conclusion, Outcome, Run

BEGAN = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
FACTS = """{"run": {"environment": "%s", "started_at": "%s", "elapsed_s": 7.5, "later": 1},
 "verdict": {"conclusion": "not verified", "sentence": "…"},
 "checks": [{"check": "test_port_opens[trk2]", "outcome": "failed", "reason": "refused"}]}"""


def kept(folder: Path, environment: str = "prod", day: int = 0, text: str = "") -> None:
    """Keep a run."""
    started_at = BEGAN + timedelta(days=day)
    run = Run(
        environment=environment,
        hosting="on-premise",
        simulation=False,
        started_at=started_at,
        elapsed_s=7.5,
        machine="here",
        version="1",
        stopped="",
        selection="",
    )
    keep(folder, run, text or FACTS % (environment, started_at.isoformat()))


def test_nothing_there(tmp_path: Path) -> None:
    """The first run has none before it."""
    assert read_history(tmp_path, "prod").runs == ()


def test_kept_and_read(tmp_path: Path) -> None:
    """What is looked back at is read; what else stands there is left alone."""
    kept(tmp_path)

    (run,) = read_history(tmp_path, "prod").runs
    assert (run.run.environment, run.run.started_at, run.run.elapsed_s) == ("prod", BEGAN, 7.5)
    assert run.verdict.conclusion is Conclusion.NOT_VERIFIED
    assert run.outcome_of("test_port_opens[trk2]") is Outcome.FAILED
    assert run.outcome_of("test_click_is_logged") is None


def test_oldest_first(tmp_path: Path) -> None:
    """In whatever order they were written."""
    for day in (3, 1, 2):
        kept(tmp_path, day=day)

    days = [(run.run.started_at - BEGAN).days for run in read_history(tmp_path, "prod").runs]
    assert days == [1, 2, 3]


@pytest.mark.parametrize("other", ["prod-eu", "prod/../x", "pro", "prod-20261120T060000.000000Z"])
def test_each_environment_has_its_own(tmp_path: Path, other: str) -> None:
    """Whatever it is called."""
    kept(tmp_path, other)

    assert read_history(tmp_path, "prod").runs == ()
    (run,) = read_history(tmp_path, other).runs
    assert run.run.environment == other
    assert [path.parent for path in tmp_path.rglob("*.json")] == [tmp_path / FOLDER]


def test_only_the_last_are_kept(tmp_path: Path) -> None:
    """The oldest of the same environment go, and nobody else's."""
    kept(tmp_path, "test")
    for day in range(KEPT + 3):
        kept(tmp_path, day=day)

    runs = read_history(tmp_path, "prod").runs
    assert len(runs) == KEPT
    assert runs[0].run.started_at == BEGAN + timedelta(days=3)
    assert len(read_history(tmp_path, "test").runs) == 1


@pytest.mark.parametrize("text", ["{", "[]", '{"run": {}}', "\0", '{"checks": 7}'])
def test_unreadable(tmp_path: Path, text: str) -> None:
    """A file that is no run's is named, left where it is, and hides no other."""
    kept(tmp_path, day=1)
    kept(tmp_path, text=text)

    history = read_history(tmp_path, "prod")
    assert len(history.runs) == 1
    assert history.unreadable == ("prod-20261120T060000.000000Z.json",)
    assert (tmp_path / FOLDER / history.unreadable[0]).read_text() == text


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    """What somebody else put there is none of ours."""
    folder = tmp_path / FOLDER
    folder.mkdir()
    (folder / "prod-notes.json").write_text("{}")
    kept(tmp_path)

    assert len(read_history(tmp_path, "prod").runs) == 1
    assert read_history(tmp_path, "prod").unreadable == ()
    assert (folder / "prod-notes.json").exists()
