"""``delivery-affinity-unserved``: the mta runs, and does not take the delivery.

No page of ours says where an affinity stands, so it is what is left when the rest is in order.
"""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.delivery.senders import (
    STAT_SERVER,
    pending_sign,
    runs_mta,
    senders,
    senders_are_known,
    stays_pending,
)
from campaign_tracking.diagnosis.delivery.stat_server_unreachable import names_a_server
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.server_files.settings import effective

THE_LOG: Final = Text(
    "Every mta that was read runs and knows its statistics server. Compare the affinity of the "
    "delivery and of its routing with those that the mta accepts; its log tells what else holds "
    "it up."
)


def find(facts: Facts) -> Iterator[Sign]:
    """Find a mail that stays pending though every mta is in order."""
    in_order = (
        runs_mta(machine) and names_a_server(effective(machine, STAT_SERVER))
        for machine in senders(facts)
    )
    if stays_pending(facts) and senders_are_known(facts) and all(in_order):
        yield pending_sign(facts, THE_LOG)


DELIVERY_AFFINITY_UNSERVED = KnownCause(
    id=("delivery-affinity-unserved",),
    statement=Text("No mta takes the delivery: its affinity is served by none."),
    owner=Owner.SERVER,
    steps=(Text("Have an mta serve the affinity, or take it out of the delivery's template."),),
    source="monitoring-a-delivery.md",
    find=find,
)
