"""``xtk:workflow#Wakeup``: run the pending task now."""

from dataclasses import dataclass

from campaign_tracking.lab.soap.answer import Answer
from campaign_tracking.lab.soap.call import SoapCall
from campaign_tracking.lab.soap.fault import SoapFault
from campaign_tracking.lab.tracking_workflow import TrackingWorkflow


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflows:
    """The workflows of the platform: the lab runs one."""

    tracking: TrackingWorkflow

    async def wakeup(self, call: SoapCall) -> Answer:
        """Run the Tracking workflow's pending task; it is named by id or internal name."""
        row = self.tracking.row
        if call.text(0) not in {str(row.id), row.internal_name}:
            detail = f"There is no workflow '{call.text(0)}'."
            raise SoapFault.while_executing("xtk:workflow", call.method, detail)
        self.tracking.wakeup.set()
        return Answer(namespace="xtk:workflow")
