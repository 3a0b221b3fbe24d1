"""The mail sink ends, whatever its clients do."""

import asyncio
import smtplib
from datetime import UTC, datetime
from pathlib import Path

from campaign_tracking.lab.mail_sink import MailSink
from campaign_tracking.mailbox import read_mail

AT_MOST_S = 1.0


def test_an_idle_client_does_not_hold_it(tmp_path: Path) -> None:
    """One that has said nothing, and one in the middle of a mail, are cut off at once."""

    async def run() -> None:
        sink = MailSink(tmp_path / "mailbox")
        await sink.start("127.0.0.1")
        idle, idle_writer = await asyncio.open_connection(*sink.address)
        busy, busy_writer = await asyncio.open_connection(*sink.address)
        busy_writer.write(b"HELO me\r\nMAIL FROM:<a@client.example>\r\n")
        assert (await idle.readline()).startswith(b"220 ")
        for code in (b"220 ", b"250 ", b"250 "):
            assert (await busy.readline()).startswith(code)
        async with asyncio.timeout(AT_MOST_S):
            await sink.stop()
            for reader in (idle, busy):
                try:
                    assert await reader.read() == b""
                except ConnectionResetError:
                    continue
        for writer in (idle_writer, busy_writer):
            writer.close()

    asyncio.run(run())


def test_a_mail_is_kept(tmp_path: Path) -> None:
    """In the Maildir, below the lines of a receiving server."""

    async def run() -> None:
        sink = MailSink(tmp_path / "mailbox")
        await sink.start("127.0.0.1")
        await asyncio.to_thread(send, *sink.address)
        await sink.stop()

    def send(host: str, port: int) -> None:
        with smtplib.SMTP(host, port, local_hostname="localhost", timeout=5) as connection:
            connection.sendmail("a@client.example", ["b@client.example"], "Subject: x\n\ntext\n")

    before = datetime.now(UTC).replace(microsecond=0)
    asyncio.run(run())
    (mail,) = (tmp_path / "mailbox" / "new").iterdir()
    (hop,) = read_mail(mail.read_bytes(), datetime.now(UTC)).transit

    assert mail.read_text().startswith("Return-Path: <a@client.example>\nReceived: from localhost")
    assert (hop.from_server, hop.by_server) == ("localhost", "localhost")
    assert before <= hop.at <= datetime.now(UTC)
