"""The workflows that bring back to the marketing instance what the mid knows of its deliveries.

That there are two, and how often they run, says about-technical-workflows.md. What they call is not
public: L-57, ordinary queries about the mid's deliveries and broadlogs. One that cannot reach the
mid stops in error (L-59), for where the account's URL was wrong the workflows have to be restarted
(KA-25755).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as ET

from campaign_tracking.lab.assumptions import BROAD_LOG_PENDING
from campaign_tracking.lab.database import BroadLog, Database, Delivery
from campaign_tracking.lab.delivery.mta import PAUSED, START_PENDING, STARTED
from campaign_tracking.lab.markup import element
from campaign_tracking.lab.mid_sourcing.counterparts import Counterparts
from campaign_tracking.lab.mid_sourcing.mid import Mid, MidError
from campaign_tracking.lab.scheduled_workflow import WorkflowError


@dataclass(frozen=True, slots=True, kw_only=True)
class Synchronisation:
    """What each run of the two workflows does."""

    database: Database
    mid: Mid
    counterparts: Counterparts

    async def bring_states(self) -> None:
        """Take over the states of deliveries that were started and have not ended.

        Raises:
            WorkflowError: If the mid does not answer.
        """
        for delivery, mid_id in self._handed_over():
            if delivery.state in {START_PENDING, STARTED, PAUSED}:
                found = await self._ask(delivery, "nms:delivery", f"@id = {mid_id}", 1, "@state")
                for row in found:
                    delivery.state = int(row.get("state", "0"))

    async def bring_logs(self) -> None:
        """Take over the statuses of messages that are still pending here.

        Raises:
            WorkflowError: If the mid does not answer.
        """
        for delivery, mid_id in self._handed_over():
            waiting = [
                message
                for message in self.database.messages_of(delivery.id)
                if message.status == BROAD_LOG_PENDING
            ]
            if waiting and delivery.state >= START_PENDING:
                where = f"[@delivery-id] = {mid_id}"
                fields = ("@id", "@status", "@failureReason", "@eventDate")
                count = len(self.database.messages_of(delivery.id))
                for row in await self._ask(delivery, "nms:broadLogRcp", where, count, *fields):
                    own = self.counterparts.messages.get(int(row.get("id", "0")), 0)
                    _update(self.database.broad_logs.get(own), row)

    def _handed_over(self) -> Iterator[tuple[Delivery, int]]:
        for own_id, mid_id in list(self.counterparts.deliveries.items()):
            delivery = self.database.deliveries.get(own_id)
            if delivery is not None:
                yield delivery, mid_id

    async def _ask(
        self, delivery: Delivery, schema: str, where: str, count: int, *fields: str
    ) -> ET.Element:
        """Return the rows of the mid that meet a condition."""
        attributes = {"schema": schema, "operation": "select", "lineCount": str(count)}
        select = element("select", {}, *(element("node", {"expr": field}) for field in fields))
        condition = element("where", {}, element("condition", {"expr": where}))
        query = element("queryDef", attributes, select, condition)
        try:
            answer = await self.mid.execute(delivery, "xtk:queryDef", "ExecuteQuery", query)
        except MidError as error:
            raise WorkflowError(str(error)) from error
        return answer[0][0]


def _update(own: BroadLog | None, row: ET.Element) -> None:
    """Take over what *row* of the mid says about a message."""
    if own is not None:
        own.status = int(row.get("status", "0"))
        own.failure_reason = int(row.get("failureReason", "0"))
        own.event_date = datetime.fromisoformat(row.get("eventDate", ""))
