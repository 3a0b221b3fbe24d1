"""The mail transfer agent: takes deliveries that were started and speaks SMTP.

What a mail server puts off (4xx, RFC 5321, 4.2.1) stays pending and is tried again: five times by
default, an hour apart (deploying-an-instance.md); in the lab about a second (L-87).
"""

import asyncio
import contextlib
import smtplib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage

from campaign_tracking.lab import stamps
from campaign_tracking.lab.assumptions import BROAD_LOG_FAILED, BROAD_LOG_PENDING, BROAD_LOG_SENT
from campaign_tracking.lab.database import BroadLog, Database, Delivery
from campaign_tracking.lab.delivery.documents import AFFINITY
from campaign_tracking.lab.delivery.message import Renderer
from campaign_tracking.lab.delivery.personalisation import PersonalisationError
from campaign_tracking.lab.pace import Pace

START_PENDING, STARTED, PAUSED, CANCELLED, FINISHED = 51, 55, 75, 85, 95
UNREACHABLE, REJECTED = 3, 20
_RETRIES = 5
_FOR_NOW = 4  # the hundreds of a reply (RFC 5321, 4.2.1)


class _PutOffError(Exception):
    """The mail server wants it tried again later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Retry:
    """When a message is tried again, and how often it was."""

    at_s: float
    tried: int


def _serves(delivery: Delivery) -> bool:
    """Return whether an mta takes it: those of the lab serve no affinity (L-90)."""
    return not delivery.document.get(AFFINITY)


@dataclass(slots=True, kw_only=True)
class Mta:
    """Sends what is due.

    Attributes:
        address: Host and port of the mail server it relays to.
        simulates: ``verifyMode``: nothing is handed over (the-server-configuration-file.md).
        has_stat_server: Whether it is told where ``stat`` is; without it, sending stalls (L-68).
    """

    database: Database
    pace: Pace
    renderer: Renderer
    address: tuple[str, int]
    simulates: bool = False
    has_stat_server: bool = True
    due: asyncio.Event = field(default_factory=asyncio.Event)
    _retries: dict[int, _Retry] = field(default_factory=dict)

    async def run(self) -> None:
        """Send started deliveries, for ever."""
        while True:
            await self._wait()
            await self.pace.pause("mta")
            for delivery in list(self.database.deliveries.values()):
                if delivery.state in {START_PENDING, STARTED} and _serves(delivery):
                    await self._send(delivery)

    async def _wait(self) -> None:
        """Wait for a delivery that was started, or for a message that is to be tried again."""
        at_s = min(self._times_of_retries(), default=None)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(None if at_s is None else at_s - time.monotonic()):
                await self.due.wait()
        self.due.clear()

    def _times_of_retries(self) -> Iterator[float]:
        """Yield when messages are to be tried again whose delivery was not halted meanwhile."""
        for message_id, retry in self._retries.items():
            message = self.database.broad_logs.get(message_id)
            delivery = message and self.database.deliveries.get(message.delivery_id)
            if delivery and delivery.state == STARTED:
                yield retry.at_s

    async def _send(self, delivery: Delivery) -> None:
        delivery.state = STARTED
        if not self.has_stat_server:
            return
        for message in self._due(delivery):
            await self.pace.pause("upload")
            if delivery.state == STARTED:
                await self._send_one(delivery, message)
        if delivery.state == STARTED and not self._pending(delivery):
            delivery.state = FINISHED

    def _pending(self, delivery: Delivery) -> list[BroadLog]:
        messages = self.database.messages_of(delivery.id)
        return [message for message in messages if message.status == BROAD_LOG_PENDING]

    def _due(self, delivery: Delivery) -> list[BroadLog]:
        """Return the pending messages without those that are to be tried again later."""
        now_s = time.monotonic()
        retries = {id_ for id_, retry in self._retries.items() if retry.at_s > now_s}
        return [message for message in self._pending(delivery) if message.id not in retries]

    async def _send_one(self, delivery: Delivery, message: BroadLog) -> None:
        try:
            mail = self.renderer.render(delivery, message)
            await asyncio.to_thread(self._hand_over, mail, message.address)
        except _PutOffError:
            self._put_off(message)
            return
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, PersonalisationError):
            message.status, message.failure_reason = BROAD_LOG_FAILED, REJECTED
        except (OSError, smtplib.SMTPException):
            message.status, message.failure_reason = BROAD_LOG_FAILED, UNREACHABLE
        else:
            message.status = BROAD_LOG_SENT
        self._retries.pop(message.id, None)
        message.event_date = stamps.now()

    def _put_off(self, message: BroadLog) -> None:
        """Have a message tried again later, or fail if that was done often enough."""
        before = self._retries.pop(message.id, None)
        tried = before.tried + 1 if before else 0
        if tried >= _RETRIES:
            message.status, message.failure_reason = BROAD_LOG_FAILED, UNREACHABLE
            message.event_date = stamps.now()
            return
        at_s = time.monotonic() + self.pace.duration_s("retry")
        self._retries[message.id] = _Retry(at_s=at_s, tried=tried)

    def _hand_over(self, mail: EmailMessage, address: str) -> None:
        if self.simulates:
            return
        host, port = self.address
        try:
            with smtplib.SMTP(host, port, local_hostname="localhost", timeout=10) as connection:
                connection.send_message(mail, to_addrs=[address])
        except smtplib.SMTPRecipientsRefused as error:
            if all(code // 100 == _FOR_NOW for code, _ in error.recipients.values()):
                raise _PutOffError from error
            raise
        except smtplib.SMTPResponseException as error:
            if error.smtp_code // 100 == _FOR_NOW:
                raise _PutOffError from error
            raise
