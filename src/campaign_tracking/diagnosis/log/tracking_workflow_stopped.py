"""``tracking-workflow-stopped``: somebody stopped or paused the workflow."""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.campaign.workflow import PAUSED, STOPPED
from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.log.tracking_workflow import sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts

SEEN: Final = Text("The workflow tracking is not in error, and its state is {state}.")


def find(facts: Facts) -> Iterator[Sign]:
    """Find a workflow that is paused or stopped without an error."""
    workflow = facts.workflow
    if workflow and not workflow.failed and workflow.state in {PAUSED, STOPPED}:
        yield sign(SEEN, state=str(workflow.state))


TRACKING_WORKFLOW_STOPPED = KnownCause(
    id=("tracking-workflow-stopped",),
    statement=Text("The Tracking workflow was stopped or paused: no click is collected."),
    owner=Owner.CAMPAIGN,
    steps=(
        Text("Ask who stopped the Tracking workflow, and why: a copy of the platform, a freeze."),
        Text("Start the Tracking workflow."),
    ),
    source="tracking-logs.md",
    find=find,
)
