"""Send a delivery by ``nms:delivery#SubmitDelivery``: created, prepared and started in one call.

Nothing can be read back before it is started. So it is called only after the template was read and
has no target of its own (``read_own_target``).
"""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from campaign_tracking.campaign.delivery import Delivery, Way
from campaign_tracking.campaign.envelope import element, first, text
from campaign_tracking.campaign.errors import (
    CampaignError,
    GatewayFailed,
    NotKnown,
    NotRenewed,
    Unreachable,
)
from campaign_tracking.campaign.messages import id_of, messages_of, state_of
from campaign_tracking.campaign.order import Order
from campaign_tracking.campaign.session import Session
from campaign_tracking.campaign.writing import write
from campaign_tracking.waiting import looks

_NOTHING = {"", "0", "false"}
# What the sample of business-oriented-apis.md sets beside the target itself.
_DOCUMENTED = {"fromExternalSource", "targetMode", "noReconciliation", "addressField"}


def read_own_target(session: Session, template: str) -> str:
    """Return what target a template has of its own, in words; empty if it has none.

    A document made from the template shows it, and is not saved.

    Raises:
        CampaignError: If the template cannot be read, or does not show its target.
    """
    nothing_added = element("content", ET.Element("delivery"))
    answer = session.call(
        "nms:delivery#CreateFromModel", [text("scenarioName", template), nothing_added]
    )
    delivery = first(answer).child
    targets = delivery.find("targets")
    if delivery.tag != "delivery" or targets is None:
        raise CampaignError("what is made from the template does not show its target")
    return _target_in(targets)


def submit(
    session: Session, order: Order, recipient_id: str, limit_s: float, tick: Callable[[], None]
) -> Delivery:
    """Submit one delivery, and look until its preparation has ended."""
    started = time.monotonic()
    delivery = Delivery(token=order.token, tracked=order.tracked, way=Way.SUBMIT)
    parameters = [
        text("scenarioName", order.template),
        element("content", order.fragment(recipient_id)),
    ]
    with session.patience():  # the analysis may take longer than an answer
        try:
            write(
                session,
                "nms:delivery#SubmitDelivery",
                parameters,
                was_done=lambda: id_of(session, order.token) is not None,
            )
        except NotRenewed as error:
            return replace(delivery, trouble=str(error), not_started=str(error))
        except (Unreachable, GatewayFailed, NotKnown):
            pass  # it may well have been submitted: it is looked for
        except CampaignError as error:
            if not _exists(session, order.token):
                return replace(delivery, trouble=str(error), not_started=str(error))
        delivery = replace(delivery, started_at=datetime.now(UTC))
        delivery = _watched(session, delivery, started + limit_s, tick)
    return replace(_read_back(session, delivery), prepared_s=round(time.monotonic() - started, 3))


def _watched(
    session: Session, delivery: Delivery, deadline: float, tick: Callable[[], None]
) -> Delivery:
    """Look until the preparation has ended, or *deadline* has passed."""
    for _ in looks(deadline, tick):
        try:
            delivery = _seen(session, delivery)
        except Unreachable as error:  # a restart, say: the next look may be answered
            delivery = replace(delivery, trouble=str(error))
        except CampaignError as error:
            return replace(delivery, trouble=str(error))
        if delivery.prepared or delivery.failed:
            break
    return delivery


def _exists(session: Session, token: str) -> bool:
    """Whether a submission that was answered with an error made a delivery all the same."""
    try:
        return id_of(session, token) is not None
    except CampaignError:
        return False


def _seen(session: Session, delivery: Delivery) -> Delivery:
    """Look for the delivery by its code; sources disagree on whether the call returns its id."""
    id_ = delivery.id or id_of(session, delivery.token)
    if id_ is None:
        return replace(delivery, trouble="no delivery has our code")
    return replace(delivery, id=id_, state=state_of(session, id_), trouble="")


def _read_back(session: Session, delivery: Delivery) -> Delivery:
    """Read whom it goes to: too late to hold it back, and told if it is anybody else."""
    if delivery.id is None:
        return delivery
    try:
        return replace(delivery, messages=messages_of(session, delivery.id))
    except CampaignError as error:
        return replace(delivery, unread=str(error))


def _target_in(targets: ET.Element) -> str:
    """Say what a ``<targets>`` element selects.

    Two forms of a target are public, not all of them (business-oriented-apis.md). So whatever is
    filled in counts as one; only bare parts are taken for defaults.
    """
    if targets.get("fromExternalSource", "").strip().lower() not in _NOTHING:
        return "a target from an external file"
    links = [
        name
        for name, value in targets.items()
        if name not in _DOCUMENTED and value.strip().lower() not in _NOTHING
    ]
    parts = [part.tag for part in targets if len(part) or part.attrib or (part.text or "").strip()]
    if filled_in := links + parts:
        return f"a target of its own ({', '.join(filled_in)[:100]})"
    return "a target of its own" if (targets.text or "").strip() else ""
