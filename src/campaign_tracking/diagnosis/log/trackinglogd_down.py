"""``trackinglogd-down``: the daemon that writes clicks to disk is stopped."""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.read_machines import runs_process, sign, trackers
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.server_files.settings import effective

SEEN: Final = Text("Among the processes of {server} there is no trackinglogd.")


def find(facts: Facts) -> Iterator[Sign]:
    """Find tracking servers that should run it, run other processes, and do not run it."""
    for machine in trackers(facts):
        started = effective(machine, "trackinglogd/@autoStart").is_true
        if started and machine.processes.running and not runs_process(machine, "trackinglogd"):
            yield sign(machine, SEEN)


TRACKINGLOGD_DOWN = KnownCause(
    id=("trackinglogd-down",),
    statement=Text(
        "On the tracking server {server} trackinglogd is stopped: its clicks are not logged."
    ),
    owner=Owner.SERVER,
    steps=(
        Text("On {server} start it: nlserver start trackinglogd."),
        Text("Read there why it ended: var/default/log/trackinglogd.log."),
    ),
    source="about-message-tracking.md",
    find=find,
)
