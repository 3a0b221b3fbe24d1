"""``broadlog-id-missing``: links name a message that is not in the delivery's log."""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.campaign.mid_sourcing import MidDelivery
from campaign_tracking.campaign.numbers import in_links
from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.own_links import Purpose

_SCHEMA: Final = "nms:broadLog"


def find(facts: Facts) -> Iterator[Sign]:
    """Find a landing link whose first id is none of our messages', here or on the mid (R-67)."""
    message = facts.tracked_sending.message if facts.tracked_sending else None
    hybrid = facts.environment is not None and facts.environment.hosting == "hybrid"
    mid = facts.mid_delivery or MidDelivery()
    if message is None or mid.trouble or (hybrid and facts.mid_delivery is None):
        return  # of a mid-sourcing server at Adobe's nobody tells the ids
    known = {in_links(id_) for id_ in (message.id, *mid.message_ids)}
    links = [own.link for own in facts.links or () if own.purpose is Purpose.LANDING and own.link]
    others = sorted({link.message_id for link in links} - known)
    if others:
        seen = Text(
            "Our link names the message {got} (hexadecimal); the log of the delivery has {known}.",
            got=", ".join(f"{id_:x}" for id_ in others),
            known=", ".join(f"{id_:x}" for id_ in sorted(known)),
        )
        yield Sign(subject=_SCHEMA, evidence=(seen,))


BROADLOG_ID_MISSING = KnownCause(
    id=("broadlog-id-missing",),
    statement=Text(
        "Tracked links name a message that the delivery's log does not have: clicks lead on, and "
        "are attributed to nobody."
    ),
    owner=Owner.CAMPAIGN,
    steps=(
        Text("See which id the tracking formulas write first: it is to be that of the message."),
        Text("See whether NmsCleanup_BroadLogPurgeDelay purges messages while links are clicked."),
    ),
    source="about-message-tracking.md",
    find=find,
)
