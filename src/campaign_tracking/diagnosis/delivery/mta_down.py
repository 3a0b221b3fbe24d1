"""``mta-down``: the process that sends mails does not run."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.delivery.senders import runs_mta, senders
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.read_machines import sign
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts


def find(facts: Facts) -> Iterator[Sign]:
    """Find servers whose files have an mta start that does not run, while others do.

    Where nothing runs at all it is not the mta that is down, but the server.
    """
    for machine in senders(facts):
        if machine.processes.running and not runs_mta(machine):
            yield sign(machine, Text("Among the processes of {server} there is no mta@{instance}."))


MTA_DOWN = KnownCause(
    id=("mta-down",),
    statement=Text("On {server} the mta does not run: mails stay pending."),
    owner=Owner.SERVER,
    steps=(
        Text("Start it on {server}: nlserver start mta@{instance}."),
        Text("Read its log there: var/{instance}/log/mta.log."),
    ),
    source="delivery-statuses.md",
    find=find,
)
