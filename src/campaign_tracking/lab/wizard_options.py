"""What the wizard's options say about the tracking servers (deploying-an-instance.md)."""

from campaign_tracking.lab.assumptions import URL_LIST_SEPARATOR
from campaign_tracking.lab.database import Database
from campaign_tracking.lab.redirection.remote_client import Account


def internal_urls(database: Database) -> list[str]:
    """Return the internal URLs in order, blanks around them ignored (A-03).

    Where the list is empty, the external URL is used.
    """
    listed = database.option("NmsTracking_ServerUrlList").split(URL_LIST_SEPARATOR)
    urls = [url.strip() for url in listed if url.strip()]
    return urls or [database.option("NmsTracking_ServerUrl")]


def tracking_account(database: Database) -> Account:
    """Return as whom the platform calls its tracking servers."""
    return Account(
        instance=database.option("NmsTracking_Instance"),
        database_id=database.option("XtkDatabaseId"),
        password=database.option("NmsTracking_Password"),
    )
