"""Three faults that leave mails pending, which from outside the sending server look alike.

Its files and processes tell them apart, where they were read: then each has a module of its own.
"""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.delivery.senders import (
    pending_sign,
    senders_are_known,
    stays_pending,
)
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts

THE_SERVER: Final = Text(
    "The server that sends: whether its mta runs, what mta/@statServerAddress holds, and whether "
    "an mta serves the delivery's affinity. Declared as a [[host]], it is read here."
)


def find(facts: Facts) -> Iterator[Sign]:
    """Find a mail that stays pending, where not every sending server was read."""
    if stays_pending(facts) and not senders_are_known(facts):
        yield pending_sign(facts, THE_SERVER)


MAIL_PENDING = KnownCause(
    id=("mta-down", "stat-server-unreachable", "delivery-affinity-unserved"),
    statement=Text(
        "Mails are prepared and not sent: the mta does not run, does not know its statistics "
        "server, or does not serve the delivery's affinity."
    ),
    owner=Owner.SERVER,
    steps=(
        Text("See whether the mta runs where mails are sent: nlserver pdump."),
        Text("See there whether mta/@statServerAddress names a server, and read mta.log."),
        Text("Compare the delivery's affinity with those that an mta serves."),
    ),
    source="delivery-statuses.md",
    find=find,
)
