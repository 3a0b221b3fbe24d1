"""One connection to an IMAP server: TLS verified, every read bounded, errors in its own words.

imap-tools speaks the protocol. What it leaves to its user is here: it verifies a certificate only
with a context of ours, it reads whatever length a server announces, and it has many errors.
"""

import base64
import imaplib
import json
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from imap_tools.errors import ImapToolsError, MailboxFetchError, UnexpectedCommandStatusError
from imap_tools.mailbox import BaseMailBox

from campaign_tracking.mailbox.errors import MailboxAwayError, MailboxError
from campaign_tracking.words import beginning

MAX_LITERAL_BYTES = 12_582_912  # more than a message is read of; no server needs to send more
MAX_WORDS_CHARACTERS = 200
# A greeting that shows us the door, and what may be granted a moment later (RFC 5530, 3).
_MAY_PASS = re.compile(r"^\* BYE\b|\[(UNAVAILABLE|INUSE|LIMIT)\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapAccount:
    """Where the mail is, and how to log on.

    Attributes:
        host: The server's name; its certificate must be for it.
        port: Usually 993, with STARTTLS 143.
        starttls: Whether TLS begins with that command; else with the connection.
        login: The user's name.
        secret: Password, or access token.
        is_token: Whether the secret is an OAuth 2.0 access token (XOAUTH2).
        ssl_context: Verifies the server.
        connect_s: Limit for the connection, and again for its TLS handshake.
    """

    host: str
    port: int
    starttls: bool
    login: str
    secret: str = field(repr=False)
    is_token: bool
    ssl_context: ssl.SSLContext = field(repr=False)
    connect_s: float

    @property
    def logon(self) -> str:
        """What is sent to log on, but for its base64: XOAUTH2, or SASL PLAIN (RFC 4616)."""
        if self.is_token:
            return f"user={self.login}\1auth=Bearer {self.secret}\1\1"
        return f"\0{self.login}\0{self.secret}"


class _ImplicitTls(imaplib.IMAP4_SSL):
    """TLS from the first byte."""

    def read(self, size: int) -> bytes:
        """Read what the server announced, unless it is beyond any need."""
        return super().read(_bounded(size))


class _StartTls(imaplib.IMAP4):
    """TLS from the command STARTTLS on; nothing is sent before but it and CAPABILITY."""

    def read(self, size: int) -> bytes:
        """Read what the server announced, unless it is beyond any need."""
        return super().read(_bounded(size))


class ImapBox(BaseMailBox):
    """imap-tools on a client that was made for it."""

    def __init__(self, client: imaplib.IMAP4) -> None:
        """Take over *client*, which is connected and not logged on."""
        self._made = client
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        return self._made


def log_on(account: ImapAccount, answer_s: float) -> ImapBox:
    """Return a connection that is logged on and has no folder open.

    Args:
        account: Where, and as whom.
        answer_s: Limit between two pieces of an answer, once connected.

    Raises:
        MailboxError: If the server refuses us, or is not the one that it should be.
        MailboxAwayError: If it cannot be reached.
    """
    with in_words(account):
        client = _connected(account)
        try:
            client.sock.settimeout(answer_s)
            box = ImapBox(client)
            _authenticate(box, account)
            _learn_capabilities(client)
        except BaseException:
            hang_up(client)
            raise
        return box


def hang_up(client: imaplib.IMAP4) -> None:
    """End the connection without a word; nothing can go wrong with that."""
    with suppress(Exception):
        client.shutdown()


@contextmanager
def in_words(account: ImapAccount) -> Iterator[None]:
    """Turn whatever goes wrong on a connection into one sentence, without the secret.

    Raises:
        MailboxError: If the server refused something, or is not trusted.
        MailboxAwayError: If the connection broke, or never was, or the refusal may pass.
    """
    try:
        yield
    except MailboxError:
        raise
    except ssl.SSLCertVerificationError as error:
        raise MailboxError(f"its certificate is not trusted: {error.verify_message}") from error
    except ssl.SSLError as error:
        if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
            raise MailboxAwayError("the connection was lost") from error
        raise MailboxError(f"no TLS with it: {error.reason or error}") from error
    except TimeoutError as error:
        raise MailboxAwayError(f"no answer in time: {error}") from error
    except imaplib.IMAP4.abort as error:
        raise MailboxAwayError(f"the connection was lost: {_said(account, error)}") from error
    except (imaplib.IMAP4.error, ImapToolsError) as error:
        kind = MailboxAwayError if _may_pass(account, error) else MailboxError
        raise kind(f"the server said: {_said(account, error)}") from error
    except OSError as error:
        raise MailboxAwayError(f"not reachable: {error.strerror or error}") from error
    except Exception as error:
        # imaplib takes answers apart without a list of what that may raise.
        raise MailboxError(f"an answer that is no IMAP ({type(error).__name__})") from error


def _connected(account: ImapAccount) -> imaplib.IMAP4:
    where, context, limit_s = (account.host, account.port), account.ssl_context, account.connect_s
    if not account.starttls:
        return _ImplicitTls(*where, ssl_context=context, timeout=limit_s)
    client = _StartTls(*where, timeout=limit_s)
    try:
        client.starttls(context)
    except imaplib.IMAP4.error as error:  # one without TLS gets no password
        hang_up(client)
        raise MailboxError(f"STARTTLS is refused: {_said(account, error)}") from error
    except BaseException:
        hang_up(client)
        raise
    return client


def _authenticate(box: ImapBox, account: ImapAccount) -> None:
    """Log on; a refusal is no broken connection, though some servers hang up with it.

    Raises:
        MailboxError: If the server does not let us in.
        imaplib.IMAP4.error: If it may let us in a moment later.
    """
    answer = _TokenAnswer(account)
    try:
        if account.is_token:
            box.client.authenticate("XOAUTH2", answer)
        elif "AUTH=PLAIN" in box.client.capabilities:  # carries any password, LOGIN only ASCII
            box.login_utf8(account.login, account.secret, None)
        else:
            _login(box, account)
    except imaplib.IMAP4.abort:
        if not answer.refusal:
            raise
        raise MailboxError(_refused(account, answer.refusal)) from None
    except (imaplib.IMAP4.error, ImapToolsError) as error:
        if _may_pass(account, error):
            raise
        said = f"{_said(account, error)} {answer.refusal}".strip()
        raise MailboxError(_refused(account, said)) from error


def _login(box: ImapBox, account: ImapAccount) -> None:
    if not (account.login + account.secret).isascii():
        raise MailboxError("the server takes no other than ASCII passwords and logins")
    if any(ord(character) < ord(" ") for character in account.login + account.secret):
        raise MailboxError("a control character in the login or the password")
    box.login(account.login, account.secret, None)


def _learn_capabilities(client: imaplib.IMAP4) -> None:
    """Ask what the server can do: many say less before one is logged on (RFC 3501, 6.1.1)."""
    _, data = client.capability()
    client.capabilities = tuple(data[-1].decode("ascii", "replace").upper().split())


class _TokenAnswer:
    """The client's side of XOAUTH2: the token, and after a refusal an empty line."""

    def __init__(self, account: ImapAccount) -> None:
        self._first = account.logon.encode()
        self.refusal = ""

    def __call__(self, challenge: bytes) -> bytes:
        """Answer; a challenge after the first is JSON that says why the token is refused."""
        if not challenge.strip():
            return self._first
        with suppress(ValueError):
            said = json.loads(challenge)
            self.refusal = f"status {said.get('status')}" if isinstance(said, dict) else ""
        return b""


def _refused(account: ImapAccount, said: str) -> str:
    what = "the access token" if account.is_token else "login or password"
    return f"{what} of {account.login} refused: {_without_secret(account, said)}"


def _may_pass(account: ImapAccount, error: Exception) -> bool:
    """Whether a refusal is one for now; a refused message may be gone at the next look."""
    return isinstance(error, MailboxFetchError) or bool(_MAY_PASS.search(_said(account, error)))


def _said(account: ImapAccount, error: Exception) -> str:
    """Return the server's own words, shortened, on one line."""
    if isinstance(error, UnexpectedCommandStatusError):
        data = error.command_result[1]
        parts = data if isinstance(data, list) else [data]
        text = " ".join(
            part.decode("utf-8", "replace") for part in parts if isinstance(part, bytes)
        )
    else:  # imaplib raises the greeting as it came
        greeting = next(iter(error.args), None)
        text = greeting.decode("utf-8", "replace") if isinstance(greeting, bytes) else str(error)
    return _without_secret(account, text)


def _without_secret(account: ImapAccount, text: str) -> str:
    sent = base64.b64encode(account.logon.encode()).decode().rstrip("=")
    for known in (sent, account.secret):
        text = text.replace(known, "***") if known else text
    return beginning(text, MAX_WORDS_CHARACTERS)


def _bounded(size: int) -> int:
    if size > MAX_LITERAL_BYTES:
        raise imaplib.IMAP4.abort(f"it announces {size} bytes at once")
    return size
