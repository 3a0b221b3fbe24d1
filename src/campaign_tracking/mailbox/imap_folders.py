"""The folders of an IMAP mailbox that mail arrives in: the inbox, and the one for junk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from imap_tools.errors import MailboxFetchError
from imap_tools.folder import FolderInfo
from imap_tools.utils import check_command_status

from campaign_tracking.mailbox.errors import MailboxError
from campaign_tracking.mailbox.imap_connection import ImapBox
from campaign_tracking.mailbox.sieve import MAX_MESSAGE_BYTES

INBOX = "INBOX"
# IMAP's names, whatever the language of this machine (RFC 3501, date-month).
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MAX_MESSAGES = 500  # at a look, the newest
# How mail programs call it where the server does not say (RFC 6154: \Junk).
JUNK_NAMES = (
    *("junk", "spam", "junk e-mail", "junk email", "bulk mail", "bulk"),
    *("迷惑メール", "courrier indésirable", "correo no deseado", "junk-e-mail"),
)


@dataclass(slots=True, kw_only=True)
class Folder:
    """A folder, and what was in it when it was first looked into.

    Attributes:
        name: The server's.
        is_junk: Whether it is the folder for junk.
        validity: Of its UIDs; another one means that they were all given anew (RFC 3501, 2.3.1.1).
        first_uid: The lowest that a message may have which arrived since.
    """

    name: str
    is_junk: bool
    validity: int
    first_uid: int

    def id_of(self, uid: int) -> str:
        """Return what names a message beyond all folders."""
        return f"{self.name}/{self.validity}/{uid}"


def folder_at(box: ImapBox, name: str, *, is_junk: bool) -> Folder:
    """Return the folder as it is now.

    Raises:
        imap_tools.ImapToolsError: If there is none.
    """
    status = box.folder.status(name, ("UIDNEXT", "UIDVALIDITY"))
    return Folder(
        name=name,
        is_junk=is_junk,
        validity=status.get("UIDVALIDITY", 0),
        first_uid=status.get("UIDNEXT") or _after_the_last(box, name),
    )


def next_uid(box: ImapBox, folder: Folder) -> int:
    """Return the UID of the next message to come; to ask costs less than to open the folder."""
    return folder_at(box, folder.name, is_junk=folder.is_junk).first_uid


def follow_validity(box: ImapBox, folder: Folder) -> None:
    """See whether the UIDs were given anew since: then any message may be a new one."""
    now = folder_at(box, folder.name, is_junk=folder.is_junk)
    if now.validity != folder.validity:
        folder.validity, folder.first_uid = now.validity, 1


def junk_folder(box: ImapBox, declared: str) -> Folder | None:
    """Return the folder for junk as it is now; None if there is none.

    Args:
        box: Logged on.
        declared: The operator's word; empty looks for it.

    Raises:
        MailboxError: If the declared one does not exist.
    """
    folders = _selectable(box.folder.list("", declared or "*"))
    if declared:
        if declared not in {folder.name for folder in folders}:
            raise MailboxError(f"there is no folder {declared!r}: correct [mailbox] junk")
        return folder_at(box, declared, is_junk=True)
    marked = [each.name for each in folders if "\\junk" in {f.lower() for f in each.flags}]
    usual = [each.name for each in folders if _leaf(each) in JUNK_NAMES]
    name = next(iter(marked or usual), "")
    return folder_at(box, name, is_junk=True) if name else None


def open_folder(box: ImapBox, folder: Folder) -> None:
    """Have *folder* open and its view fresh; nothing in it is marked by that.

    A search on an open folder answers from the old view unless the server was heard since.
    """
    if box.folder.get() == folder.name:
        box.client.noop()
        return
    box.folder.set(folder.name, readonly=True)


def uids_since(box: ImapBox, folder: Folder) -> Sequence[int]:
    """Return the messages of the open folder that came since it was first looked into, in order."""
    # ``n:*`` names the last message even if its UID is lower than n.
    found = _uids(box, f"UID {folder.first_uid}:*")
    return [uid for uid in found if uid >= folder.first_uid]


def uids_before(box: ImapBox, folder: Folder, token: str) -> Sequence[int]:
    """Return the older messages of the open folder that the server finds *token* in.

    Two days back: which day it is depends on the server's zone.
    """
    since = (datetime.now(UTC) - timedelta(days=2)).date()
    month = MONTHS[since.month - 1]
    found = _uids(box, f'SINCE {since.day}-{month}-{since.year} TEXT "{token}"')
    return [uid for uid in found if uid < folder.first_uid]


def read_message(box: ImapBox, uid: int) -> bytes | None:
    """Return a message, its beginning if it is large, None if it is gone; it stays unread.

    Raises:
        MailboxFetchError: If the server does not hand it out.
    """
    status, data = box.client.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{MAX_MESSAGE_BYTES}>)")
    check_command_status((status, data), MailboxFetchError)
    bodies = (item[1] for item in data if isinstance(item, tuple) and len(item) > 1)
    body = next(bodies, None)
    return body if isinstance(body, bytes) else None


def _after_the_last(box: ImapBox, name: str) -> int:
    """Return what the next UID is at least, for a server that tells none with STATUS."""
    box.folder.set(name, readonly=True)
    return max(_uids(box, "ALL"), default=0) + 1


def _uids(box: ImapBox, criteria: str) -> list[int]:
    found = {int(uid) for uid in box.uids(criteria, None) if uid.isdecimal()}
    return sorted(found)[-MAX_MESSAGES:]


def _selectable(folders: Sequence[FolderInfo]) -> list[FolderInfo]:
    barred = {"\\noselect", "\\nonexistent"}
    return [each for each in folders if not barred & {flag.lower() for flag in each.flags}]


def _leaf(folder: FolderInfo) -> str:
    """Return the last part of its name: ``INBOX.Spam`` is spam."""
    name = folder.name
    if folder.delim and folder.delim != "NIL":
        name = name.rpartition(folder.delim)[2]
    return name.lower()
