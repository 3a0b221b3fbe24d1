"""``workflow-affinity-unserved``: workflow servers run, and none takes the Tracking workflow."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.log.workflow_servers import (
    application_servers,
    running,
    taking,
)
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.read_machines import held, sign
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.server_files.settings import effective


def find(facts: Facts) -> Iterator[Sign]:
    """Find the workflow servers that run, where none of them takes the Tracking workflow."""
    servers = running(application_servers(facts))
    if servers and not taking(facts, servers):
        seen = (held(effective(each, "wfserver/@affinity")) for each in servers)
        yield sign(servers[0], *seen)


WORKFLOW_AFFINITY_UNSERVED = KnownCause(
    id=("workflow-affinity-unserved",),
    statement=Text(
        "No workflow server takes the Tracking workflow: the affinity of {server} leaves it out."
    ),
    owner=Owner.CAMPAIGN_AND_SERVER,
    steps=(
        Text(
            "Add the workflow's affinity to wfserver/@affinity of {server}, or a comma at its end "
            "for workflows without one, and reload: nlserver config -reload."
        ),
    ),
    source="configuring-campaign-server.md",
    find=find,
)
