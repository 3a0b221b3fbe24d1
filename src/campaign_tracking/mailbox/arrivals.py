"""What kind of mail arrived: a mail, or what mail servers send in its place.

A bounce is a delivery status notification that says ``failed`` (RFC 3464, 2.3.3), or what a mail
server wrote that knows no such thing. It may quote the test mail, token and all, and is never taken
for it; nor is any other report (RFC 6522) or any reply.
"""

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from campaign_tracking.mailbox.bodies import children, clean, or_else
from campaign_tracking.mailbox.message import ReceivedMail
from campaign_tracking.mailbox.parsing import parsed
from campaign_tracking.words import beginning

MAX_WORDS_CHARACTERS = 160
MAX_PARTS = 50
_STATUS = "message/delivery-status"
_SYSTEM = re.compile(r"mailer-daemon|postmaster|mail delivery (sub)?system", re.IGNORECASE)
_RETURNED = re.compile(
    r"undeliver|delivery (has )?fail|failure notice|returned mail"
    r"|delivery status notification \(failure\)|配信不能|配信できません",
    re.IGNORECASE,
)
# How Exchange begins the subject, in four languages: it says auto-generated, which any mail of a
# program may say (RFC 3834, 5).
_AUTOMATIC_REPLY = re.compile(
    r"(automatic reply|automatische antwort|réponse automatique|自動応答)\s*[:\uff1a]",
    re.IGNORECASE,
)
_QUARANTINE = re.compile(r"quarantin|spam (digest|report|summary)|隔離", re.IGNORECASE)


class Kind(enum.StrEnum):
    """What a mail is, as far as its headers tell."""

    MAIL = "a mail"
    BOUNCE = "a bounce"
    DELAY = "a notice of delay"
    REPORT = "a report"
    AUTOMATIC_REPLY = "an automatic reply"
    REPLY = "a reply"
    QUARANTINE_NOTICE = "a quarantine notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One mail that arrived.

    Attributes:
        kind: What it is.
        words: Of what tells of a delivery, status and diagnosis as the mail server wrote them;
            of others, the subject; shortened.
    """

    kind: Kind
    words: str

    def told(self, *, ours: bool) -> str:
        """Say it in a line; *ours* is whether it is about the test mail."""
        relation = " that quotes this one" if self.kind is Kind.MAIL else " of this mail"
        about = relation if ours else ""
        return f"{self.kind}{about}: {self.words}" if self.words else f"{self.kind}{about}"


def classify(raw: bytes, mail: ReceivedMail) -> Arrival:
    """Return what *mail*, read of *raw*, is; whatever it is, it does not fail."""
    message = parsed(raw)
    nothing: dict[str, str] = {}
    fields = or_else(lambda: _status_fields(message), nothing)
    if fields:
        return _arrival(_told_by(fields, mail), _diagnosis(fields) or mail.subject)
    return _arrival(_told_by_headers(message, mail), mail.subject)


def _told_by(fields: dict[str, str], mail: ReceivedMail) -> Kind:
    """Return what became of a mail by a notification's action (RFC 3464, 2.3.3)."""
    action = fields.get("action", "").partition(" ")[0].lower()
    if action == "delayed":
        return Kind.DELAY
    is_bounce = action == "failed" or (not action and _RETURNED.search(mail.subject))
    return Kind.BOUNCE if is_bounce else Kind.REPORT


def _told_by_headers(message: Message, mail: ReceivedMail) -> Kind:
    if _is_undeclared_bounce(message, mail):
        return Kind.BOUNCE
    if message.get_content_type() == "multipart/report":
        return Kind.REPORT
    replied = _header(message, "Auto-Submitted").lower().startswith("auto-replied")
    if replied or _AUTOMATIC_REPLY.match(mail.subject):
        return Kind.AUTOMATIC_REPLY
    if _header(message, "In-Reply-To"):
        return Kind.REPLY
    if _QUARANTINE.search(f"{mail.sender} {mail.subject}"):
        return Kind.QUARANTINE_NOTICE
    return Kind.MAIL


def _arrival(kind: Kind, words: str) -> Arrival:
    return Arrival(kind=kind, words=beginning(words, MAX_WORDS_CHARACTERS))


def _is_undeclared_bounce(message: Message, mail: ReceivedMail) -> bool:
    """Whether a mail server returned it in words of its own (Exim, qmail, old gateways)."""
    if _header(message, "X-Failed-Recipients"):
        return True
    by_a_server = (
        message.get_content_type() == "multipart/report"
        or _header(message, "Return-Path") == "<>"
        or _SYSTEM.search(mail.sender)
    )
    return bool(by_a_server and _RETURNED.search(mail.subject))


def _status_fields(message: Message) -> dict[str, str]:
    """Return the fields of the first recipient that a notification tells of, names in lower case.

    The parser gives the part's paragraphs as messages: the first is about the message, each
    other about one recipient (RFC 3464, 2.1).
    """
    for part in _parts(message):
        if part.get_content_type() != _STATUS:
            continue
        for paragraph in children(part)[:MAX_PARTS]:
            fields = {key.lower(): clean(str(value)) for key, value in paragraph.raw_items()}
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
        if part.get_content_maintype() == "multipart":
            waiting.extend(children(part))
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
