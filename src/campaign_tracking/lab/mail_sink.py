"""The SMTP sink: takes every mail and keeps it in a Maildir."""

import asyncio
import mailbox
import weakref
from email.utils import format_datetime
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from campaign_tracking.lab import stamps

_GREETING = "mail sink of the Campaign tracking lab"


class MailSink:
    """A mail server that delivers to one Maildir.

    Attributes:
        folder: The Maildir.
        address: Host and port, once it listens.
    """

    def __init__(self, folder: Path) -> None:
        """Keep mails in *folder*."""
        self.folder = folder
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

    async def handle_DATA(self, _: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  (aiosmtpd's name)
        """Keep one mail, with the lines that a receiving server puts before it (RFC 5321, 4.4)."""
        at = format_datetime(stamps.now())
        received = f"from {session.host_name} by localhost with SMTP; {at}"
        head = f"Return-Path: <{envelope.mail_from}>\nReceived: {received}\n"
        body = envelope.content if isinstance(envelope.content, bytes) else b""
        self._mailbox.add(head.encode() + body.replace(b"\r\n", b"\n"))
        return "250 OK"
