"""``tracking-log-corrupted`` and ``tracking-workflow-failed``, which share all their evidence.

At a corrupted line the workflow stops with an error, as at any other trouble. The log files tell
them apart, where they were read: then each cause has a module of its own.
"""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.log.corrupted_lines import all_are_well_formed, corrupted
from campaign_tracking.diagnosis.log.tracking_workflow import is_in_error, sign
from campaign_tracking.diagnosis.log.tracking_workflow_failed import IN_ERROR, STEPS, state_of
from campaign_tracking.diagnosis.log.web_tracking_mode import needs_index
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.registration import mid_tracking_proxy_disabled
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts

THE_FILES: Final = Text(
    "The workflow's journal, and the log files below redir/log of each tracking server. Declared "
    "as a [[host]], they are looked through here."
)


def find(facts: Facts) -> Iterator[Sign]:
    """Find a workflow in error, where not all log files were looked through."""
    unknown = not all_are_well_formed(facts) and not any(corrupted(facts))
    explained = needs_index(facts) or any(mid_tracking_proxy_disabled.find(facts))
    if is_in_error(facts) and unknown and not explained:
        yield sign(IN_ERROR, doubt=THE_FILES, state=state_of(facts))


FAILED_OR_CORRUPTED = KnownCause(
    id=("tracking-log-corrupted", "tracking-workflow-failed"),
    statement=Text(
        "The Tracking workflow is in error: it stopped at a corrupted line of a tracking server's "
        "log file, or at something else."
    ),
    owner=Owner.CAMPAIGN,
    steps=(
        *STEPS,
        Text("If the journal names a log line, have whoever runs the tracking servers delete it."),
    ),
    source="supervising-workflows.md",
    find=find,
)
