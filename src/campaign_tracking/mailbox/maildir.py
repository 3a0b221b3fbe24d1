"""A mailbox that is a folder: Maildir. It is read and never changed."""

from datetime import UTC, datetime
from pathlib import Path

from campaign_tracking.mailbox.errors import MailboxError
from campaign_tracking.mailbox.message import read_mail
from campaign_tracking.mailbox.reception import FoundMail

MAX_MESSAGE_BYTES = 10_485_760
_FOLDERS = ("new", "cur")  # in this order, a message that is read meanwhile is seen in either


class MaildirMailbox:
    """A Maildir on this machine. Nothing in it is moved, marked or deleted."""

    def __init__(self, path: Path) -> None:
        """Remember the folder; it is first read when something is looked for."""
        self._path = path
        self._ruled_out: dict[str, set[str]] = {}

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
        ruled_out = self._ruled_out.setdefault(token, set())
        for name, file in self._messages().items():
            if name in ruled_out:
                continue
            raw = self._read(file)
            if raw is None:
                continue  # gone, or moved; the next look sees where to
            found_at = datetime.now(UTC)
            if _carries(raw, token, found_at):
                return FoundMail(source=raw.decode("latin-1"), found_at=found_at)
            ruled_out.add(name)
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


def _carries(raw: bytes, token: str, seen_at: datetime) -> bool:
    mail = read_mail(raw, seen_at)
    return token in mail.subject or token in mail.text or token in mail.html
