"""Before and after: what was repaired since the earlier runs, what is still broken, what is new."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from campaign_tracking.report.history import History, PastRun
from campaign_tracking.report.results import Changes, CheckResult, Conclusion, Outcome

_JUDGED: Final = (Outcome.PASSED, Outcome.FAILED)
_WORKED: Final = (Conclusion.VERIFIED, Conclusion.SIMULATION_PASSED)
_MOST_NAMED: Final = 8


def in_words(changes: Changes) -> Iterator[str]:
    """Yield what changed in sentences; nothing where there was no earlier run."""
    if changes.since:
        yield f"Compared with earlier runs, the last of {_at(changes.since)}: {_counted(changes)}."
    if changes.broken_since and changes.last_worked_at:
        worked = _at(changes.last_worked_at)
        yield f"It last worked at {worked}, and no longer at {_at(changes.broken_since)}."
    elif changes.broken_since:
        yield f"No run is kept in which it worked; it did not at {_at(changes.broken_since)}."
    for file in changes.unreadable:
        yield f"history/{file} is no facts.json of a run; it was left out."


def compare(history: History, checks: Sequence[CheckResult], conclusion: Conclusion) -> Changes:
    """Return what changed.

    Each check is compared with the last run in which it was judged: a run that selected less, or
    in which something else stood before it, says nothing of it.

    Args:
        history: The earlier runs.
        checks: This run's.
        conclusion: What this run amounts to.
    """
    before = _last_outcomes(history.runs)
    now = {check.check: check.outcome for check in checks}
    failed_before = [check for check, outcome in before.items() if outcome is Outcome.FAILED]
    failed_now = [check for check, outcome in now.items() if outcome is Outcome.FAILED]
    runs, worked = history.runs, conclusion in _WORKED
    return Changes(
        since=runs[-1].run.started_at if runs else None,
        last_worked_at=_last_worked_at(runs),
        broken_since=None if worked else _broken_since(runs),
        repaired=tuple(each for each in failed_before if now.get(each) is Outcome.PASSED),
        still=tuple(each for each in failed_now if each in failed_before),
        new=tuple(each for each in failed_now if each not in failed_before) if runs else (),
        unseen=tuple(each for each in failed_before if now.get(each) not in _JUDGED),
        unreadable=history.unreadable,
    )


def _last_outcomes(runs: Sequence[PastRun]) -> dict[str, Outcome]:
    judged: dict[str, Outcome] = {}
    for run in runs:
        judged |= {check.check: check.outcome for check in run.checks if check.outcome in _JUDGED}
    return judged


def _last_worked_at(runs: Sequence[PastRun]) -> datetime | None:
    worked = [run.run.started_at for run in runs if run.verdict.conclusion in _WORKED]
    return worked[-1] if worked else None


def _broken_since(runs: Sequence[PastRun]) -> datetime | None:
    """Return when the first run began that found it broken, after the last that verified it."""
    since: datetime | None = None
    for run in runs:
        if run.verdict.conclusion in _WORKED:
            since = None
        elif run.verdict.conclusion is Conclusion.NOT_VERIFIED:
            since = since or run.run.started_at
    return since


def _counted(changes: Changes) -> str:
    kinds = {
        "repaired": changes.repaired,
        "still broken": changes.still,
        "new": changes.new,
        "broken before and not seen now": changes.unseen,
    }
    said = [f"{kind}: {_named(checks)}" for kind, checks in kinds.items() if checks]
    return "; ".join(said) or "nothing has changed"


def _named(checks: Sequence[str]) -> str:
    more = len(checks) - _MOST_NAMED
    return ", ".join(checks[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _at(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
