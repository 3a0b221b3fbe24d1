"""Read a received mail: its headers, its two texts, and the links in them.

A mail may be anything at all; what cannot be read is left out, and nothing fails.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import Message

from campaign_tracking.mailbox.authentication_results import (
    AuthenticationResults,
    read_authentication_results,
)
from campaign_tracking.mailbox.bodies import clean, or_else, text_of
from campaign_tracking.mailbox.links import MailLink, links_in_html, links_in_text
from campaign_tracking.mailbox.parsing import parsed
from campaign_tracking.mailbox.transit import Hop, read_transit

MAX_HEADER_CHARACTERS = 2_000
MAX_RECEIVED = 50
_FOLD = re.compile(r"\r?\n(?=[ \t])|[\r\n]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedMail:
    """One mail as it arrived.

    Attributes:
        subject: Decoded.
        sender: The From header, decoded.
        to: The To header, decoded.
        message_id: With its angle brackets, as received.
        date: The Date header as received; may be anything.
        received_at: When we saw it, in UTC.
        received_headers: The way it came, last station first.
        size_bytes: Of the whole message.
        html: The HTML parts, decoded; empty if there is none.
        text: The text parts, decoded; empty if there is none.
        links: Every link of both parts, in their order, HTML first.
        authentication: What the receiving server found of SPF, DKIM and DMARC; None if it says
            nothing.
        transit: The servers that took it over, first to last, those that say when.
    """

    subject: str
    sender: str
    to: str
    message_id: str
    date: str
    received_at: datetime
    received_headers: tuple[str, ...]
    size_bytes: int
    html: str
    text: str
    links: tuple[MailLink, ...]
    authentication: AuthenticationResults | None = None
    transit: tuple[Hop, ...] = ()


def read_mail(raw: bytes, received_at: datetime) -> ReceivedMail:
    """Read *raw*, seen at *received_at*; whatever it is, it does not fail."""
    message = parsed(raw)
    html, text = text_of(message, "text/html"), text_of(message, "text/plain")
    received = tuple(_headers(message, "Received")[:MAX_RECEIVED])
    authentication = _headers(message, "Authentication-Results")[:1]  # lower ones came with it
    return ReceivedMail(
        subject=_decoded(message, "Subject"),
        sender=_decoded(message, "From"),
        to=_decoded(message, "To"),
        message_id="".join(_headers(message, "Message-ID")[:1]),
        date="".join(_headers(message, "Date")[:1]),
        received_at=received_at,
        received_headers=received,
        size_bytes=len(raw),
        html=html,
        text=text,
        links=(*links_in_html(html), *links_in_text(text)),
        authentication=next(map(read_authentication_results, authentication), None),
        transit=read_transit(received),
    )


def _headers(message: Message, name: str) -> list[str]:
    """Return the values of all headers called *name*, unfolded, not decoded, and bounded."""
    values = (value for key, value in message.raw_items() if key.lower() == name.lower())
    return [clean(_FOLD.sub("", str(value))).strip()[:MAX_HEADER_CHARACTERS] for value in values]


def _decoded(message: Message, name: str) -> str:
    # The header is cut before it is decoded, because that takes the square of its length.
    raw = "".join(_headers(message, name)[:1])
    return clean(or_else(lambda: str(policy.default.header_fetch_parse(name, raw)), raw))
