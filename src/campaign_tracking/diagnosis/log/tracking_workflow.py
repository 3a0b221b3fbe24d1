"""What was seen of the Tracking workflow: how it stands, and when it last did its work."""

from typing import Final

from campaign_tracking.diagnosis.cause import Sign
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.times import read_time

WORKFLOW: Final = "xtk:workflow tracking"
LAST_CONSOLIDATION: Final = "NmsTracking_LastConsolidation"
NOT_CONSOLIDATED: Final = Text(
    "NmsTracking_LastConsolidation is {age_s} s old; a click should be in the log after {limit_s}."
)


def sign(*evidence: Text, doubt: Text | None = None, **values: str) -> Sign:
    """Return the sign of a cause in the workflow itself."""
    return Sign(subject=WORKFLOW, evidence=evidence, values=values, doubt=doubt)


def is_in_error(facts: Facts) -> bool:
    """Whether it stopped with an error: paused and failed (supervising-workflows.md)."""
    return facts.workflow is not None and facts.workflow.failed


def seconds_late(facts: Facts) -> float | None:
    """Return how long ago tracking was consolidated; None unless that is too long ago (R-23).

    A workflow that is paused, stopped or in error is not late.
    """
    options, environment = facts.options, facts.environment
    if not (options and options.read_at and environment and facts.workflow):
        return None
    at = read_time(options.value(LAST_CONSOLIDATION))
    if at is None or not facts.workflow.runs:
        return None
    age_s = (options.read_at - at).total_seconds()
    return age_s if age_s > environment.tracking_log_s else None


def late_sign(facts: Facts, age_s: float, *, doubt: Text | None = None) -> Sign:
    """Return the sign of a cause that keeps the workflow from its work."""
    limit_s = facts.environment.tracking_log_s if facts.environment else 0.0
    return Sign(
        subject=LAST_CONSOLIDATION,
        evidence=(NOT_CONSOLIDATED,),
        values={"age_s": f"{age_s:,.0f}", "limit_s": f"{limit_s:,.0f}"},
        doubt=doubt,
    )
