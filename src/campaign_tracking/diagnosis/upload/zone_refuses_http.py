"""``zone-refuses-http``: the internal URL is http, and the caller's zone demands https (R-51)."""

from collections.abc import Iterator

from campaign_tracking import urls
from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.diagnosis.upload.tracking_machine import (
    TrackingMachine,
    tracking_machines,
)
from campaign_tracking.facts import Facts
from campaign_tracking.server_files.admission import (
    denying_rule,
    refuses_http,
    through_the_relay,
)


def find(facts: Facts) -> Iterator[Sign]:
    """Find tracking servers that take no plain HTTP from whoever uploads by it."""
    for there in tracking_machines(facts):
        refused = [address for address in there.uploaders if _refuses(there, address)]
        if urls.parts(there.url).scheme == "http" and refused:
            seen = Text(
                "{url} is http, and no zone of {address} there has allowHTTP.",
                url=there.url,
                address=", ".join(refused),
            )
            yield there.sign(seen)


def _refuses(there: TrackingMachine, address: str) -> bool:
    relayed = through_the_relay(there.url, there.environment)
    if relayed and denying_rule(there.machine, there.url, address):
        return False
    return refuses_http(there.machine, there.url, address, relayed=relayed)


ZONE_REFUSES_HTTP = KnownCause(
    id=("zone-refuses-http",),
    statement=Text(
        "The tracking server {server} demands https of the application server, and its internal "
        "URL is http."
    ),
    owner=Owner.SERVER,
    steps=(
        Text(
            "On {host} put the application server's address into a securityZone with "
            'allowHTTP="true", and reload: nlserver config -reload. Or make the internal URL https '
            "in the deployment wizard, and register again."
        ),
    ),
    source="security-zones.md",
    find=find,
)
