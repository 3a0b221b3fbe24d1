"""Who executes a prepared delivery: this instance itself, or a mid-sourcing server.

``@deliveryMode`` tells them apart: 1 bulk, 4 mid-sourcing (the SDK's campaign.js).
"""

from dataclasses import dataclass
from typing import Final, Protocol

import httpx

from campaign_tracking.lab.database import Database, Delivery
from campaign_tracking.lab.delivery import documents, mta
from campaign_tracking.lab.delivery.job import Job
from campaign_tracking.lab.delivery.mta import Mta
from campaign_tracking.lab.delivery.upload import upload
from campaign_tracking.lab.pace import Pace
from campaign_tracking.lab.redirection.delivery_file import tracking_info
from campaign_tracking.lab.redirection.remote_client import RemoteTracking
from campaign_tracking.lab.wizard_options import internal_urls, tracking_account, tracks

BULK: Final = "1"
MID_SOURCING: Final = "4"
HALTED: Final = {"pause": mta.PAUSED, "stop": mta.CANCELLED}


class ExecutionError(Exception):
    """The command did not reach whoever executes the delivery; the text is a fault's detail."""


class Execution(Protocol):
    """Takes a delivery from its analysis to its end."""

    async def take_over(self, delivery: Delivery, job: Job) -> None:
        """Make everything ready to send; what fails is an error line of *job*."""
        ...

    async def start(self, delivery: Delivery) -> None:
        """Send a delivery that is ready, or go on after a pause.

        Raises:
            ExecutionError: If the command does not get through.
        """
        ...

    async def halt(self, delivery: Delivery, command: str) -> None:
        """``pause`` or ``stop`` it.

        Raises:
            ExecutionError: If the command does not get through.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnExecution:
    """This instance uploads to its tracking servers, and its own mta sends.

    Attributes:
        signed: Whether its links are signed, which the tracking servers have to know.
    """

    database: Database
    client: httpx.AsyncClient
    pace: Pace
    mta: Mta
    signed: bool = True

    async def take_over(self, delivery: Delivery, job: Job) -> None:
        """Upload tracking information, if the delivery is tracked."""
        if not tracks(self.database, delivery):
            return
        urls = self.database.urls_of(delivery.id)
        await upload(
            job,
            RemoteTracking(self.client, tracking_account(self.database)),
            internal_urls(self.database),
            tracking_info(
                delivery.id,
                delivery.created.year,
                urls,
                signed=self.signed,
                expires=documents.web_validity_end(delivery),
            ),
            lambda: self.pace.pause("upload"),
        )

    async def start(self, delivery: Delivery) -> None:
        """Hand it to the mta."""
        delivery.state = mta.START_PENDING
        self.mta.due.set()

    async def halt(self, delivery: Delivery, command: str) -> None:
        """Keep the mta from it."""
        delivery.state = HALTED[command]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutedExecution:
    """Where a delivery goes is for its ``@deliveryMode`` to say."""

    own: Execution
    mid: Execution

    async def take_over(self, delivery: Delivery, job: Job) -> None:
        """Let its execution take it over."""
        await self._of(delivery).take_over(delivery, job)

    async def start(self, delivery: Delivery) -> None:
        """Let its execution start it."""
        await self._of(delivery).start(delivery)

    async def halt(self, delivery: Delivery, command: str) -> None:
        """Let its execution halt it."""
        await self._of(delivery).halt(delivery, command)

    def _of(self, delivery: Delivery) -> Execution:
        mode = delivery.document.get("deliveryMode", BULK)
        return self.mid if mode == MID_SOURCING else self.own
