"""A mailbox that is a folder: Maildir. It is read and never changed."""

import time
from pathlib import Path

from campaign_tracking.deadline import within
from campaign_tracking.mailbox.errors import MailboxAwayError, MailboxError
from campaign_tracking.mailbox.sieve import (
    LOOK_S,
    MAX_MESSAGE_BYTES,
    FoundMail,
    Instead,
    Letter,
    Sieve,
    pause_s,
)

RECENT_S = 2 * 86_400.0  # as far back as an IMAP server is searched
_FOLDERS = ("new", "cur")  # in this order, a message that is read meanwhile is seen in either


class MaildirMailbox:
    """A Maildir on this machine. Nothing in it is moved, marked or deleted."""

    def __init__(self, path: Path, look_s: float = LOOK_S) -> None:
        """Remember the folder; it is first read when something is looked for.

        Args:
            path: Of the folder.
            look_s: Limit for one look.
        """
        self._path = path
        self._look_s = look_s
        self._sieve = Sieve()
        self._old: frozenset[str] | None = None
        self._outdated: frozenset[str] = frozenset()

    def describe(self) -> str:
        """Say which mailbox this is, for people."""
        return f"Maildir {self._path}"

    def find(self, token: str) -> FoundMail | None:
        """Return the test mail that carries *token*, None if there is none.

        No message is read twice for the same token, and none that was there for days.

        Raises:
            MailboxError: If the folder is no Maildir, or cannot be read.
            MailboxAwayError: If it cannot be read in time.
        """
        if not token:
            raise ValueError("every mail carries an empty token")
        try:
            return within(self._look_s, lambda: self._look(token))
        except TimeoutError as error:
            raise MailboxAwayError(f"no answer within {self._look_s:g} s") from error

    def rest(self, *, waited_s: float, at_most_s: float) -> None:
        """Sleep, the longer the longer the mail is waited for."""
        time.sleep(min(pause_s(waited_s), at_most_s))

    def instead(self, token: str) -> Instead:
        """Return what arrived since the first look that is not the mail with *token*."""
        return self._sieve.instead(token)

    def _look(self, token: str) -> FoundMail | None:
        messages = self._messages()
        if self._old is None:
            self._outdated = frozenset(
                name for name, file in messages.items() if _is_outdated(file)
            )
            self._old = frozenset(messages)
        for name, file in messages.items():
            if name in self._outdated or self._sieve.is_ruled_out(token, name):
                continue
            raw = self._read(file)
            if raw is None:
                continue  # gone, or moved; the next look sees where to
            letter = Letter(id=name, raw=raw, is_new=name not in self._old)
            if mail := self._sieve.judge(token, letter):
                return mail
        return None

    def _messages(self) -> dict[str, Path]:
        """Return all messages by their names, which stay when a mail program marks them."""
        try:
            files = [file for folder in _FOLDERS for file in (self._path / folder).iterdir()]
        except FileNotFoundError as error:
            raise MailboxError(f"{self._path} is not a Maildir: no {error.filename}") from error
        except OSError as error:
            raise MailboxError(f"{self._path} cannot be read: {error.strerror}") from error
        return {file.name.partition(":")[0]: file for file in files if file.name[0] != "."}

    def _read(self, file: Path) -> bytes | None:
        try:
            if not file.is_file():  # a pipe in its place would never end
                return None
            with file.open("rb") as stream:
                return stream.read(MAX_MESSAGE_BYTES)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise MailboxError(f"{file} cannot be read: {error.strerror}") from error


def _is_outdated(file: Path) -> bool:
    """Whether a message lies there for days; nothing is said of one that is moved meanwhile."""
    try:
        return file.stat().st_mtime < time.time() - RECENT_S
    except OSError:
        return False
