"""What an IMAP server may do wrong becomes one sentence, in time, without the secret."""

import base64
import imaplib
import json
import re
import socket
import ssl
import time
from dataclasses import replace

import pytest
import trustme
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign_tracking.mailbox import MailboxAwayError, MailboxError
from campaign_tracking.mailbox.imap import ImapMailbox
from campaign_tracking.mailbox.imap_connection import ImapAccount, in_words
from tests.unit.mailbox.imap_server import SECRET, ImapServer, Session, serving

TOKEN = "ctc-0123456789ab-tracked"
LONGEST_WORDS = 400


def trouble(account: ImapAccount, look_s: float = 5) -> str:
    """Return what goes wrong when the mailbox is looked into."""
    mailbox = ImapMailbox(account, look_s=look_s)
    with pytest.raises(MailboxError) as error:
        mailbox.find(TOKEN)
    mailbox.close()
    assert SECRET not in str(error.value)
    assert len(str(error.value)) < LONGEST_WORDS
    return f"{type(error.value).__name__}: {error.value}"


def test_wrong_password(server: ImapServer, trusting: ssl.SSLContext) -> None:
    """A refused password is told in the server's words, and nobody tries twice."""
    account = replace(server.account(trusting), secret="wrong")

    said = trouble(account)

    assert said == (
        "MailboxError: login or password of check refused: "
        "[AUTHENTICATIONFAILED] Authentication failed."
    )
    assert sum(line.startswith("AUTHENTICATE") for line in server.asked) == 1


def test_words_with_the_secret(server: ImapServer, trusting: ssl.SSLContext) -> None:
    """A server that repeats what it was told does not get the secret into our words."""

    def tattle(session: Session, _: str) -> None:
        session.send("+ ")
        sent = session.read()
        session.done(f"NO wrong: {sent} {base64.b64decode(sent).decode()!r} {'x ' * 500}")

    server.odd["AUTHENTICATE"] = tattle

    said = trouble(server.account(trusting))

    assert "***" in said
    assert base64.b64encode(f"\0check\0{SECRET}".encode()).decode() not in said


def test_words_with_the_access_token(server: ImapServer, trusting: ssl.SSLContext) -> None:
    """Nor does one that repeats what XOAUTH2 sends: base64 hides no token."""

    def tattle(session: Session, _: str) -> None:
        session.send("+ ")
        session.done(f"NO invalid SASL argument: {session.read()}")

    server.odd["AUTHENTICATE"] = tattle

    said = trouble(server.account(trusting, is_token=True))

    assert re.search(r"the access token of check refused: invalid SASL argument: \*\*\*=*$", said)


@given(before=st.text(max_size=9), secret=st.text(min_size=4), is_token=st.booleans())
def test_any_words_with_the_secret(before: str, secret: str, *, is_token: bool) -> None:
    """Whatever the secret is, its base64 does not stand in our words."""
    account = ImapAccount(
        host="imap.example.com",
        port=993,
        starttls=False,
        login="check",
        secret=secret,
        is_token=is_token,
        ssl_context=ssl.create_default_context(),
        connect_s=1,
    )
    plain, bearer = f"\0check\0{secret}", f"user=check\1auth=Bearer {secret}\1\1"
    sent = base64.b64encode((bearer if is_token else plain).encode()).decode()

    with pytest.raises(MailboxError) as error, in_words(account):
        raise imaplib.IMAP4.error(f"{before} {sent}")

    assert sent.rstrip("=") not in str(error.value)


def test_login_where_there_is_no_plain(server: ImapServer, trusting: ssl.SSLContext) -> None:
    """A server without AUTH=PLAIN is logged on to with LOGIN, which carries ASCII only."""
    server.capabilities = "IMAP4rev1"
    mailbox = ImapMailbox(server.account(trusting))

    assert mailbox.find(TOKEN) is None
    mailbox.close()
    assert "LOGIN" in server.verbs
    assert "no other than ASCII" in trouble(replace(server.account(trusting), secret="pässwört"))
    assert "control character" in trouble(replace(server.account(trusting), secret="a\r\nb"))


def test_any_password_with_plain(server: ImapServer, trusting: ssl.SSLContext) -> None:
    """AUTH=PLAIN carries any password."""
    mailbox = ImapMailbox(replace(server.account(trusting), secret=f'ä"\\ {SECRET}'))

    assert mailbox.find(TOKEN) is None
    mailbox.close()


def test_access_token(server: ImapServer, trusting: ssl.SSLContext) -> None:
    """An access token is sent as XOAUTH2 wants it."""
    seen: list[bytes] = []

    def accept(session: Session, mechanism: str) -> None:
        assert mechanism == "XOAUTH2"
        session.send("+ ")
        seen.append(base64.b64decode(session.read()))
        session.done()

    server.odd["AUTHENTICATE"] = accept
    mailbox = ImapMailbox(server.account(trusting, is_token=True))

    assert mailbox.find(TOKEN) is None
    mailbox.close()
    assert seen == [f"user=check\1auth=Bearer {SECRET}\1\1".encode()]


def test_refused_access_token(server: ImapServer, trusting: ssl.SSLContext) -> None:
    """A refused token is answered with an empty line, and the status is told."""
    answers: list[str] = []

    def refuse(session: Session, _: str) -> None:
        session.send("+ ")
        session.read()
        challenge = json.dumps({"status": "400", "schemes": "Bearer", "scope": "https://mail/"})
        session.send(f"+ {base64.b64encode(challenge.encode()).decode()}")
        answers.append(session.read())
        session.done("NO AUTHENTICATE failed.")

    server.odd["AUTHENTICATE"] = refuse

    said = trouble(server.account(trusting, is_token=True))

    assert answers == [""]
    assert said.endswith("the access token of check refused: AUTHENTICATE failed. status 400")


def test_certificate_of_a_stranger(server: ImapServer) -> None:
    """A server whose certificate nobody vouches for is told nothing."""
    said = trouble(server.account(ssl.create_default_context()))

    assert said.startswith("MailboxError: its certificate is not trusted: ")
    assert not server.asked


def test_certificate_for_another_name(ca: trustme.CA, trusting: ssl.SSLContext) -> None:
    """A certificate for another name is none."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("imap.example.com").configure_cert(context)
    with serving(context) as server:
        said = trouble(server.account(trusting))

    assert "not trusted: " in said
    assert not server.asked


def test_no_tls_at_all(serving_context: ssl.SSLContext, trusting: ssl.SSLContext) -> None:
    """A plain port is told as one."""
    with serving(serving_context, starttls=True) as server:
        said = trouble(replace(server.account(trusting), starttls=False))

    assert said.startswith("MailboxError: no TLS with it: ")


def test_starttls(serving_context: ssl.SSLContext, trusting: ssl.SSLContext) -> None:
    """With STARTTLS the server is verified, too, and only then told who we are."""
    with serving(serving_context, starttls=True) as server:
        server.capabilities += " STARTTLS"
        mailbox = ImapMailbox(server.account(trusting))
        assert mailbox.find(TOKEN) is None
        mailbox.close()
        stranger = trouble(server.account(ssl.create_default_context()))

    assert server.asked[:2] == ["CAPABILITY", "STARTTLS"]
    assert server.logons == 1
    assert "certificate is not trusted" in stranger


def test_starttls_refused(serving_context: ssl.SSLContext, trusting: ssl.SSLContext) -> None:
    """Without STARTTLS no password is sent: there is no way around TLS."""
    with serving(serving_context, starttls=True) as server:
        missing = trouble(server.account(trusting))
        server.capabilities += " STARTTLS"
        server.odd["STARTTLS"] = lambda session, _: session.done("NO not now")
        refused = trouble(server.account(trusting))

    assert missing == "MailboxError: STARTTLS is refused: TLS not supported by server"
    assert refused.startswith("MailboxError: STARTTLS is refused")
    assert server.verbs == {"CAPABILITY", "STARTTLS"}


def test_nobody_there(trusting: ssl.SSLContext, server: ImapServer) -> None:
    """A port that nobody listens on is out of reach, which may pass."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    said = trouble(replace(server.account(trusting), port=port))

    assert said == "MailboxAwayError: not reachable: Connection refused"


def test_no_such_mailbox(server: ImapServer, trusting: ssl.SSLContext) -> None:
    """A folder that cannot be opened is told in the server's words."""
    server.odd["EXAMINE"] = lambda session, _: session.done("NO [NONEXISTENT] Unknown mailbox")

    said = trouble(server.account(trusting))

    assert said.startswith("MailboxError: the server said: ")
    assert "[NONEXISTENT] Unknown mailbox" in said


def test_gone_for_good(serving_context: ssl.SSLContext, trusting: ssl.SSLContext) -> None:
    """A server that goes away between two looks is out of reach."""
    with serving(serving_context) as server:
        mailbox = ImapMailbox(server.account(trusting))
        mailbox.find(TOKEN)

    with pytest.raises(MailboxAwayError, match="not reachable: Connection refused"):
        mailbox.find(TOKEN)


def drip(session: Session, _: str) -> None:
    """Send a byte now and then, for ever."""
    while True:
        session.send_bytes(b"*")
        time.sleep(0.05)


def silence(session: Session, _: str) -> None:
    """Answer nothing, until the client has enough."""
    session.read()


@pytest.mark.parametrize("odd", [drip, silence])
@pytest.mark.parametrize("verb", ["AUTHENTICATE", "STATUS", "EXAMINE", "UID SEARCH"])
def test_slow_server(server: ImapServer, trusting: ssl.SSLContext, verb: str, odd: object) -> None:
    """Neither silence nor a byte now and then keeps us beyond the limit of one look."""
    assert callable(odd)
    mailbox = ImapMailbox(server.account(trusting), look_s=0.4)
    server.odd[verb] = odd
    started = time.monotonic()

    with pytest.raises(MailboxAwayError, match="no answer"):
        mailbox.find(TOKEN)

    mailbox.close()
    assert time.monotonic() - started < 5  # noqa: PLR2004  (beyond both limits, and never hours)


def test_more_than_anybody_needs(server: ImapServer, trusting: ssl.SSLContext) -> None:
    """A message of gigabytes is not waited for."""

    def flood(session: Session, _: str) -> None:
        session.send("* 1 FETCH (UID 1 BODY[]<0> {9999999999}")

    server.inbox.add(f"Subject: {TOKEN}\r\n\r\n".encode())
    server.odd["UID FETCH"] = flood

    assert "it announces 9999999999 bytes at once" in trouble(server.account(trusting))


@settings(max_examples=40, deadline=None)
@given(
    verb=st.sampled_from(["CAPABILITY", "LIST", "STATUS", "EXAMINE", "UID SEARCH", "UID FETCH"]),
    lines=st.lists(
        st.sampled_from(
            [
                *("* LIST", '* LIST () "/" {3}', "* STATUS", '* STATUS "INBOX" (UIDNEXT x', "* 1"),
                *("* SEARCH x 1 ²", "* SEARCH 1", "* CAPABILITY", "* OK [", "+ what", "* BYE", ""),
                *("* 1 FETCH (UID 1)", "* 1 FETCH (BODY[] {2}", "\0", "* 99999999999999 EXISTS"),
            ]
        ),
        max_size=3,
    ),
    ends=st.sampled_from(["OK done", "NO", "BAD x", "nonsense"]),
)
def test_any_answer(
    serving_context: ssl.SSLContext,
    trusting: ssl.SSLContext,
    verb: str,
    lines: list[str],
    ends: str,
) -> None:
    """Whatever a server answers, it ends as a fact: no mail, a mail, or our own error."""

    def answer(session: Session, _: str) -> None:
        session.send(*lines)
        session.done(ends)
        session.server.drop()

    with serving(serving_context) as server:
        server.inbox.add(f"Subject: {TOKEN}\r\n\r\nCheck: {TOKEN}\r\n".encode())
        server.odd[verb] = answer
        mailbox = ImapMailbox(server.account(trusting), look_s=3)
        try:
            mailbox.find(TOKEN)
        except MailboxError as error:
            assert str(error)  # noqa: PT017  (either is fine)
        mailbox.close()
