"""What kind of mail arrived: a mail, or what mail servers send in its place.

A bounce is a delivery status notification (RFC 3464), or what a mail server wrote that knows no
such thing. It may quote the test mail, token and all, and is never taken for it.
"""

import email
import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from campaign_tracking.mailbox.bodies import or_else
from campaign_tracking.mailbox.message import ReceivedMail
from campaign_tracking.words import beginning

MAX_WORDS_CHARACTERS = 160
MAX_PARTS = 50
_STATUS = "message/delivery-status"
_SYSTEM = re.compile(r"mailer-daemon|postmaster|mail delivery (sub)?system", re.IGNORECASE)
_RETURNED = re.compile(
    r"undeliver|delivery (has )?fail|failure notice|returned mail|delivery status notification"
    r"|配信不能|配信できません",
    re.IGNORECASE,
)
_QUARANTINE = re.compile(r"quarantin|spam (digest|report|summary)|隔離", re.IGNORECASE)


class Kind(enum.StrEnum):
    """What a mail is, as far as its headers tell."""

    MAIL = "a mail"
    BOUNCE = "a bounce"
    DELAY = "a notice of delay"
    AUTOMATIC_REPLY = "an automatic reply"
    QUARANTINE_NOTICE = "a quarantine notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One mail that arrived.

    Attributes:
        kind: What it is.
        words: Of a bounce, status and diagnosis as the mail server wrote them; of others, the
            subject; shortened.
    """

    kind: Kind
    words: str

    def told(self, *, ours: bool) -> str:
        """Say it in a line; *ours* is whether it is about the test mail."""
        about = " of this mail" if ours and self.kind is not Kind.MAIL else ""
        return f"{self.kind}{about}: {self.words}" if self.words else f"{self.kind}{about}"


def classify(raw: bytes, mail: ReceivedMail) -> Arrival:
    """Return what *mail*, read of *raw*, is; whatever it is, it does not fail."""
    message = or_else(lambda: email.message_from_bytes(raw), Message())
    nothing: dict[str, str] = {}
    fields = or_else(lambda: _status_fields(message), nothing)
    if fields or _is_report(message):
        delayed = fields.get("action", "").lower() in {"delayed", "relayed", "expanded"}
        said = _diagnosis(fields) or mail.subject
        return _arrival(Kind.DELAY if delayed else Kind.BOUNCE, said)
    if _is_undeclared_bounce(message, mail):
        return _arrival(Kind.BOUNCE, mail.subject)
    if _QUARANTINE.search(f"{mail.sender} {mail.subject}"):
        return _arrival(Kind.QUARANTINE_NOTICE, mail.subject)
    if _header(message, "Auto-Submitted").lower().startswith("auto-replied"):
        return _arrival(Kind.AUTOMATIC_REPLY, mail.subject)
    return _arrival(Kind.MAIL, mail.subject)


def _arrival(kind: Kind, words: str) -> Arrival:
    return Arrival(kind=kind, words=beginning(words, MAX_WORDS_CHARACTERS))


def _is_report(message: Message) -> bool:
    kind = or_else(lambda: str(message.get_param("report-type", "")), "")
    return message.get_content_type() == "multipart/report" and kind.lower() == "delivery-status"


def _is_undeclared_bounce(message: Message, mail: ReceivedMail) -> bool:
    """Whether a mail server returned it in words of its own (Exim, qmail, old gateways)."""
    if _header(message, "X-Failed-Recipients"):
        return True
    by_a_server = _header(message, "Return-Path") == "<>" or _SYSTEM.search(mail.sender)
    return bool(by_a_server and _RETURNED.search(mail.subject))


def _status_fields(message: Message) -> dict[str, str]:
    """Return the fields of the first recipient that a notification tells of, names in lower case.

    The parser gives the part's paragraphs as messages: the first is about the message, each
    other about one recipient (RFC 3464, 2.1).
    """
    for part in _parts(message):
        paragraphs = part.get_payload()
        if part.get_content_type() == _STATUS and isinstance(paragraphs, list):
            for paragraph in paragraphs[:MAX_PARTS]:
                if not isinstance(paragraph, Message):
                    continue
                fields = {key.lower(): str(value) for key, value in paragraph.raw_items()}
                if "action" in fields or "status" in fields:
                    return fields
    return {}


def _parts(message: Message) -> Iterator[Message]:
    """Walk through at most fifty parts, and not into what is returned."""
    waiting = [message]
    for _ in range(MAX_PARTS):
        if not waiting:
            return
        part = waiting.pop(0)
        children = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(children, list):
            waiting.extend(child for child in children if isinstance(child, Message))
        yield part


def _diagnosis(fields: dict[str, str]) -> str:
    """Return status and diagnosis: ``5.1.1 unknown user``; a status that is said twice, once."""
    status = fields.get("status", "").partition(" ")[0]
    said = fields.get("diagnostic-code", "")
    said = said.partition(";")[2].strip() or said
    return said if status in said else f"{status} {said}".strip()


def _header(message: Message, name: str) -> str:
    values = (str(value) for key, value in message.raw_items() if key.lower() == name.lower())
    return next(values, "").strip()
