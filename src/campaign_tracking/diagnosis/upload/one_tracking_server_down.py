"""``one-tracking-server-down``: one of several servers is down as a whole, and others hide it."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.diagnosis.upload.tracking_machine import (
    TrackingMachine,
    tracking_machines,
)
from campaign_tracking.facts import Facts


def find(facts: Facts) -> Iterator[Sign]:
    """Find servers that neither answer nor run anything, while another one answers."""
    for there in tracking_machines(facts):
        if is_down(there) and _another_answers(there):
            yield there.sign(
                Text("{host} does not accept connections from this machine."),
                Text("nlserver pdump shows no process of Campaign there."),
                Text("The other tracking servers answer."),
            )


def is_down(there: TrackingMachine) -> bool:
    """Whether nothing runs on a server, and its port does not open."""
    server = (there.facts.servers or {}).get(there.machine.name)
    tcps = [address.tcp for address in server.addresses if address.tcp] if server else []
    processes = there.machine.processes
    nothing_runs = not processes.untold and not processes.running
    return nothing_runs and bool(tcps) and not any(tcp.connected for tcp in tcps)


def _another_answers(there: TrackingMachine) -> bool:
    return any(
        address.rtest and address.rtest.redir
        for server in (there.facts.servers or {}).values()
        if server.host != there.host
        for address in server.addresses
    )


ONE_TRACKING_SERVER_DOWN = KnownCause(
    id=("one-tracking-server-down",),
    statement=Text("The tracking server {server} is down, one of several."),
    owner=Owner.SERVER,
    steps=(
        Text("Start Campaign's processes and the web server on {host}."),
        Text(
            "See that it got what it missed: the files of deliveries in redir/url, as on the "
            "others. Prepare the blocked deliveries again."
        ),
    ),
    source="configuring-campaign-server.md",
    find=find,
)
