"""``dns-mask-misses-tracking-host``: the instance does not know the name it is called by."""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.diagnosis.upload.tracking_machine import tracking_machines
from campaign_tracking.facts import Facts
from campaign_tracking.server_files.settings import effective
from campaign_tracking.server_files.tracking_hosts import MASKS, unmatched_hosts

SEEN: Final = Text("{where}: {path} = {masks} does not match {hosts}.")


def find(facts: Facts) -> Iterator[Sign]:
    """Find tracking servers with a tracking URL whose host no DNS mask of the instance matches."""
    for server in tracking_machines(facts):
        missed = unmatched_hosts(server.machine, server.environment, facts.servers or {})
        if missed:
            held = effective(server.machine, MASKS)
            place = {"where": held.where, "path": held.path, "masks": repr(held.value)}
            yield server.sign(SEEN.with_values(**place, hosts=", ".join(missed)))


DNS_MASK_MISSES_TRACKING_HOST = KnownCause(
    id=("dns-mask-misses-tracking-host",),
    statement=Text(
        "No DNS mask of the instance on the tracking server {server} matches the host by which it "
        "is called."
    ),
    owner=Owner.SERVER,
    steps=(
        Text(
            "On {host} add the missing host to dataStore/@hosts of config-<instance>.xml, and "
            "reload: nlserver config -reload."
        ),
    ),
    source="creating-an-instance-and-logging-on.md",
    find=find,
)
