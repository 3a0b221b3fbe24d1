"""The external account that a delivery is routed through: with multi-branding it names a host.

The click and the open formula then take ``@trackingURL`` of it, not NmsTracking_ServerUrl. Only a
platform that extended nms:extAccount has that attribute (additional-configurations.md); any other
answers the question with a fault.
"""

from dataclasses import dataclass, replace

from campaign_tracking.campaign.delivery import Delivery
from campaign_tracking.campaign.errors import CampaignError
from campaign_tracking.campaign.numbers import whole
from campaign_tracking.campaign.query import select
from campaign_tracking.campaign.session import Session

_PROVIDER = "[@deliveryProvider-id]"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingAccount:
    """The account behind ``@deliveryProvider-id`` of a delivery.

    Attributes:
        id: Its id; None if the delivery names none, or that could not be read.
        tracking_url: What tracked links may begin with; empty if it names nothing.
        trouble: Why it could not be read; else empty.
    """

    id: int | None = None
    tracking_url: str = ""
    trouble: str = ""


def read_routing_account(session: Session, delivery: Delivery) -> RoutingAccount:
    """Look up the account of *delivery*, and what tracking URL it has."""
    account = RoutingAccount()
    if delivery.id is None:
        return account
    try:
        account = replace(account, id=_provider_of(session, delivery.id))
        if account.id is None:
            return account
        conditions = (f"@id = {account.id}",)
        rows = select(session, "nms:extAccount", ("@trackingURL",), conditions, line_count=1)
    except CampaignError as error:
        return replace(account, trouble=str(error))
    if not rows:
        return replace(account, trouble=f"there is no external account with the id {account.id}")
    return replace(account, tracking_url=rows[0]["@trackingURL"].strip())


def _provider_of(session: Session, delivery_id: int) -> int | None:
    """Return the id of the delivery's account; None without one.

    Raises:
        CampaignError: If it cannot be read.
    """
    conditions = (f"@id = {delivery_id}",)
    rows = select(session, "nms:delivery", (_PROVIDER,), conditions, line_count=1)
    named = rows[0][_PROVIDER] if rows else ""
    return (whole(named) or None) if named else None
