"""The mirror page: where it is, and which message it shows.

``/nl/jsp/m.jsp?c=<%=escapeUrl(crypt…)%>`` stands in how-to-configure-tracked-links.md; what is
encrypted there is not public, so the lab's ``c`` is an opaque token (L-10).
"""

import secrets

from campaign_tracking.lab.database import BroadLog, Database
from campaign_tracking.lab.delivery.content import MIRROR_TOKEN


def mirror_url(database: Database) -> str:
    """Return the mirror page's source URL, personalised for each message.

    It is what the personalisation block writes that a content includes; one of one's own (L-96)
    takes the place of the standard block.
    """
    standard = _page_url(database, f"<%=escapeUrl({MIRROR_TOKEN})%>")
    return database.mirror_block or standard


def mirror_page(database: Database, token: str) -> str:
    """Return the address of the page behind *token*."""
    return _page_url(database, token)


def _page_url(database: Database, token: str) -> str:
    return f"{database.option('NmsServer_MirrorPageUrl')}/nl/jsp/m.jsp?c={token}"


class MirrorPages:
    """The pages, by their tokens."""

    def __init__(self) -> None:
        """Start without any."""
        self._messages: dict[str, BroadLog] = {}
        self._tokens: dict[int, str] = {}

    def token(self, message: BroadLog) -> str:
        """Return the token of a message's page."""
        token = self._tokens.setdefault(message.id, secrets.token_urlsafe(24))
        self._messages[token] = message
        return token

    def page(self, token: str) -> str | None:
        """Return a page; None if there is none behind *token*, or the mail has no HTML."""
        message = self._messages.get(token)
        return message.html if message and message.html else None
