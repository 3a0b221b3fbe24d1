"""``tracking-workflow-late``: the workflow runs, and is hours behind."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.log.tracking_workflow import late_sign, seconds_late
from campaign_tracking.diagnosis.log.workflow_servers import (
    application_servers,
    running,
    taking,
)
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts


def find(facts: Facts) -> Iterator[Sign]:
    """Find a workflow that is late though a workflow server runs that takes it."""
    age_s = seconds_late(facts)
    if age_s is not None and taking(facts, running(application_servers(facts))):
        yield late_sign(facts, age_s)


TRACKING_WORKFLOW_LATE = KnownCause(
    id=("tracking-workflow-late",),
    statement=Text("The Tracking workflow is late: it last did its work {age_s} s ago."),
    owner=Owner.CAMPAIGN_AND_SERVER,
    steps=(
        Text("Look at the Tracking workflow's schedule, and at how long its last runs took."),
        Text("Rebuild the indexes of the tracking tables if more than 30 % are fragmented."),
        Text("Raise tracking/@logCountPerRequest, to 10000 at most."),
    ),
    source="KA-17739",
    find=find,
)
