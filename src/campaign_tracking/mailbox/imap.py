"""A mailbox on an IMAP server. It is read and never changed: EXAMINE and BODY.PEEK only.

Mail is looked for ten times a second at first, then the server is asked to speak up (IDLE,
RFC 2177). It may lose its word: what arrives between a search and the start of IDLE is in a buffer
that nobody looks at, and Dovecot holds each notice back for half a second. So IDLE is
short, and a search follows it whatever it said.
"""

import re
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

from imap_tools.errors import MailboxFetchError

from campaign_tracking.deadline import within
from campaign_tracking.mailbox import imap_folders
from campaign_tracking.mailbox.errors import MailboxAwayError, MailboxError
from campaign_tracking.mailbox.imap_connection import (
    ImapAccount,
    ImapBox,
    hang_up,
    in_words,
    log_on,
)
from campaign_tracking.mailbox.imap_folders import INBOX, Folder
from campaign_tracking.mailbox.sieve import LOOK_S, FoundMail, Instead, Letter, Sieve

GOODBYE_S = 2.0
SHORT_POLLING_S, POLL_S = 2.0, 0.1
IDLE_SLICE_S = 5.0
POLL_WITHOUT_IDLE_S = 1.0
_SAFE = re.compile(r"[\w.-]+", re.ASCII)
_Value = TypeVar("_Value")


class ImapMailbox:
    """A mailbox on an IMAP server: its inbox, and its folder for junk."""

    def __init__(self, account: ImapAccount, junk: str = "", look_s: float = LOOK_S) -> None:
        """Remember the account; it is first logged on to when something is looked for.

        Args:
            account: Where, and as whom.
            junk: Name of the folder for junk; empty looks for it.
            look_s: Limit for one look, however slowly the server sends.
        """
        self._account = account
        self._junk = junk
        self._look_s = look_s
        self._sieve = Sieve()
        self._box: ImapBox | None = None
        self._folders: list[Folder] = []
        # By folder, UIDVALIDITY and token: which UID was the next when it was looked through.
        self._looked: dict[tuple[str, int, str], int] = {}
        self._turn = 0  # counts the looks that were given up

    def describe(self) -> str:
        """Say which mailbox this is, for people."""
        return f"IMAP mailbox {self._account.login} on {self._account.host}:{self._account.port}"

    def find(self, token: str) -> FoundMail | None:
        """Return the test mail that carries *token*, None if there is none.

        A connection that broke since the last look is made anew, once.

        Raises:
            MailboxError: If the mailbox cannot be read.
        """
        if not _SAFE.fullmatch(token):
            raise ValueError("a token is made of letters, digits, and - . _")
        had_a_connection = self._box is not None
        try:
            return self._in_time(lambda: self._look(token))
        except MailboxAwayError:
            if not had_a_connection:
                raise
        return self._in_time(lambda: self._look(token))

    def rest(self, *, waited_s: float, at_most_s: float) -> None:
        """Wait for the server's word, in slices of at most five seconds; at first just briefly.

        A server that lets nobody in at present is not asked ten times a second.
        """
        box = self._box
        if box is None:
            time.sleep(min(POLL_WITHOUT_IDLE_S, at_most_s))
        elif waited_s < SHORT_POLLING_S:
            time.sleep(min(POLL_S, at_most_s))
        elif "IDLE" not in box.client.capabilities:
            time.sleep(min(POLL_WITHOUT_IDLE_S, at_most_s))
        else:
            self._idle(box, min(IDLE_SLICE_S, at_most_s))

    def instead(self, token: str) -> Instead:
        """Return what arrived since the first look that is not the mail with *token*."""
        return self._sieve.instead(token)

    def close(self) -> None:
        """Log out, if logged on; nothing can go wrong with that."""
        box, self._box = self._box, None
        if box is not None:
            with suppress(Exception):
                within(GOODBYE_S, box.client.logout)
            hang_up(box.client)

    def _idle(self, box: ImapBox, slice_s: float) -> None:
        started = time.monotonic()
        try:
            self._in_time(lambda: box.idle.wait(slice_s), slice_s)
        except MailboxError:  # the next look says why, or is let in again
            time.sleep(max(0.0, min(POLL_WITHOUT_IDLE_S, slice_s) - (time.monotonic() - started)))

    def _in_time(self, work: Callable[[], _Value], more_s: float = 0.0) -> _Value:
        """Return what *work* returns; if it goes wrong, the connection is given up.

        Raises:
            MailboxError: If it goes wrong.
        """

        def guarded() -> _Value:
            with in_words(self._account), self._given_up_if_wrong():
                return work()

        try:
            return within(self._look_s + more_s, guarded)
        except TimeoutError as error:
            self._abandon()
            raise MailboxAwayError(f"no answer within {self._look_s:g} s") from error

    def _abandon(self) -> None:
        """Leave the connection to nobody; the thread that still waits on it is woken up."""
        box, self._box = self._box, None
        self._turn += 1
        if box is not None:
            with suppress(Exception):
                socket.socket.shutdown(box.client.sock, socket.SHUT_RDWR)
                within(GOODBYE_S, lambda: hang_up(box.client))

    @contextmanager
    def _given_up_if_wrong(self) -> Iterator[None]:
        turn, box = self._turn, self._box
        try:
            yield
        except BaseException:
            current = self._box if turn == self._turn else None
            for each in (box, current):
                if each is not None:
                    hang_up(each.client)
            if turn == self._turn:
                self._box = None
            raise

    def _look(self, token: str) -> FoundMail | None:
        box = self._logged_on()
        for folder in self._folders:
            if found := self._look_into(box, folder, token):
                return found
        return None

    def _logged_on(self) -> ImapBox:
        """Return the connection, made if there is none."""
        if self._box is None:
            turn, box = self._turn, log_on(self._account, self._look_s)
            if turn != self._turn:  # nobody waits for this look any more
                hang_up(box.client)
                raise MailboxAwayError("logged on too late")
            self._box = box
            if not self._folders:
                self._folders = self._find_folders(self._box)
            for folder in self._folders:
                imap_folders.follow_validity(self._box, folder)
        return self._box

    def _find_folders(self, box: ImapBox) -> list[Folder]:
        """Return the inbox and the folder for junk; what is wrong with that one hides no inbox."""
        inbox = imap_folders.folder_at(box, INBOX, is_junk=False)
        try:
            with in_words(self._account):
                junk = imap_folders.junk_folder(box, self._junk)
        except MailboxAwayError:
            raise
        except MailboxError:
            if self._junk:
                raise
            junk = None
        return [inbox, junk] if junk else [inbox]

    def _look_into(self, box: ImapBox, folder: Folder, token: str) -> FoundMail | None:
        looked = (folder.name, folder.validity, token)
        was = self._looked.get(looked)
        now = imap_folders.next_uid(box, folder) if folder.is_junk else folder.first_uid
        if folder.is_junk and now == was:
            return None
        imap_folders.open_folder(box, folder)
        uids = [*imap_folders.uids_before(box, folder, token)] if was is None else []
        uids += imap_folders.uids_since(box, folder)
        if found := self._first_found(box, folder, token, uids):
            return found
        self._looked[looked] = now  # only now: a connection may break before all were read
        return None

    def _first_found(
        self, box: ImapBox, folder: Folder, token: str, uids: Iterable[int]
    ) -> FoundMail | None:
        refused: MailboxFetchError | None = None
        for uid in uids:
            try:
                found = self._judged(box, folder, token, uid)
            except MailboxFetchError as error:  # one that is kept back hides no other
                refused = error
                continue
            if found:
                return found
        if refused:
            raise refused
        return None

    def _judged(self, box: ImapBox, folder: Folder, token: str, uid: int) -> FoundMail | None:
        id_ = folder.id_of(uid)
        if self._sieve.is_ruled_out(token, id_):
            return None
        raw = imap_folders.read_message(box, uid)
        if raw is None:
            return None
        letter = Letter(
            id=id_,
            raw=raw,
            is_new=uid >= folder.first_uid,
            folder=folder.name,
            is_junk=folder.is_junk,
        )
        return self._sieve.judge(token, letter)
