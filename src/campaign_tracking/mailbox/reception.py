"""Wait for a mail, with an end."""

import enum
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from campaign_tracking.mailbox.errors import (
    MailboxAwayError,
    MailboxBrokenOffError,
    MailboxError,
)
from campaign_tracking.mailbox.sieve import FoundMail, Instead

LONGEST_AWAY_S = 10.0  # a mail server that is started anew is back by then


class Mailbox(Protocol):
    """Where the test mail arrives."""

    def find(self, token: str) -> FoundMail | None:
        """Return the mail that carries *token*, None if there is none (yet).

        Raises:
            MailboxError: If the mailbox cannot be read.
        """

    def rest(self, *, waited_s: float, at_most_s: float) -> None:
        """Return when something may have arrived, and after *at_most_s* in any case.

        Args:
            waited_s: How long this mail has been waited for.
            at_most_s: How long to rest; the mailbox may rest less.
        """

    def instead(self, token: str) -> Instead:
        """Return what was seen to arrive that is not the mail that carries *token*."""

    def describe(self) -> str:
        """Say which mailbox this is, for people; no secret in it."""


class MailSilence(enum.StrEnum):
    """Why there is no mail to look at."""

    NOT_ARRIVED = "not arrived"
    RETURNED = "returned by a mail server"
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
        instead: What arrived that is no test mail, a line each.
        asked_again: The mailbox's words on how a look was broken off, which a later one made good;
            empty if none was.
    """

    mailbox: str
    token: str
    mail: FoundMail | None
    waited_s: float
    looks: int
    silence: MailSilence | None
    words: str
    instead: tuple[str, ...] = ()
    asked_again: str = ""

    @property
    def told(self) -> str:
        """Why there is no mail, in words, and what came instead; empty if there is one."""
        if self.silence is None:
            return ""
        parts = f"{self.silence} after {self.waited_s:.0f} s {self.words}".strip()
        came = f"; instead came {', '.join(self.instead)}" if self.instead else ""
        return f"{self.mailbox}: {parts}{came}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxState:
    """Whether a mailbox can be read.

    Attributes:
        mailbox: Which one, for people.
        trouble: Why it cannot be read; empty if it can.
        asked_again: Its words on how the first look was broken off, which the second one made good;
            empty if it was not.
    """

    mailbox: str
    trouble: str
    asked_again: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What came of one look."""

    mail: FoundMail | None = None
    error: MailboxError | None = None
    instead: Instead

    @property
    def silence(self) -> MailSilence | None:
        if self.error:
            return MailSilence.MAILBOX_UNREADABLE
        if self.mail:
            return None
        returned = self.instead.is_returned
        return MailSilence.RETURNED if returned else MailSilence.NOT_ARRIVED


def try_mailbox(mailbox: Mailbox) -> MailboxState:
    """Look into the mailbox for a mail that cannot be there; again if that is broken off."""
    token, asked_again = secrets.token_hex(16), ""
    seen = _look(mailbox, token)
    if isinstance(seen.error, MailboxBrokenOffError):
        asked_again, seen = str(seen.error), _look(mailbox, token)
    return MailboxState(
        mailbox=mailbox.describe(),
        trouble=str(seen.error or ""),
        asked_again="" if seen.error else asked_again,
    )


def wait_for(
    mailbox: Mailbox,
    token: str,
    *,
    deadline: float,
    tick: Callable[[], None],
    longest_away_s: float = LONGEST_AWAY_S,
) -> Reception:
    """Look for the mail with *token* until ``time.monotonic()`` is *deadline*.

    There is one look at least, and one when the time is up. Nobody waits for a mailbox that
    refuses us, nor for a mail that was returned; one that cannot be reached is given some time.

    Args:
        mailbox: Where to look.
        token: What the mail carries.
        deadline: When to stop, by ``time.monotonic()``.
        tick: Called between looks.
        longest_away_s: How long a mailbox may be out of reach.
    """
    started = here_at = time.monotonic()
    count, broken_off = 0, ""
    while True:
        late = time.monotonic() >= deadline
        seen = _look(mailbox, token)
        count += 1
        away = isinstance(seen.error, MailboxAwayError)
        if isinstance(seen.error, MailboxBrokenOffError):
            broken_off = broken_off or str(seen.error)
        here_at = here_at if away else time.monotonic()
        lost = away and time.monotonic() - here_at >= longest_away_s
        waiting = seen.silence is MailSilence.NOT_ARRIVED or (away and not lost)
        if late or not waiting:
            break
        tick()
        now = time.monotonic()
        mailbox.rest(waited_s=now - started, at_most_s=max(0.0, deadline - now))
    return Reception(
        mailbox=mailbox.describe(),
        token=token,
        mail=seen.mail,
        waited_s=round(time.monotonic() - started, 3),
        looks=count,
        silence=seen.silence,
        words=str(seen.error or ""),
        instead=seen.instead.lines if seen.silence else (),
        asked_again="" if seen.error else broken_off,
    )


def _look(mailbox: Mailbox, token: str) -> _Look:
    try:
        mail = mailbox.find(token)
    except MailboxError as error:
        return _Look(error=error, instead=mailbox.instead(token))
    return _Look(mail=mail, instead=mailbox.instead(token))
