"""``xtk:jobInterface``: submit a method as a job, and ask what became of it."""

from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from campaign_tracking.lab import stamps
from campaign_tracking.lab.application.deliveries import Deliveries
from campaign_tracking.lab.delivery.job import IRC_ERROR, Job, Severity, Status
from campaign_tracking.lab.markup import element
from campaign_tracking.lab.soap import answer
from campaign_tracking.lab.soap.answer import Answer
from campaign_tracking.lab.soap.call import SoapCall
from campaign_tracking.lab.soap.fault import SoapFault

_METHODS: Final = frozenset({"Prepare", "PrepareAndStart"})
_DEFAULT_LINES: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class JobMethods:
    """Jobs on deliveries."""

    deliveries: Deliveries

    async def submit(self, call: SoapCall) -> Answer:
        """Start a job and return its id at once."""
        job = self._submitted(call)
        return Answer(namespace=call.schema, values=[answer.string("pstrId", job.id)])

    async def execute(self, call: SoapCall) -> Answer:
        """Run a job to its end, whichever that is, and return its id."""
        job = self._submitted(call)
        await self.deliveries.analyses.ended(job)
        return Answer(namespace=call.schema, values=[answer.string("pstrId", job.id)])

    async def get_status(self, call: SoapCall) -> Answer:
        """Return status, new log lines and progress."""
        job = self._job(call)
        newer = [line for line in job.lines if line.id > call.number(1)]
        logs = ET.Element("elemReturnLogs")
        for line in newer[: call.number(2) or _DEFAULT_LINES]:
            attributes = {
                "id": str(line.id),
                "iRc": str(IRC_ERROR if line.severity is Severity.ERROR else 0),
                "logDate": stamps.xtk(line.at),
                "logType": str(int(line.severity)),
                "message": line.message,
                "object": "",
            }
            ET.SubElement(logs, "log", attributes)
        progress = element("progress", {"current": str(job.done), "max": str(job.steps)})
        properties = element("elemProperties", {"warning": str(int(job.warned))}, progress)
        values = [
            answer.number("psStatus", job.status, "short"),
            answer.literal("pelemReturnLogs", logs),
            answer.literal("pelemProperties", properties),
        ]
        return Answer(namespace="xtk:job", values=values)

    async def get_result(self, call: SoapCall) -> Answer:
        """Return the job's result: an analysis has none."""
        self._job(call)
        return Answer(namespace="xtk:job", values=[answer.string("pstrResult", "")])

    async def has_warning(self, call: SoapCall) -> Answer:
        """Say whether a line is a warning."""
        value = answer.boolean("pbWarning", value=self._job(call).warned)
        return Answer(namespace="xtk:job", values=[value])

    async def cancel(self, call: SoapCall) -> Answer:
        """Stop a running job."""
        await self.deliveries.analyses.halt(self._job(call), Status.CANCELLED)
        return Answer(namespace="xtk:job")

    async def pause(self, call: SoapCall) -> Answer:
        """Hold a running job; it does not move again by itself (L-37: what it did is lost)."""
        await self.deliveries.analyses.halt(self._job(call), Status.PAUSED)
        return Answer(namespace="xtk:job")

    def _submitted(self, call: SoapCall) -> Job:
        method = call.text(1)
        if call.schema != "nms:delivery" or method not in _METHODS:
            raise SoapFault.unknown_method(call.schema, method)
        row = self.deliveries.to_prepare(call.document(0), method)
        return self.deliveries.begin(method, row)

    def _job(self, call: SoapCall) -> Job:
        job = self.deliveries.analyses.jobs.find(call.text(0))
        if job is None:
            detail = f"There is no job with id '{call.text(0)}'."
            raise SoapFault.while_executing("xtk:job", call.method, detail)
        return job
