"""Read a received mail: its headers, its two texts, and the links in them.

A mail may be anything at all; what cannot be read is left out, and nothing fails.
"""

import codecs
import email
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import Message
from functools import partial
from typing import TypeVar

from campaign_tracking.mailbox.links import MailLink, links_in_html, links_in_text

MAX_HEADER_CHARACTERS = 2_000
MAX_RECEIVED = 50
MAX_PARTS = 200
# Python's own codecs, which no mail uses: slow on purpose-made input, or with warnings.
_NO_CHARSETS = {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"}
_Value = TypeVar("_Value")
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
        html: The HTML part, decoded; empty if there is none.
        text: The text part, decoded; empty if there is none.
        links: Every link of both parts, in their order, HTML first.
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


def read_mail(raw: bytes, received_at: datetime) -> ReceivedMail:
    """Read *raw*, seen at *received_at*; whatever it is, it does not fail."""
    message = _or_else(lambda: email.message_from_bytes(raw), Message())
    html, text = _text_of(message, "text/html"), _text_of(message, "text/plain")
    return ReceivedMail(
        subject=_decoded(message, "Subject"),
        sender=_decoded(message, "From"),
        to=_decoded(message, "To"),
        message_id="".join(_headers(message, "Message-ID")[:1]),
        date="".join(_headers(message, "Date")[:1]),
        received_at=received_at,
        received_headers=tuple(_headers(message, "Received")[:MAX_RECEIVED]),
        size_bytes=len(raw),
        html=html,
        text=text,
        links=(*links_in_html(html), *links_in_text(text)),
    )


def _headers(message: Message, name: str) -> list[str]:
    """Return the values of all headers called *name*, unfolded, not decoded, and bounded."""
    values = (value for key, value in message.raw_items() if key.lower() == name.lower())
    return [_clean(_FOLD.sub("", str(value))).strip()[:MAX_HEADER_CHARACTERS] for value in values]


def _decoded(message: Message, name: str) -> str:
    # The header is cut before it is decoded, because that takes the square of its length.
    raw = "".join(_headers(message, name)[:1])
    return _clean(_or_else(lambda: str(policy.default.header_fetch_parse(name, raw)), raw))


def _text_of(message: Message, content_type: str) -> str:
    """Return the first part of that type which is no attachment; empty if there is none."""
    for part, _ in zip(_parts(message), range(MAX_PARTS), strict=False):
        if part.get_content_type() == content_type:
            text = _or_else(partial(_payload, part), "")
            if text:
                return text
    return ""


def _parts(message: Message) -> Iterator[Message]:
    """Walk through *message*, and not into what is attached to it, such as a returned mail."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        children = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(children, list):
            waiting.extend(child for child in reversed(children) if isinstance(child, Message))
        elif _or_else(part.get_content_disposition, None) != "attachment":
            yield part


def _payload(part: Message) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    try:
        charset = codecs.lookup(part.get_content_charset("utf-8")).name
        return _clean(content.decode("utf-8" if charset in _NO_CHARSETS else charset, "replace"))
    except (LookupError, ValueError):
        return content.decode("utf-8", "replace")


def _clean(text: str) -> str:
    """Return *text* without surrogates: bytes beyond ASCII are read as UTF-8, as JSON must be."""
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")


def _or_else(work: Callable[[], _Value], otherwise: _Value) -> _Value:
    try:
        return work()
    except Exception:  # noqa: BLE001  (the standard library's parser has no list of what it raises)
        return otherwise
