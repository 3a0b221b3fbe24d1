"""``nms:delivery#AppendDeliveryPart`` on the mid.

The mid keeps what it is given in the tables of any instance, without the recipients, and its own
Tracking workflow collects the logs a second time, into its own log table (L-60).
"""

import dataclasses
from dataclasses import dataclass

from campaign_tracking.lab import stamps
from campaign_tracking.lab.assumptions import STATE_PREPARATION_FAILED
from campaign_tracking.lab.database import BroadLog, Database, Delivery
from campaign_tracking.lab.delivery import documents
from campaign_tracking.lab.delivery.analysis import PREPARABLE, READY
from campaign_tracking.lab.delivery.execution import Execution
from campaign_tracking.lab.delivery.job import Jobs
from campaign_tracking.lab.mid_sourcing.delivery_part import (
    Part,
    Result,
    read_part,
    written_result,
)
from campaign_tracking.lab.soap import answer
from campaign_tracking.lab.soap.answer import Answer
from campaign_tracking.lab.soap.call import SoapCall
from campaign_tracking.lab.soap.fault import SoapFault

SERVICE = "nms:delivery"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """Takes deliveries that another instance has analysed.

    Attributes:
        execution: Of the mid itself: it uploads, its mta sends.
    """

    database: Database
    jobs: Jobs
    execution: Execution

    async def append_delivery_part(self, call: SoapCall) -> Answer:
        """Keep the delivery with ids of our own, and make it ready to send."""
        try:
            part = read_part(call.document(2))
        except ValueError as error:
            raise call.wrong_arguments() from error
        row, job = self._row(call), self.jobs.new()
        messages, urls = self._stored(row, part)
        await self.execution.take_over(row, job)
        row.state = STATE_PREPARATION_FAILED if job.failed else READY
        result = Result(
            delivery_id=row.id,
            messages=messages,
            urls=urls,
            lines=tuple((line.message, line.severity) for line in job.lines),
        )
        return Answer(
            namespace=SERVICE, values=[answer.literal("pelemResult", written_result(result))]
        )

    def _row(self, call: SoapCall) -> Delivery:
        document = call.document(1)
        document.attrib.pop("_operation", None)
        known = self.database.deliveries.get(call.number(0))
        if known is None:
            document = documents.completed(self.database, document)
        elif known.state in PREPARABLE:
            document.set("id", str(known.id))
        else:
            detail = f"The delivery '{known.internal_name}' was started (state {known.state})."
            raise SoapFault.while_executing(SERVICE, call.method, detail)
        row = documents.save(self.database, document)
        if row is None:
            raise call.wrong_arguments()
        return row

    def _stored(self, row: Delivery, part: Part) -> tuple[dict[int, int], dict[int, int]]:
        """Insert what *part* holds; return the ids on marketing by our own: messages, URLs."""
        self.database.forget_messages(row.id)
        messages, urls = {}, {}
        for own_id, recipient in part.recipients.items():
            message = BroadLog(
                id=self.database.new_id(),
                delivery_id=row.id,
                recipient=recipient,
                address=recipient.email,
                event_date=stamps.now(),
            )
            self.database.broad_logs[message.id] = message
            messages[message.id] = own_id
        for given in part.urls:
            url = dataclasses.replace(given, id=self.database.new_id(), delivery_id=row.id)
            self.database.tracking_urls[url.id] = url
            urls[url.id] = given.id
        return messages, urls
