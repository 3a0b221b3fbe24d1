"""The facts.json of a run, read again."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from campaign_tracking.facts import Facts, from_json
from campaign_tracking.pasted.reading import UnreadableError
from campaign_tracking.report.results import CheckResult, Outcome, Run, Verdict

_BEGINNING_CHARACTERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedRun:
    """What a run left in facts.json.

    Attributes:
        run: The run.
        verdict: What it meant.
        facts: What was seen.
        failed: The checks that failed, or could not be judged.
    """

    run: Run
    verdict: Verdict
    facts: Facts
    failed: tuple[CheckResult, ...]


def read_run(text: str) -> SavedRun | None:
    """Return the run that *text* is the facts.json of; None if it is something else.

    Raises:
        UnreadableError: If it is one, but is cut off or of another version.
    """
    if not text.lstrip().startswith("{"):
        return None
    is_run = '"run"' in text.lstrip()[:_BEGINNING_CHARACTERS]
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        if is_run:
            raise UnreadableError("looks like a run's facts.json, but is not whole") from error
        return None
    if "facts" not in values or "run" not in values:
        return None
    return _read(values)


def _read(values: Mapping[str, Any]) -> SavedRun:
    try:
        checks = TypeAdapter(Sequence[CheckResult]).validate_python(values.get("checks"))
        return SavedRun(
            run=TypeAdapter(Run).validate_python(values["run"]),
            verdict=TypeAdapter(Verdict).validate_python(values.get("verdict")),
            facts=from_json(values["facts"]),
            failed=tuple(c for c in checks if c.outcome in {Outcome.FAILED, Outcome.ERROR}),
        )
    except (ValidationError, TypeError, ValueError) as error:
        raise UnreadableError(
            f"is a run's facts.json that this version cannot read: {_first_words(error)}"
        ) from error


def _first_words(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
