"""Tell the test mail from everything else that lies in a mailbox, and remember what was seen."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from campaign_tracking.mailbox.arrivals import Arrival, Kind, classify
from campaign_tracking.mailbox.message import ReceivedMail, read_mail

MAX_MESSAGE_BYTES = 10_485_760  # of each message no more is read
# Of one look into a mail server, logging on included: servers take their time to refuse a
# password, and a mail may have megabytes.
LOOK_S = 30.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.1, 1.0  # short beside any wait for a mail
MAX_TOLD = 5
MAX_REMEMBERED = 200
_TEST_MAIL = re.compile(r"\bctc-[0-9a-f]{12}-(tracked|control)\b")  # any run's
# Before the token in both texts of the mail (fixtures/messages), whatever its HTML went through.
_SAID = r"Check:(?:\s|&nbsp;|<[^<>]{1,99}>){0,9}"
# A gateway may put [Quarantined] before the subject, or a sender be called so.
_MAY_BE_OURS = (Kind.MAIL, Kind.QUARANTINE_NOTICE)


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
        """Return the mail if it is the one with *token*; else remember that it is not.

        That is remembered while it is read, so that a look that is given up is the only one.
        """
        ruled_out = self._ruled_out.setdefault(token, set())
        ruled_out.add(letter.id)
        raw = letter.raw
        found_at = datetime.now(UTC)
        mail = read_mail(raw, found_at)
        arrival = classify(raw, mail)
        if arrival.kind in _MAY_BE_OURS and _carries(mail, token):
            ruled_out.discard(letter.id)
            return FoundMail(
                source=raw.decode("latin-1"),
                found_at=found_at,
                folder=letter.folder,
                is_junk=letter.is_junk,
            )
        is_a_test_mail = arrival.kind in _MAY_BE_OURS and _carries_one(mail)
        if letter.is_new and not is_a_test_mail and len(self._others) < MAX_REMEMBERED:
            words = "\n".join((mail.subject, mail.text, mail.html, raw.decode("latin-1")))
            self._others[letter.id] = _other(arrival, words, token)
        return None

    def instead(self, token: str) -> Instead:
        """Return what arrived instead of the mail that carries *token*."""
        ours = [other for other in [*self._others.values()] if token in other.tokens]
        # What quotes another test mail is told where that one is waited for.
        strangers = [other for other in [*self._others.values()] if not other.tokens]
        lines = [other.line_if_ours for other in ours] + [other.line for other in strangers]
        more = len(lines) - MAX_TOLD
        told = (*lines[:MAX_TOLD], *([f"and {more} more"] if more > 0 else []))
        return Instead(lines=told, is_returned=any(other.is_final for other in ours))


def _other(arrival: Arrival, words: str, token: str) -> _Other:
    quoted = frozenset(match[0] for match in _TEST_MAIL.finditer(words))
    return _Other(
        line=arrival.told(ours=False),
        line_if_ours=arrival.told(ours=True),
        tokens=quoted | ({token} if token in words else frozenset()),
        is_final=arrival.kind is Kind.BOUNCE,
    )


def _carries(mail: ReceivedMail, token: str) -> bool:
    """Whether *mail* has both subject and words of a test mail; what quotes one has not."""
    said = re.compile(rf"{_SAID}{re.escape(token)}(?![\w-])")
    return token in mail.subject and any(map(said.search, (mail.text, mail.html)))


def _carries_one(mail: ReceivedMail) -> bool:
    match = _TEST_MAIL.search(mail.subject)
    return match is not None and _carries(mail, match[0])
