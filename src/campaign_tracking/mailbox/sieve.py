"""Tell the test mail from everything else that lies in a mailbox, and remember what was seen."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from campaign_tracking.mailbox.arrivals import Kind, classify
from campaign_tracking.mailbox.message import ReceivedMail, read_mail

MAX_MESSAGE_BYTES = 10_485_760  # of each message no more is read
# Of one look into a mail server, logging on included: servers take their time to refuse a
# password, and a mail may have megabytes.
LOOK_S = 30.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.1, 1.0  # short beside any wait for a mail
MAX_TOLD = 5
MAX_REMEMBERED = 200
_TEST_MAIL = re.compile(r"\bctc-[0-9a-f]{12}-(tracked|control)\b")  # any run's


def pause_s(waited_s: float) -> float:
    """Return how long to rest before the next look, the longer the longer was waited, in s."""
    return min(max(FIRST_PAUSE_S, waited_s / 4), LONGEST_PAUSE_S)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundMail:
    """A mail as it lies in the mailbox.

    Attributes:
        source: The whole message, one character for each byte (Latin-1), so that JSON carries it.
        found_at: When we saw it, in UTC.
        folder: Where it lies; empty if the mailbox has no folders.
        is_junk: Whether that is the folder for junk.
    """

    source: str
    found_at: datetime
    folder: str = ""
    is_junk: bool = False

    @property
    def raw(self) -> bytes:
        """The message, byte for byte."""
        return self.source.encode("latin-1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message that lies in a mailbox.

    Attributes:
        id: What names it there.
        raw: The message, or its beginning if it is large.
        is_new: Whether it arrived since the mailbox was first looked into.
        folder: Where it lies; empty if the mailbox has no folders.
        is_junk: Whether that is the folder for junk.
    """

    id: str
    raw: bytes
    is_new: bool
    folder: str = ""
    is_junk: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Instead:
    """What arrived since the mailbox was first looked into, and is no test mail.

    Attributes:
        lines: A line for each, those about the test mail first; at most six.
        is_returned: Whether one of them says that the test mail was returned for good.
    """

    lines: tuple[str, ...] = ()
    is_returned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Other:
    """A mail that is none of ours: what to say of it, and what it quotes."""

    line: str
    line_if_ours: str
    tokens: frozenset[str]
    is_final: bool


class Sieve:
    """Judges each message once for each token; nobody's mail is kept, only what is said of it."""

    def __init__(self) -> None:
        """Have seen nothing."""
        self._ruled_out: dict[str, set[str]] = {}
        self._others: dict[str, _Other] = {}

    def is_ruled_out(self, token: str, id_: str) -> bool:
        """Whether the message *id_* was judged before, and does not carry *token*."""
        return id_ in self._ruled_out.get(token, ())

    def judge(self, token: str, letter: Letter) -> FoundMail | None:
        """Return the mail if it carries *token* in its subject or body; else remember that not."""
        raw = letter.raw
        found_at = datetime.now(UTC)
        mail = read_mail(raw, found_at)
        arrival = classify(raw, mail)
        if arrival.kind is Kind.MAIL and _carries(mail, token):
            return FoundMail(
                source=raw.decode("latin-1"),
                found_at=found_at,
                folder=letter.folder,
                is_junk=letter.is_junk,
            )
        self._ruled_out.setdefault(token, set()).add(letter.id)
        is_a_test_mail = arrival.kind is Kind.MAIL and _TEST_MAIL.search(mail.subject)
        if letter.is_new and not is_a_test_mail and len(self._others) < MAX_REMEMBERED:
            quoted = frozenset(match[0] for match in _TEST_MAIL.finditer(raw.decode("latin-1")))
            self._others[letter.id] = _Other(
                line=arrival.told(ours=False),
                line_if_ours=arrival.told(ours=True),
                tokens=quoted | ({token} if token.encode() in raw else frozenset()),
                is_final=arrival.kind is Kind.BOUNCE,
            )
        return None

    def instead(self, token: str) -> Instead:
        """Return what arrived instead of the mail that carries *token*."""
        ours = [other for other in self._others.values() if token in other.tokens]
        # What quotes another test mail is told where that one is waited for.
        strangers = [other for other in self._others.values() if not other.tokens]
        lines = [other.line_if_ours for other in ours] + [other.line for other in strangers]
        more = len(lines) - MAX_TOLD
        told = (*lines[:MAX_TOLD], *([f"and {more} more"] if more > 0 else []))
        return Instead(lines=told, is_returned=any(other.is_final for other in ours))


def _carries(mail: ReceivedMail, token: str) -> bool:
    return token in mail.subject or token in mail.text or token in mail.html
