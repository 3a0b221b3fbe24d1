"""Earlier runs of the same environment, kept in ``reports/history``."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote

from pydantic import TypeAdapter, ValidationError

from campaign_tracking.report.folder import write_whole
from campaign_tracking.report.results import Conclusion, Outcome, Run

FOLDER: Final = "history"
KEPT: Final = 30
MAX_BYTES: Final = 50_000_000
_STAMP: Final = "%Y%m%dT%H%M%S.%fZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRunHead:
    """What run it was.

    Attributes:
        environment: Name of the declared environment.
        started_at: When it began (aware, UTC).
        elapsed_s: How long it took.
    """

    environment: str
    started_at: datetime
    elapsed_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PastVerdict:
    """What it amounted to, in one word."""

    conclusion: Conclusion


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCheck:
    """A check, and what became of it then."""

    check: str
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRun:
    """As much of a facts.json as is looked back at; a later version may have more in it.

    Attributes:
        run: What run it was.
        verdict: What it amounted to.
        checks: Every check.
    """

    run: PastRunHead
    verdict: PastVerdict
    checks: tuple[PastCheck, ...]

    def outcome_of(self, check: str) -> Outcome | None:
        """Return what became of a check; None if it did not take part."""
        return next((each.outcome for each in self.checks if each.check == check), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The earlier runs.

    Attributes:
        runs: Those of the environment, oldest first.
        unreadable: Names of files that are no facts of a run.
    """

    runs: tuple[PastRun, ...] = ()
    unreadable: tuple[str, ...] = ()


def read_history(reports: Path, environment: str) -> History:
    """Return the earlier runs of *environment*; what cannot be read is named, and stays."""
    runs, unreadable = [], []
    for path in _files(reports, environment):
        run = _read(path)
        if run is None:
            unreadable.append(path.name)
        elif run.run.environment == environment:
            runs.append(run)
    return History(runs=tuple(runs), unreadable=tuple(unreadable))


def keep(reports: Path, run: Run, facts_json: str) -> None:
    """Add a run, and take away those of the same environment that are older than the last 30.

    Raises:
        OSError: If it cannot be written.
    """
    name = f"{_prefix(run.environment)}{run.started_at.astimezone(UTC).strftime(_STAMP)}.json"
    write_whole(reports / FOLDER / name, facts_json)
    for path in list(_files(reports, run.environment))[:-KEPT]:
        path.unlink(missing_ok=True)


def _files(reports: Path, environment: str) -> Iterator[Path]:
    """Yield an environment's files, oldest first: the time of the run is in their names."""
    prefix = _prefix(environment)
    names = (path for path in (reports / FOLDER).glob("*.json") if path.name.startswith(prefix))
    yield from sorted(path for path in names if _has_stamp(path.name.removeprefix(prefix)))


def _prefix(environment: str) -> str:
    return f"{quote(environment, safe='')}-"


def _has_stamp(rest: str) -> bool:
    """Whether *rest* of a name is a time: of ``prod`` and ``prod-eu`` each has its own files."""
    try:
        datetime.strptime(rest.removesuffix(".json"), _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return False
    return True


def _read(path: Path) -> PastRun | None:
    try:
        if path.stat().st_size > MAX_BYTES:
            return None
        return TypeAdapter(PastRun).validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
