"""The mail transfer agent: takes deliveries that were started and speaks SMTP."""

import asyncio
import smtplib
from dataclasses import dataclass, field
from email.message import EmailMessage

from campaign_tracking.lab import stamps
from campaign_tracking.lab.assumptions import BROAD_LOG_FAILED, BROAD_LOG_PENDING, BROAD_LOG_SENT
from campaign_tracking.lab.database import BroadLog, Database, Delivery
from campaign_tracking.lab.delivery.message import Renderer
from campaign_tracking.lab.delivery.personalisation import PersonalisationError
from campaign_tracking.lab.pace import Pace

START_PENDING, STARTED, PAUSED, CANCELLED, FINISHED = 51, 55, 75, 85, 95
UNREACHABLE, REJECTED = 3, 20


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

    async def run(self) -> None:
        """Send started deliveries, for ever."""
        while True:
            await self.due.wait()
            self.due.clear()
            await self.pace.pause("mta")
            for delivery in list(self.database.deliveries.values()):
                if delivery.state == START_PENDING:
                    await self._send(delivery)

    async def _send(self, delivery: Delivery) -> None:
        delivery.state = STARTED
        if not self.has_stat_server:
            return
        for message in self.database.messages_of(delivery.id):
            await self.pace.pause("upload")
            if delivery.state == STARTED and message.status == BROAD_LOG_PENDING:
                await self._send_one(delivery, message)
        if delivery.state == STARTED:
            delivery.state = FINISHED

    async def _send_one(self, delivery: Delivery, message: BroadLog) -> None:
        try:
            mail = self.renderer.render(delivery, message)
            await asyncio.to_thread(self._hand_over, mail, message.address)
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, PersonalisationError):
            message.status, message.failure_reason = BROAD_LOG_FAILED, REJECTED
        except (OSError, smtplib.SMTPException):
            message.status, message.failure_reason = BROAD_LOG_FAILED, UNREACHABLE
        else:
            message.status = BROAD_LOG_SENT
        message.event_date = stamps.now()

    def _hand_over(self, mail: EmailMessage, address: str) -> None:
        if self.simulates:
            return
        host, port = self.address
        with smtplib.SMTP(host, port, local_hostname="localhost", timeout=10) as connection:
            connection.send_message(mail, to_addrs=[address])
