"""The texts of a mail: which parts they stand in, and what undoes their packing."""

from collections.abc import Callable, Iterator
from email.message import Message
from functools import partial
from itertools import islice
from typing import TypeVar

from campaign_tracking.mailbox.charsets import decoded
from campaign_tracking.mailbox.flowed import unflowed

MAX_PARTS = 200
MAX_BODY_BYTES = 2_000_000
_Value = TypeVar("_Value")


def text_of(message: Message, content_type: str) -> str:
    """Return what the reader sees in parts of that type, one after the other.

    There may be several: a mailing list, or a gateway, adds one of its own. What is attached is
    not among them, nor is a mail within the mail: a bounce would be taken for what it returns.
    """
    parts = islice(_parts(message), MAX_PARTS)
    inline = (part for part in parts if part.get_content_type() == content_type)
    texts = (or_else(partial(_text, part), "") for part in inline)
    return "\n".join(text for text in texts if text)


def _parts(message: Message) -> Iterator[Message]:
    """Walk through *message*, and not into what is attached to it, such as a returned mail."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            waiting.extend(reversed(children(part)))
        elif or_else(part.get_content_disposition, None) != "attachment":
            yield part


def children(part: Message) -> list[Message]:
    """Return the parts of *part*, or a notification's paragraphs; none if it has a body.

    A body is not asked for here: as it is, it would be decoded, which fails at what is no charset.
    """
    inner = part.get_payload() if part.is_multipart() else []
    return [child for child in inner if isinstance(child, Message)]


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    declared = or_else(part.get_content_charset, None) or ""
    text = clean(decoded(content[:MAX_BODY_BYTES], declared))
    if _parameter(part, "format") != "flowed" or part.get_content_type() != "text/plain":
        return text
    return unflowed(text, deletes_space=_parameter(part, "delsp") == "yes")


def _parameter(part: Message, name: str) -> str:
    return str(part.get_param(name) or "").lower()


def clean(text: str) -> str:
    """Return *text* without surrogates: bytes beyond ASCII are read as UTF-8, as JSON must be."""
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")


def or_else(work: Callable[[], _Value], otherwise: _Value) -> _Value:
    """Return what *work* gives, or *otherwise* if it fails."""
    try:
        return work()
    except Exception:  # noqa: BLE001  (the standard library's parser has no list of what it raises)
        return otherwise
