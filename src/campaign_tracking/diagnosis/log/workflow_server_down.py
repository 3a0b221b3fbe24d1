"""``workflow-server-down``: no workflow runs."""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.log.workflow_servers import application_servers, running
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.read_machines import sign
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts

SEEN: Final = Text("Among the processes of {server} there is no wfserver@{instance}.")


def find(facts: Facts) -> Iterator[Sign]:
    """Find the application server, where none runs the workflow server."""
    servers = application_servers(facts)
    if servers and all(each.processes.running for each in servers) and not running(servers):
        yield sign(servers[0], SEEN)


WORKFLOW_SERVER_DOWN = KnownCause(
    id=("workflow-server-down",),
    statement=Text("On the server {server} no workflow runs: wfserver@{instance} is stopped."),
    owner=Owner.SERVER,
    steps=(
        Text("On {server} start it: nlserver start wfserver@{instance}."),
        Text("Read there why it ended: var/{instance}/log/wfserver.log."),
    ),
    source="operating-principle.md",
    find=find,
)
