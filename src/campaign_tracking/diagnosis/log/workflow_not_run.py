"""``tracking-workflow-late``, ``workflow-server-down``, ``workflow-affinity-unserved``: not run.

From outside the application server nothing tells them apart: the workflow is not in error, and does
not do its work. Files and processes do, where they were read: then each cause has a module of its
own.
"""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.log.tracking_workflow import late_sign, seconds_late
from campaign_tracking.diagnosis.log.workflow_servers import application_servers
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts

THE_SERVER: Final = Text(
    "Whether other workflows run: if none does, wfserver is stopped; if only this one does not, "
    "look at wfserver/@affinity; if it runs all the same, it is late. The application server, "
    "declared as a [[host]], tells it here."
)


def find(facts: Facts) -> Iterator[Sign]:
    """Find a workflow that does not do its work, where the application server was not read."""
    age_s = seconds_late(facts)
    if age_s is not None and not application_servers(facts):
        yield late_sign(facts, age_s, doubt=THE_SERVER)


WORKFLOW_NOT_RUN = KnownCause(
    id=("tracking-workflow-late", "workflow-server-down", "workflow-affinity-unserved"),
    statement=Text(
        "The Tracking workflow has not done its work for {age_s} s: it is late, the workflow "
        "server is stopped, or no workflow server takes it."
    ),
    owner=Owner.CAMPAIGN_AND_SERVER,
    steps=(
        Text("See whether other workflows run."),
        Text("If none does, start wfserver; if only this one does not, look at its affinity."),
    ),
    source="about-technical-workflows.md",
    find=find,
)
