"""``mid-synchronisation-stopped``: what the mid-sourcing server knows does not come back."""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.campaign.mid_workflows import MidWorkflow
from campaign_tracking.campaign.workflow import PAUSED, STOPPED
from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts

IN_ERROR: Final = Text("The workflow {workflow} is in error (state {state}).")
HALTED: Final = Text("The workflow {workflow} is paused or stopped (state {state}).")


def find(facts: Facts) -> Iterator[Sign]:
    """Find workflows that are paused, stopped or in error, and tell them together."""
    halted = [
        each
        for each in (facts.mid_workflows.halted if facts.mid_workflows else ())
        if each.seen.failed or each.seen.state in {PAUSED, STOPPED}
    ]
    if halted:
        names = ", ".join(each.name for each in halted)
        evidence = tuple(map(_told, halted))
        yield Sign(subject=halted[0].name, evidence=evidence, values={"workflows": names})


def _told(workflow: MidWorkflow) -> Text:
    told = IN_ERROR if workflow.seen.failed else HALTED
    return told.with_values(workflow=workflow.name, state=str(workflow.seen.state))


MID_SYNCHRONISATION_STOPPED = KnownCause(
    id=("mid-synchronisation-stopped",),
    statement=Text(
        "What the mid-sourcing server knows of deliveries does not come back; not running: "
        "{workflows}."
    ),
    owner=Owner.CAMPAIGN,
    steps=(Text("Start {workflows}; if one was in error, read its journal first."),),
    source="about-technical-workflows.md",
    find=find,
)
