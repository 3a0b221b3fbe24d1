"""What a server cannot do just now, or for one message or folder alone, costs no mail."""

import imaplib
import ssl
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.mailbox import MailboxAwayError, MailboxError, MailSilence, wait_for
from campaign_tracking.mailbox.imap import ImapMailbox
from campaign_tracking.mailbox.imap_connection import in_words
from campaign_tracking.mailbox.reception import Reception
from tests.unit.mailbox.imap_server import (
    Folder,
    ImapServer,
    Session,
    answer_fetch,
    answer_status,
)

TOKEN = "ctc-0123456789ab-tracked"
MAIL = f"Subject: check {TOKEN}\r\n\r\nCheck: {TOKEN}\r\n".encode()
OTHER = b"Subject: Lunch\r\n\r\nToday?\r\n"
UNAVAILABLE = "NO [UNAVAILABLE] Temporary authentication failure."
BUSY = "* BYE too many connections, try again later"
ODD_NAME = "R&D reports & more"  # no modified UTF-7 (RFC 3501, 5.1.3)
MAY_PASS = ("UNAVAILABLE", "INUSE", "LIMIT")


@pytest.fixture
def mailbox(server: ImapServer, trusting: ssl.SSLContext) -> Iterator[ImapMailbox]:
    """The mailbox on the server."""
    opened = ImapMailbox(server.account(trusting))
    yield opened
    opened.close()


def wait(mailbox: ImapMailbox, limit_s: float, longest_away_s: float = 10) -> Reception:
    """Wait as a run does."""
    deadline = time.monotonic() + limit_s
    return wait_for(
        mailbox, TOKEN, deadline=deadline, tick=lambda: None, longest_away_s=longest_away_s
    )


def breaking_once(server: ImapServer) -> None:
    """Have the server break the connection instead of sending the first message."""

    def break_(session: Session, _: str) -> None:
        server.odd["UID FETCH"] = answer_fetch
        session.server.drop()

    server.odd["UID FETCH"] = break_


def refusing_once(server: ImapServer, said: str) -> None:
    """Have the server refuse the next who logs on."""

    def refuse(session: Session, _: str) -> None:
        del server.odd["AUTHENTICATE"]
        session.send("+ ")
        session.read()
        session.done(said)

    server.odd["AUTHENTICATE"] = refuse


@pytest.mark.parametrize("before", [True, False], ids=["before", "since"])
@pytest.mark.parametrize("name", ["INBOX", "Junk"])
def test_broken_while_it_sends(
    server: ImapServer, mailbox: ImapMailbox, name: str, *, before: bool
) -> None:
    """A mail whose sending broke off is asked for again, wherever and since when it lies."""
    server.folders["Junk"] = Folder(flags=r"\Junk")
    if before:
        server.folders[name].add(MAIL)
    else:
        mailbox.find(TOKEN)
        server.folders[name].add(MAIL)
    breaking_once(server)

    assert wait(mailbox, 5).mail


def test_junk_given_anew(server: ImapServer, mailbox: ImapMailbox) -> None:
    """A folder for junk that was built anew, as large as before, is looked through again."""
    junk = server.folders["Junk"] = Folder(flags=r"\Junk", next_uid=2)
    mailbox.find(TOKEN)
    junk.validity, junk.next_uid = 8, 1
    junk.add(MAIL)
    server.drop()

    assert mailbox.find(TOKEN)


def test_unavailable_for_a_moment(server: ImapServer, mailbox: ImapMailbox) -> None:
    """A server that lets nobody in for a moment says nothing of the password."""
    mailbox.find(TOKEN)
    refusing_once(server, UNAVAILABLE)
    server.inbox.add(MAIL)
    server.drop()

    assert wait(mailbox, 5).mail


def test_greeted_with_goodbye(server: ImapServer, mailbox: ImapMailbox) -> None:
    """A server that has too many guests may have room again in a second."""
    mailbox.find(TOKEN)
    server.greetings += [BUSY, BUSY]
    server.inbox.add(MAIL)
    server.drop()

    assert wait(mailbox, 5).mail


def test_greeted_with_goodbye_is_told(server: ImapServer, mailbox: ImapMailbox) -> None:
    """If it has not, its words are told."""
    server.greetings.append(BUSY)

    with pytest.raises(MailboxAwayError) as error:
        mailbox.find(TOKEN)

    assert str(error.value) == f"the server said: {BUSY}"


def test_unavailable_for_good(server: ImapServer, mailbox: ImapMailbox) -> None:
    """A server that stays out of service is told as that, and not asked ten times a second."""
    server.odd["AUTHENTICATE"] = lambda session, _: session.done(UNAVAILABLE)

    seen = wait(mailbox, 60, longest_away_s=1.5)

    assert (seen.silence, seen.words) == (
        MailSilence.MAILBOX_UNREADABLE,
        "the server said: [UNAVAILABLE] Temporary authentication failure.",
    )
    assert seen.looks <= 4  # noqa: PLR2004  (one each second)


@given(
    code=st.sampled_from([*MAY_PASS, "NOPERM", "AUTHENTICATIONFAILED", "ALERT", "LIMITS"]),
    text=st.text(st.characters(codec="ascii"), max_size=20),
)
def test_what_may_pass(trusting: ssl.SSLContext, code: str, text: str) -> None:
    """By its response code a refusal is one for now or one for good (RFC 5530)."""
    account = ImapServer(ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)).account(trusting)

    with pytest.raises(MailboxError) as error, in_words(account):
        raise imaplib.IMAP4.error(f"[{code}] {text.replace('[', '(')}")

    assert isinstance(error.value, MailboxAwayError) == (code in MAY_PASS)


def test_refused_message(server: ImapServer, mailbox: ImapMailbox) -> None:
    """A mail that arrived and is not handed out is no mail that did not arrive."""
    mailbox.find(TOKEN)
    server.inbox.add(MAIL)
    server.odd["UID FETCH"] = lambda session, _: session.done("NO [LIMIT] over bandwidth quota")

    seen = wait(mailbox, 60, longest_away_s=0.5)

    assert (seen.silence, seen.words) == (
        MailSilence.MAILBOX_UNREADABLE,
        "the server said: [LIMIT] over bandwidth quota",
    )


def test_refused_message_beside_ours(server: ImapServer, mailbox: ImapMailbox) -> None:
    """A mail that is not handed out hides no other."""
    mailbox.find(TOKEN)
    first = server.inbox.add(OTHER)
    server.inbox.add(MAIL)

    def refuse_first(session: Session, rest: str) -> None:
        if rest.startswith(f"{first} "):
            session.done("NO it cannot be converted")
        else:
            answer_fetch(session, rest)

    server.odd["UID FETCH"] = refuse_first

    assert mailbox.find(TOKEN)


def test_message_that_is_gone_by_the_next_look(server: ImapServer, mailbox: ImapMailbox) -> None:
    """A refused mail that somebody else deleted is no trouble (RFC 2180, 4.1.2)."""
    mailbox.find(TOKEN)
    uid = server.inbox.add(OTHER)

    def gone(session: Session, _: str) -> None:
        server.inbox.messages.pop(uid)
        del server.odd["UID FETCH"]
        session.done("NO some of the requested messages no longer exist")

    server.odd["UID FETCH"] = gone

    assert mailbox.find(TOKEN) is None


def test_odd_name_of_a_folder(server: ImapServer, mailbox: ImapMailbox) -> None:
    """A folder whose name is not encoded as it must be hides no mail in the inbox."""
    server.folders[ODD_NAME] = Folder()
    server.inbox.add(MAIL)

    assert mailbox.find(TOKEN)


def test_declared_folder_beside_an_odd_name(server: ImapServer, trusting: ssl.SSLContext) -> None:
    """Nor does it hide the declared folder for junk, which is asked for by its name."""
    server.folders[ODD_NAME], server.folders["Spam"] = Folder(), Folder()
    server.folders["Spam"].add(MAIL)
    mailbox = ImapMailbox(server.account(trusting), "Spam")

    assert mailbox.find(TOKEN)
    mailbox.close()


def barring_junk(server: ImapServer, said: str) -> None:
    """Have a folder for junk that is not to be looked at."""

    def bar(session: Session, argument: str) -> None:
        if "Junk" in argument:
            session.done(said)
        else:
            answer_status(session, argument)

    server.folders["Junk"] = Folder(flags=r"\Junk")
    server.odd["STATUS"] = bar


def test_junk_without_rights(server: ImapServer, trusting: ssl.SSLContext) -> None:
    """A folder for junk that others may read costs only what was declared to be read."""
    barring_junk(server, "NO [NOPERM] Permission denied")
    server.inbox.add(MAIL)
    found, declared = (ImapMailbox(server.account(trusting), junk) for junk in ("", "Junk"))

    assert found.find(TOKEN)
    with pytest.raises(MailboxError, match=r"\[NOPERM\] Permission denied"):
        declared.find(TOKEN)
    found.close()


def test_junk_that_is_busy(server: ImapServer, mailbox: ImapMailbox) -> None:
    """One that is not available for a moment is not forgotten for the whole run."""
    barring_junk(server, "NO [INUSE] try again")
    server.folders["Junk"].add(MAIL)

    with pytest.raises(MailboxAwayError, match=r"\[INUSE\]"):
        mailbox.find(TOKEN)
    del server.odd["STATUS"]

    assert mailbox.find(TOKEN)


@pytest.mark.parametrize("count", [0, 3])
def test_no_word_of_the_next_uid(server: ImapServer, mailbox: ImapMailbox, count: int) -> None:
    """Without UIDNEXT the highest UID tells what is old, and of that no subject is told."""

    def without(session: Session, argument: str) -> None:
        name = argument.split('"')[1]
        session.send(f'* STATUS "{name}" (UIDVALIDITY 7)')
        session.done()

    server.odd["STATUS"] = without
    junk = server.folders["Junk"] = Folder(flags=r"\Junk")
    for _ in range(count):
        server.inbox.add(b"Subject: Private\r\n\r\n")

    assert mailbox.find(TOKEN) is None
    server.inbox.add(OTHER)
    assert mailbox.find(TOKEN) is None
    assert mailbox.instead(TOKEN).lines == ("a mail: Lunch",)
    junk.add(MAIL)
    assert mailbox.find(TOKEN)
