"""Wait for a mail, with an end."""

import enum
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from campaign_tracking.mailbox.errors import MailboxError
from campaign_tracking.waiting import looks

LONGEST_PAUSE_S = 1.0  # short beside any wait for a mail, and no burden on a mailbox


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundMail:
    """A mail as it lies in the mailbox.

    Attributes:
        source: The whole message, one character for each byte (Latin-1), so that JSON carries it.
        found_at: When we saw it, in UTC.
    """

    source: str
    found_at: datetime

    @property
    def raw(self) -> bytes:
        """The message, byte for byte."""
        return self.source.encode("latin-1")


class Mailbox(Protocol):
    """Where the test mail arrives."""

    def find(self, token: str) -> FoundMail | None:
        """Return the mail that carries *token*, None if there is none (yet).

        Raises:
            MailboxError: If the mailbox cannot be read.
        """

    def describe(self) -> str:
        """Say which mailbox this is, for people; no secret in it."""


class MailSilence(enum.StrEnum):
    """Why there is no mail to look at."""

    NOT_ARRIVED = "not arrived"
    MAILBOX_UNREADABLE = "mailbox not readable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """What came of waiting for one mail.

    Attributes:
        mailbox: Which mailbox was looked into, for people.
        token: What the mail must carry.
        mail: The mail; None if it was not found.
        waited_s: Seconds between the first look and the last.
        looks: How often the mailbox was looked into.
        silence: Why there is no mail; None if there is one.
        words: The mailbox's own about the silence; empty without one.
    """

    mailbox: str
    token: str
    mail: FoundMail | None
    waited_s: float
    looks: int
    silence: MailSilence | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxState:
    """Whether a mailbox can be read.

    Attributes:
        mailbox: Which one, for people.
        trouble: Why it cannot be read; empty if it can.
    """

    mailbox: str
    trouble: str


def try_mailbox(mailbox: Mailbox) -> MailboxState:
    """Look into the mailbox once, for a mail that cannot be there."""
    try:
        mailbox.find(secrets.token_hex(16))
    except MailboxError as error:
        return MailboxState(mailbox=mailbox.describe(), trouble=str(error))
    return MailboxState(mailbox=mailbox.describe(), trouble="")


def wait_for(
    mailbox: Mailbox, token: str, *, deadline: float, tick: Callable[[], None]
) -> Reception:
    """Look for the mail with *token* until ``time.monotonic()`` is *deadline*.

    There is one look at least, and one when the time is up. A mailbox that cannot be read is not
    waited for.

    Args:
        mailbox: Where to look.
        token: What the mail carries in its subject or body.
        deadline: When to stop, by ``time.monotonic()``.
        tick: Called between looks.
    """
    started, count = time.monotonic(), 0
    mail: FoundMail | None = None
    silence: MailSilence | None = None
    words = ""
    for _ in looks(deadline, tick, longest_s=LONGEST_PAUSE_S):
        mail, silence, words = _look(mailbox, token)
        count += 1
        if mail or silence is MailSilence.MAILBOX_UNREADABLE:
            break
    return Reception(
        mailbox=mailbox.describe(),
        token=token,
        mail=mail,
        waited_s=round(time.monotonic() - started, 3),
        looks=count,
        silence=silence,
        words=words,
    )


def _look(mailbox: Mailbox, token: str) -> tuple[FoundMail | None, MailSilence | None, str]:
    try:
        mail = mailbox.find(token)
    except MailboxError as error:
        return None, MailSilence.MAILBOX_UNREADABLE, str(error)
    return (mail, None, "") if mail else (None, MailSilence.NOT_ARRIVED, "")
