"""``tracking-workflow-failed``: the workflow stopped with an error."""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.log.corrupted_lines import all_are_well_formed
from campaign_tracking.diagnosis.log.tracking_workflow import is_in_error, sign
from campaign_tracking.diagnosis.log.web_tracking_mode import needs_index
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.registration import mid_tracking_proxy_disabled
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts

IN_ERROR: Final = Text("The workflow tracking is in error: its state is {state}, and @failed is 1.")
STEPS: Final = (
    Text("Read the journal of the Tracking workflow, and mend what it names."),
    Text("Restart the Tracking workflow."),
)


def find(facts: Facts) -> Iterator[Sign]:
    """Find a workflow in error, where no log file and no option is what it stops at."""
    refused = any(mid_tracking_proxy_disabled.find(facts))
    explained = refused or needs_index(facts)
    if is_in_error(facts) and all_are_well_formed(facts) and not explained:
        yield sign(IN_ERROR, state=state_of(facts))


def state_of(facts: Facts) -> str:
    """Return the workflow's state, as a number."""
    return str(facts.workflow.state) if facts.workflow else ""


TRACKING_WORKFLOW_FAILED = KnownCause(
    id=("tracking-workflow-failed",),
    statement=Text("The Tracking workflow is in error: no click is collected."),
    owner=Owner.CAMPAIGN,
    steps=STEPS,
    source="supervising-workflows.md",
    find=find,
)
