"""A mailbox on an IMAP server is read, each message once, and never changed."""

import base64
import ssl
import time
from collections.abc import Iterator

import pytest

from campaign_tracking.mailbox import MailboxError, wait_for
from campaign_tracking.mailbox import imap as module
from campaign_tracking.mailbox.imap import ImapMailbox
from tests.unit.mailbox.imap_server import Folder, ImapServer, Session

TOKEN = "ctc-0123456789ab-tracked"
MAIL = f"Subject: check {TOKEN}\r\n\r\nCheck: {TOKEN}\r\n".encode()
IN_BASE64 = b"Subject: =?utf-8?b?%s?=\r\nContent-Transfer-Encoding: base64\r\n\r\n%s\r\n" % (
    base64.b64encode(TOKEN.encode()),
    base64.b64encode(f"Check: {TOKEN}".encode()),
)
OTHER = b"Subject: Lunch\r\n\r\nToday?\r\n"
BOUNCE = (
    b"From: MAILER-DAEMON@mx.example\r\nSubject: Undelivered\r\n"
    b'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\r\n\r\n'
    b"--x\r\n\r\nSorry, %(token)s\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\n"
    b"Reporting-MTA: dns; mx.example\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    b"Diagnostic-Code: smtp; 550 5.1.1 unknown user\r\n\r\n--x--\r\n"
) % {b"token": TOKEN.encode()}
READ_ONLY = {
    *("AUTHENTICATE", "CAPABILITY", "LIST", "STATUS", "EXAMINE", "NOOP", "IDLE", "LOGOUT"),
    *("DONE", "UID SEARCH", "UID FETCH"),
}


def pass_by() -> None:
    """Show nothing."""


@pytest.fixture
def mailbox(server: ImapServer, trusting: ssl.SSLContext) -> Iterator[ImapMailbox]:
    """The mailbox on the server."""
    opened = ImapMailbox(server.account(trusting))
    yield opened
    opened.close()


@pytest.mark.parametrize("raw", [MAIL, IN_BASE64], ids=["subject", "base64"])
def test_finds_what_arrives(server: ImapServer, mailbox: ImapMailbox, raw: bytes) -> None:
    """The mail is found by its token, byte for byte, once it is there."""
    server.inbox.add(OTHER)

    assert mailbox.find(TOKEN) is None
    server.inbox.add(raw)
    found = mailbox.find(TOKEN)

    assert found
    assert (found.raw, found.folder, found.is_junk) == (raw, "INBOX", False)


def test_finds_what_was_there_before(server: ImapServer, mailbox: ImapMailbox) -> None:
    """A mail that was there at the first look is found by the server's own search."""
    server.inbox.add(OTHER)
    server.inbox.add(MAIL)

    assert mailbox.find(TOKEN)
    assert "UID FETCH 1" not in "".join(server.asked)


def test_changes_nothing(server: ImapServer, mailbox: ImapMailbox) -> None:
    """Nothing is asked that could mark, move or delete a message."""
    mailbox.find(TOKEN)
    server.inbox.add(MAIL)
    mailbox.rest(waited_s=60, at_most_s=0.01)
    mailbox.find(TOKEN)
    mailbox.close()

    assert server.verbs <= READ_ONLY
    fetched = [line for line in server.asked if "FETCH" in line]
    assert fetched
    assert all("BODY.PEEK[]<0." in line for line in fetched)


def test_reads_each_message_once(server: ImapServer, mailbox: ImapMailbox) -> None:
    """What was ruled out, or was there before, is not fetched again, on one connection for all."""
    server.inbox.add(OTHER)
    mailbox.find(TOKEN)
    server.inbox.add(OTHER)
    for _ in range(3):
        assert mailbox.find(TOKEN) is None

    assert sum("FETCH" in line for line in server.asked) == 1
    assert server.logons == 1


@pytest.mark.parametrize(
    ("name", "flags"),
    [("Quelconque", r"\HasNoChildren \Junk"), ("Spam", ""), ("INBOX/Junk", ""), ("迷惑メール", "")],
)
def test_finds_it_in_the_junk_folder(
    server: ImapServer, mailbox: ImapMailbox, name: str, flags: str
) -> None:
    """The folder for junk is looked at, whatever it is called, before and after mail comes."""
    encoded = {"迷惑メール": "&j,dg0TDhMPww6w-"}.get(name, name)
    server.folders["Other"] = Folder()
    junk = server.folders[encoded] = Folder(flags=flags)

    assert mailbox.find(TOKEN) is None
    junk.add(MAIL)
    found = mailbox.find(TOKEN)

    assert found
    assert (found.folder, found.is_junk) == (name, True)


def test_declared_junk_folder(server: ImapServer, trusting: ssl.SSLContext) -> None:
    """What the operator declares is looked at instead, and must be there."""
    server.folders["Spam"], server.folders["Suspects"] = Folder(), Folder()
    server.folders["Suspects"].add(MAIL)
    declared = ImapMailbox(server.account(trusting), "Suspects")
    wrong = ImapMailbox(server.account(trusting), "Suspicions")

    found = declared.find(TOKEN)
    with pytest.raises(MailboxError, match=r"no folder 'Suspicions': correct .mailbox. junk"):
        wrong.find(TOKEN)
    declared.close()

    assert found
    assert found.folder == "Suspects"


def test_connects_anew(server: ImapServer, mailbox: ImapMailbox) -> None:
    """A connection that breaks between two looks is made anew, and nothing is missed."""
    mailbox.find(TOKEN)
    server.drop()
    server.inbox.add(MAIL)

    assert mailbox.find(TOKEN)
    assert server.logons == len(["first", "second"])


def test_uids_given_anew(server: ImapServer, mailbox: ImapMailbox) -> None:
    """A folder that was built anew while the connection was lost is looked through again."""
    server.inbox.next_uid = 1000
    mailbox.find(TOKEN)
    server.inbox.validity, server.inbox.next_uid = 8, 1
    server.inbox.add(MAIL)
    server.drop()

    assert mailbox.find(TOKEN)


def test_idles_and_then_looks(
    server: ImapServer, mailbox: ImapMailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After short polling the server's word ends the rest; one that is lost costs a slice."""

    def arrive(session: Session, _: str) -> None:
        session.send("+ idling")
        server.inbox.add(MAIL)
        session.send("* 1 EXISTS")
        session.read()
        session.done()

    server.odd["IDLE"] = arrive
    monkeypatch.setattr(module, "SHORT_POLLING_S", 0.0)
    monkeypatch.setattr(module, "IDLE_SLICE_S", 1.0)

    seen = wait_for(mailbox, TOKEN, deadline=time.monotonic() + 30, tick=pass_by)

    assert seen.mail
    assert seen.waited_s < 30 / 2
    assert "IDLE" in server.verbs


def test_polls_first_and_without_idle(server: ImapServer, mailbox: ImapMailbox) -> None:
    """At first there is no IDLE, and where the server has none there never is."""
    mailbox.find(TOKEN)
    mailbox.rest(waited_s=0.5, at_most_s=0.01)
    assert "IDLE" not in server.verbs
    server.capabilities = "IMAP4rev1 AUTH=PLAIN"
    server.drop()
    mailbox.find(TOKEN)
    mailbox.rest(waited_s=60, at_most_s=0.01)

    assert "IDLE" not in server.verbs


def test_broken_while_idle(server: ImapServer, mailbox: ImapMailbox) -> None:
    """A connection that breaks in IDLE is no trouble yet: the next look connects anew."""

    def hang_up(session: Session, _: str) -> None:
        session.send("+ idling")
        server.drop()

    server.odd["IDLE"] = hang_up
    mailbox.find(TOKEN)
    started = time.monotonic()
    mailbox.rest(waited_s=60, at_most_s=0.3)
    server.inbox.add(MAIL)

    assert time.monotonic() - started >= 0.25  # noqa: PLR2004  (no busy loop)
    assert mailbox.find(TOKEN)


def test_tells_what_came_instead(server: ImapServer, mailbox: ImapMailbox) -> None:
    """A bounce that quotes the test mail is not taken for it; it ends the wait, and is told."""
    server.inbox.add(b"Subject: Old news\r\n\r\n")
    mailbox.find(TOKEN)
    server.inbox.add(OTHER)
    server.inbox.add(BOUNCE)

    seen = wait_for(mailbox, TOKEN, deadline=time.monotonic() + 60, tick=pass_by)

    assert seen.told.endswith(
        "returned by a mail server after 0 s; instead came "
        "a bounce of this mail: 550 5.1.1 unknown user, a mail: Lunch"
    )


def test_a_token_is_plain(mailbox: ImapMailbox) -> None:
    """What could end a quoted string is our own mistake, and never sent."""
    for token in ("", 'a"b', "a\r\nb"):
        with pytest.raises(ValueError, match="a token is made of letters"):
            mailbox.find(token)


def test_says_which(server: ImapServer, mailbox: ImapMailbox) -> None:
    """People are told where we look."""
    assert mailbox.describe() == f"IMAP mailbox check on 127.0.0.1:{server.port}"
