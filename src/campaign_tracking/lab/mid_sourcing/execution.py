"""A delivery that a mid executes, on the side of the marketing instance."""

from dataclasses import dataclass

from campaign_tracking.lab.database import Database, Delivery
from campaign_tracking.lab.delivery.execution import HALTED, ExecutionError
from campaign_tracking.lab.delivery.job import Job, Severity
from campaign_tracking.lab.delivery.mta import START_PENDING
from campaign_tracking.lab.mid_sourcing.counterparts import Counterparts
from campaign_tracking.lab.mid_sourcing.delivery_part import (
    delivery_document,
    part_of,
    read_result,
    written_part,
)
from campaign_tracking.lab.mid_sourcing.mid import Mid, MidError

_METHODS = {"pause": "Pause", "stop": "Stop"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MidExecution:
    """Hands deliveries to the mid, and passes on what is to become of them."""

    database: Database
    mid: Mid
    counterparts: Counterparts

    async def take_over(self, delivery: Delivery, job: Job) -> None:
        """Send it to the mid, which uploads; what the mid logs stands in *job*, too (L-56)."""
        known = str(self.counterparts.deliveries.get(delivery.id, ""))
        document, part = delivery_document(delivery), part_of(self.database, delivery)
        try:
            answer = await self.mid.execute(
                delivery, "nms:delivery", "AppendDeliveryPart", known, document, written_part(part)
            )
        except MidError as error:
            job.log(str(error), Severity.ERROR)
            return
        result = read_result(answer[0][0])
        self.counterparts.deliveries[delivery.id] = result.delivery_id
        self.counterparts.messages.update(result.messages)
        self.counterparts.urls.update(result.urls)
        for message, severity in result.lines:
            job.log(message, severity)

    async def start(self, delivery: Delivery) -> None:
        """Let the mid start it; the synchronisation brings back what comes of it.

        Raises:
            ExecutionError: If the mid does not.
        """
        await self._command(delivery, "Play")
        delivery.state = START_PENDING

    async def halt(self, delivery: Delivery, command: str) -> None:
        """Let the mid pause or stop it.

        Raises:
            ExecutionError: If the mid does not.
        """
        await self._command(delivery, _METHODS[command])
        delivery.state = HALTED[command]

    async def _command(self, delivery: Delivery, method: str) -> None:
        mid_id = str(self.counterparts.deliveries.get(delivery.id, ""))
        try:
            await self.mid.execute(delivery, "nms:delivery", method, mid_id)
        except MidError as error:
            raise ExecutionError(str(error)) from error
