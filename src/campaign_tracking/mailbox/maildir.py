"""A mailbox that is a folder: Maildir. It is read and never changed."""

from pathlib import Path

from campaign_tracking.mailbox.reception import FoundMail


class MaildirMailbox:
    """A Maildir on this machine."""

    def __init__(self, path: Path) -> None:
        """Remember the folder; it is first read when something is looked for."""
        self._path = path

    def describe(self) -> str:
        """Say which mailbox this is, for people."""
        return f"Maildir {self._path}"

    def find(self, token: str) -> FoundMail | None:
        """Return the mail that carries *token* in its subject or body."""
        raise NotImplementedError
