"""``tracking-web-process-down``: Tomcat does not run behind a living web server."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.diagnosis.upload.tracking_machine import tracking_machines
from campaign_tracking.facts import Facts


def find(facts: Facts) -> Iterator[Sign]:
    """Find tracking servers on which other processes run, and ``web`` does not."""
    for there in tracking_machines(facts):
        running = {process.name for process in there.machine.processes.running}
        if running and "web" not in running:
            others = ", ".join(sorted(running))
            yield there.sign(
                Text("nlserver pdump shows {others} there, and no web.", others=others)
            )


TRACKING_WEB_PROCESS_DOWN = KnownCause(
    id=("tracking-web-process-down",),
    statement=Text("The web process (Tomcat) of the tracking server {server} is not running."),
    owner=Owner.SERVER,
    steps=(
        Text("Start it on {host}: nlserver start web."),
        Text('See that it starts by itself: web/@autoStart="true" in config-default.xml.'),
        Text("Prepare the blocked deliveries again."),
    ),
    source="failure-to-connect.md",
    find=find,
)
