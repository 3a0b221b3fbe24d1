"""``xtk:workflow#Wakeup``: run the pending task now."""

from collections.abc import Sequence
from dataclasses import dataclass

from campaign_tracking.lab.scheduled_workflow import ScheduledWorkflow
from campaign_tracking.lab.soap.answer import Answer
from campaign_tracking.lab.soap.call import SoapCall
from campaign_tracking.lab.soap.fault import SoapFault


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflows:
    """The workflows that the instance runs."""

    running: Sequence[ScheduledWorkflow]

    async def wakeup(self, call: SoapCall) -> Answer:
        """Run a workflow's pending task; the workflow is named by id or internal name."""
        for workflow in self.running:
            if call.text(0) in {str(workflow.row.id), workflow.row.internal_name}:
                workflow.wakeup.set()
                return Answer(namespace="xtk:workflow")
        detail = f"There is no workflow '{call.text(0)}'."
        raise SoapFault.while_executing("xtk:workflow", call.method, detail)
