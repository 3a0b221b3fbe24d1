"""From a cause that is known and a sign of it to what people read."""

from campaign_tracking.diagnosis.cause import Cause, KnownCause, Sign
from campaign_tracking.diagnosis.owner import OF_SERVERS, Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.language import Translate

TICKET = Text(
    "Open a support ticket: ask to have the tracking settings examined and, if needed, tracking "
    "registered again."
)
AGAIN = Text("Run this verification again.")
# In a hybrid platform the application server is the customer's own, and with it what tells that its
# workflow does its work (hosting-models.md).
_OWN_WHERE_HYBRID = frozenset({"app", "NmsTracking_LastConsolidation"})


def tell(facts: Facts, known: KnownCause, sign: Sign, translate: Translate = str) -> Cause:
    """Return the cause in the language of *translate*.

    Where Adobe hosts the server, support repairs it, whatever it is (KA-19371).
    """
    supported = _adobe_hosts(facts, sign.subject) and (known.registers or known.owner in OF_SERVERS)
    steps = (TICKET,) if supported else known.steps
    return Cause(
        id=tuple(id_ for id_ in known.id if id_ not in sign.ruled_out),
        statement=known.statement.told(translate, **sign.values),
        likely=sign.doubt is not None,
        subject=sign.subject,
        evidence=tuple(text.told(translate, **sign.values) for text in sign.evidence),
        owner=translate(Owner.SUPPORT if supported else known.owner),
        remedy=tuple(text.told(translate, **sign.values) for text in (*steps, AGAIN)),
        told_apart_by=sign.doubt.told(translate, **sign.values) if sign.doubt else "",
        source=known.source,
    )


def _adobe_hosts(facts: Facts, subject: str) -> bool:
    hosting = facts.environment.hosting if facts.environment else "on-premise"
    return hosting == "adobe" or (hosting == "hybrid" and subject not in _OWN_WHERE_HYBRID)
