"""The SMTP sink: takes every mail, or every one that is tried again, and keeps it in a Maildir."""

import asyncio
import mailbox
import time
import weakref
from collections.abc import Callable
from email.utils import format_datetime
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from campaign_tracking.lab import stamps
from campaign_tracking.lab.mail_gateway import Gateway, unchanged

_GREETING = "mail sink of the Campaign tracking lab"
_PUT_OFF = "451 4.7.1 Greylisted: please try again later"


class Greylisting:
    """Puts off whoever is not known yet: sender, recipient and address together (RFC 6647)."""

    def __init__(self, delay_s: float, now_s: Callable[[], float] = time.monotonic) -> None:
        """Take a mail of somebody unknown *delay_s* after the first try, and know it from then."""
        self._delay_s, self._now_s = delay_s, now_s
        self._first_tries: dict[tuple[str, str, str], float] = {}

    def admits(self, address: str, sender: str, recipient: str) -> bool:
        """Whether this mail is taken now; the first try never is."""
        triple = (address, sender, recipient)
        if triple not in self._first_tries:
            self._first_tries[triple] = self._now_s()
            return False
        return self._now_s() - self._first_tries[triple] >= self._delay_s


class MailSink:
    """A mail server that delivers to one Maildir.

    Attributes:
        folder: The Maildir.
        address: Host and port, once it listens.
    """

    def __init__(
        self, folder: Path, greylisting: Greylisting | None = None, gateway: Gateway = unchanged
    ) -> None:
        """Keep mails in *folder* as *gateway* has them: all, or those that *greylisting* admits."""
        self.folder, self._gateway = folder, gateway
        self._greylisting = greylisting
        self.address = ("", 0)
        self._mailbox = mailbox.Maildir(folder, create=True)
        self._server: asyncio.Server | None = None
        self._sessions: weakref.WeakSet[SMTP] = weakref.WeakSet()

    async def start(self, host: str) -> None:
        """Listen on a free port of *host*."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: self._session(loop), host, 0)
        self.address = self._server.sockets[0].getsockname()[:2]

    async def stop(self) -> None:
        """Stop listening, and end what is still open: a client may be idle for ever."""
        if self._server is None:
            return
        self._server.close()
        for session in self._sessions:
            if isinstance(session.transport, asyncio.WriteTransport):
                session.transport.abort()
        await self._server.wait_closed()

    def _session(self, loop: asyncio.AbstractEventLoop) -> SMTP:
        session = SMTP(self, hostname="localhost", ident=_GREETING, loop=loop)
        self._sessions.add(session)
        return session

    async def handle_RCPT(  # noqa: N802  (aiosmtpd's name)
        self, _: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient, or put the mail off."""
        caller, sender = str(session.peer[0]) if session.peer else "", envelope.mail_from or ""
        if self._greylisting and not self._greylisting.admits(caller, sender, address):
            return _PUT_OFF
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, _: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  (aiosmtpd's name)
        """Keep one mail, with the lines that a receiving server puts before it (RFC 5321, 4.4)."""
        at = format_datetime(stamps.now())
        received = f"from {session.host_name} by localhost with SMTP; {at}"
        head = f"Return-Path: <{envelope.mail_from}>\nReceived: {received}\n"
        body = envelope.content if isinstance(envelope.content, bytes) else b""
        kept = self._gateway(body).replace(b"\r\n", b"\n")
        self._mailbox.add(head.encode() + kept)
        return "250 OK"
