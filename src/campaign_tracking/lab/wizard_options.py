"""What the options say about the tracking servers (deploying-an-instance.md), and the formulas."""

from typing import Final

from campaign_tracking.lab.assumptions import URL_LIST_SEPARATOR
from campaign_tracking.lab.database import Database, Delivery
from campaign_tracking.lab.delivery.documents import is_on
from campaign_tracking.lab.redirection.remote_client import Account

# What takes NmsTracking_ServerUrl's place in a formula (additional-configurations.md).
ROUTING_URL: Final = '<%@ value object="provider" xpath="@trackingURL" %>'


def tracks(database: Database, delivery: Delivery) -> bool:
    """Return whether a delivery is tracked: by its own box, on an instance that tracks at all."""
    available = database.option("NmsTracking_Available").strip().lower() in {"1", "true"}
    return available and is_on(delivery, "enabled")


def internal_urls(database: Database) -> list[str]:
    """Return the internal URLs in order, blanks around them ignored (A-03).

    Where the list is empty, the external URL is used.
    """
    listed = database.option("NmsTracking_ServerUrlList").split(URL_LIST_SEPARATOR)
    urls = [url.strip() for url in listed if url.strip()]
    return urls or [database.option("NmsTracking_ServerUrl")]


def routing_url(database: Database, delivery: Delivery, formula: str) -> str | None:
    """Return the tracking URL of the delivery's routing; None if *formula* does not take it.

    Args:
        database: Where accounts and options are.
        delivery: The delivery.
        formula: Name of its option: ``NmsTracking_ClickFormula``, ``NmsTracking_OpenFormula``.
    """
    if ROUTING_URL not in database.option(formula):
        return None
    provider = delivery.document.get("deliveryProvider-id", "")
    urls = {str(row.id): row.tracking_url for row in database.accounts.values()}
    return urls.get(provider) or ""


def tracking_account(database: Database) -> Account:
    """Return as whom the platform calls its tracking servers."""
    return Account(
        instance=database.option("NmsTracking_Instance"),
        database_id=database.option("XtkDatabaseId"),
        password=database.option("NmsTracking_Password"),
    )
