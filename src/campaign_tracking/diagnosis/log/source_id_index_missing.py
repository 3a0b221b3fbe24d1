"""``source-id-index-missing``: the web tracking mode needs an index, and the workflow fails."""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.log.corrupted_lines import corrupted
from campaign_tracking.diagnosis.log.tracking_workflow import is_in_error, sign
from campaign_tracking.diagnosis.log.tracking_workflow_failed import IN_ERROR, state_of
from campaign_tracking.diagnosis.log.web_tracking_mode import OPTION, needs_index
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts

MODE: Final = Text('NmsTracking_WebTrackingMode is "{mode}", which needs an index on sourceId.')
THE_JOURNAL: Final = Text(
    "Whether the index is there is not asked here: the workflow's journal names sourceId if it is "
    "what is missing."
)


def find(facts: Facts) -> Iterator[Sign]:
    """Find a workflow in error where the mode needs the index."""
    if facts.options and is_in_error(facts) and needs_index(facts) and not any(corrupted(facts)):
        mode = facts.options.value(OPTION)
        yield sign(IN_ERROR, MODE, doubt=THE_JOURNAL, state=state_of(facts), mode=mode)


SOURCE_ID_INDEX_MISSING = KnownCause(
    id=("source-id-index-missing",),
    statement=Text(
        "The Tracking workflow is in error: the tracking table has no index on sourceId, which the "
        "web tracking mode needs."
    ),
    owner=Owner.CAMPAIGN,
    steps=(
        Text("Add the index on sourceId to each tracking log schema, and update the database."),
        Text("Restart the Tracking workflow."),
    ),
    source="web-tracking-mode.md",
    find=find,
)
