"""Tracking that is externalised: the account that leads there, and the delivery as it is there.

A mid-sourcing server counts deliveries, messages and URLs by ids of its own (email-archiving.md).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from campaign_tracking.campaign.delivery import Delivery
from campaign_tracking.campaign.errors import CampaignError
from campaign_tracking.campaign.messages import (
    Sending,
    TrackedUrl,
    id_of,
    messages_of,
    urls_of,
    wait_until_sent,
)
from campaign_tracking.campaign.query import literal, select
from campaign_tracking.campaign.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingAccount:
    """The external account that option NmsTracking_ExtAccount names.

    Attributes:
        name: Its internal name; empty if the option is: tracking is not externalised then.
        found: How many accounts have it.
        enabled: Whether it is switched on.
        trouble: Why it could not be read; else empty.
    """

    name: str = ""
    found: int = 0
    enabled: bool = False
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MidDelivery:
    """The tracked delivery on the mid-sourcing server; empty where there is none.

    Attributes:
        id: Its id there; None if it was not found, or there is no such server.
        message_ids: The ids of its messages there.
        urls: What is tracked in it there.
        trouble: Why it could not be read; else empty.
    """

    id: int | None = None
    message_ids: tuple[int, ...] = ()
    urls: tuple[TrackedUrl, ...] = ()
    trouble: str = ""


def read_tracking_account(session: Session, name: str) -> TrackingAccount:
    """Look up the account *name*; without a name there is nothing to look up."""
    account = TrackingAccount(name=name)
    if not name:
        return account
    try:
        rows = select(session, "nms:extAccount", ("@id", "@active"), (f"@name = {literal(name)}",))
    except CampaignError as error:
        return replace(account, trouble=str(error))
    enabled = any(row["@active"] in {"1", "true"} for row in rows)
    return replace(account, found=len(rows), enabled=enabled)


def read_mid_delivery(session: Session, token: str) -> MidDelivery:
    """Look up the delivery by our token, as the code that it was given on the other server.

    That the code travels with the delivery is an assumption: no public page says so.
    """
    try:
        id_ = id_of(session, token)
        if id_ is None:
            return MidDelivery(trouble=f"no delivery there has the code {token}")
        messages = messages_of(session, id_)
        return MidDelivery(
            id=id_,
            message_ids=tuple(message.id for message in messages),
            urls=urls_of(session, id_),
        )
    except CampaignError as error:
        return MidDelivery(trouble=str(error))


def wait_until_sent_by(
    mid_session: Session | None,
    session: Session,
    delivery: Delivery,
    deadline: float,
    tick: Callable[[], None],
) -> Sending:
    """Look on the mid-sourcing server until our message was sent there, or *deadline* has passed.

    The platform itself learns of it with the next synchronisation, up to 80 min later
    (mid-sourcing-server.md); its own row names the message in the tracking log.
    """
    here = wait_until_sent(session, delivery.id or 0, time.monotonic(), tick)
    try:
        id_ = mid_session and id_of(mid_session, delivery.token)
    except CampaignError as error:
        return replace(here, trouble=str(error))
    if mid_session is None or not id_:
        trouble = here.trouble or "the mid-sourcing server does not know the delivery"
        return replace(here, trouble=trouble)
    there = wait_until_sent(mid_session, id_, deadline, tick)
    return replace(
        here, executed=there.message, waited_s=there.waited_s, trouble=here.trouble or there.trouble
    )
