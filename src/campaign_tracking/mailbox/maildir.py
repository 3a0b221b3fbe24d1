"""A mailbox that is a folder: Maildir. It is read and never changed."""

import time
from pathlib import Path

from campaign_tracking.mailbox.errors import MailboxError
from campaign_tracking.mailbox.sieve import (
    MAX_MESSAGE_BYTES,
    FoundMail,
    Instead,
    Letter,
    Sieve,
    pause_s,
)

_FOLDERS = ("new", "cur")  # in this order, a message that is read meanwhile is seen in either


class MaildirMailbox:
    """A Maildir on this machine. Nothing in it is moved, marked or deleted."""

    def __init__(self, path: Path) -> None:
        """Remember the folder; it is first read when something is looked for."""
        self._path = path
        self._sieve = Sieve()
        self._old: frozenset[str] | None = None

    def describe(self) -> str:
        """Say which mailbox this is, for people."""
        return f"Maildir {self._path}"

    def find(self, token: str) -> FoundMail | None:
        """Return the mail that carries *token* in its subject or body, None if there is none.

        No message is read twice for the same token.

        Raises:
            MailboxError: If the folder is no Maildir, or cannot be read.
        """
        if not token:
            raise ValueError("every mail carries an empty token")
        messages = self._messages()
        if self._old is None:
            self._old = frozenset(messages)
        for name, file in messages.items():
            if self._sieve.is_ruled_out(token, name):
                continue
            raw = self._read(file)
            if raw is None:
                continue  # gone, or moved; the next look sees where to
            letter = Letter(id=name, raw=raw, is_new=name not in self._old)
            if mail := self._sieve.judge(token, letter):
                return mail
        return None

    def rest(self, *, waited_s: float, at_most_s: float) -> None:
        """Sleep, the longer the longer the mail is waited for."""
        time.sleep(min(pause_s(waited_s), at_most_s))

    def instead(self, token: str) -> Instead:
        """Return what arrived since the first look that is not the mail with *token*."""
        return self._sieve.instead(token)

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
