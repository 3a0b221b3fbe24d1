"""``nms:delivery`` and ``xtk:jobInterface``: what a client does with deliveries and their jobs."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from campaign_tracking.lab.application.analyses import Analyses
from campaign_tracking.lab.application.hidden_targets import HiddenTargets
from campaign_tracking.lab.database import Database, Delivery
from campaign_tracking.lab.delivery import documents, mta
from campaign_tracking.lab.delivery.analysis import READY
from campaign_tracking.lab.delivery.execution import HALTED, Execution, ExecutionError
from campaign_tracking.lab.delivery.job import Job, Severity, Status
from campaign_tracking.lab.numbers import key
from campaign_tracking.lab.soap import answer
from campaign_tracking.lab.soap.answer import Answer
from campaign_tracking.lab.soap.call import SoapCall
from campaign_tracking.lab.soap.fault import SoapFault

SERVICE: Final = "nms:delivery"
_HALTABLE: Final = frozenset({READY, mta.START_PENDING, mta.STARTED, mta.PAUSED})


@dataclass(slots=True, kw_only=True)
class Deliveries:
    """Prepares, starts and stops deliveries."""

    analyses: Analyses
    hidden_targets: HiddenTargets

    @property
    def database(self) -> Database:
        """Where the deliveries are."""
        return self.analyses.analysis.database

    @property
    def execution(self) -> Execution:
        """Who sends what was prepared."""
        return self.analyses.analysis.execution

    async def create_from_model(self, call: SoapCall) -> Answer:
        """Return a new document made from a template, not saved."""
        made = self.hidden_targets.shown(self._from_model(call))
        return Answer(namespace=SERVICE, values=[answer.literal("pdomDelivery", made)])

    async def submit_delivery(self, call: SoapCall) -> Answer:
        """Create from a template, save; then analyse and start, whatever comes of it."""
        row = self._saved(self._from_model(call), call.method)
        self.begin("PrepareAndStart", row)
        return Answer(namespace=SERVICE, values=[answer.number("plDeliveryId", row.id)])

    async def prepare(self, call: SoapCall) -> Answer:
        """Analyse the document; a failed analysis is a fault."""
        return await self._prepared(self.to_prepare(call.document(0), call.method), call.method)

    async def _prepared(self, row: Delivery, method: str) -> Answer:
        await self._analysed(row, method)
        shown = self.hidden_targets.shown(documents.as_document(row))
        return Answer(namespace=SERVICE, values=[answer.literal("entity", shown)])

    async def prepare_from_id(self, call: SoapCall) -> Answer:
        """Analyse a saved delivery."""
        row = self._row(call)
        self.analyses.check(row, call.method)
        await self._analysed(row, call.method)
        return Answer(namespace=SERVICE)

    async def prepare_and_start(self, call: SoapCall) -> Answer:
        """Analyse the document, and start it if nothing failed."""
        row = self.to_prepare(call.document(0), call.method)
        answered = await self._prepared(row, call.method)
        await self.start(row, call.method)
        return answered

    async def play(self, call: SoapCall) -> Answer:
        """Start, or go on after a pause."""
        await self.start(self._row(call), call.method)
        return Answer(namespace=SERVICE)

    async def pause(self, call: SoapCall) -> Answer:
        """Pause."""
        await self._command(self._row(call), "pause")
        return Answer(namespace=SERVICE)

    async def stop(self, call: SoapCall) -> Answer:
        """Cancel."""
        await self._command(self._row(call), "stop")
        return Answer(namespace=SERVICE)

    async def exec_command(self, call: SoapCall) -> Answer:
        """Play, pause or stop, and return the new state."""
        row = self._row(call)
        await self._command(row, call.text(1))
        return Answer(namespace=SERVICE, values=[answer.number("plNewState", row.state)])

    def to_prepare(self, document: ET.Element, method: str) -> Delivery:
        """Return the row behind *document*, written first, if it may be prepared now."""
        known = self.database.deliveries.get(key(document.get("id", "")))
        if known is not None:
            self.analyses.check(known, method)
        document.attrib.pop("_operation", None)  # it is for Write: a method has its object saved
        return self._saved(document, method)

    def begin(self, method: str, row: Delivery) -> Job:
        """Begin one of the methods that a job can name."""

        async def start() -> None:
            if row.state == READY:
                await self.start(row, method)

        return self.analyses.begin(row, start if method == "PrepareAndStart" else None)

    def _saved(self, document: ET.Element, method: str) -> Delivery:
        try:
            row = documents.save(self.database, self.hidden_targets.restored(document))
        except documents.NotSavableError as error:
            raise SoapFault.while_executing(SERVICE, method, str(error)) from error
        if row is None:
            raise SoapFault.while_executing(SERVICE, method, "The delivery does not exist.")
        return row

    async def start(self, row: Delivery, method: str) -> None:
        """Start a prepared delivery; one that is not prepared is refused (L-13)."""
        if row.state not in {READY, mta.PAUSED}:
            detail = f"The delivery '{row.internal_name}' is not ready (state {row.state})."
            raise SoapFault.while_executing(SERVICE, method, detail)
        await _executed(self.execution.start(row), method)

    async def _analysed(self, row: Delivery, method: str) -> None:
        job = self.analyses.begin(row)
        await self.analyses.ended(job)
        if job.status not in {Status.FINISHED, Status.ERROR}:
            raise SoapFault.while_executing(SERVICE, method, "The analysis was cancelled.")
        if job.failed:
            errors = [line.message for line in job.lines if line.severity is Severity.ERROR]
            raise SoapFault.while_executing(SERVICE, method, "\n".join(errors))

    async def _command(self, row: Delivery, command: str) -> None:
        if command == "play":
            await self.start(row, "ExecCommand")
        elif command not in HALTED:
            raise SoapFault.while_executing(SERVICE, "ExecCommand", f"Unknown command '{command}'.")
        elif (job := self.analyses.running(row)) is not None:
            await self._halt_analysis(row, job, command)
        elif row.state in _HALTABLE:
            await _executed(self.execution.halt(row, command), "ExecCommand")

    async def _halt_analysis(self, row: Delivery, job: Job, command: str) -> None:
        """Stop an analysis; that a delivery is paused meanwhile is refused (L-41)."""
        if command == "pause":
            detail = f"The delivery '{row.internal_name}' is being prepared."
            raise SoapFault.while_executing(SERVICE, "Pause", detail)
        await self.analyses.halt(job, Status.CANCELLED)

    def _from_model(self, call: SoapCall) -> ET.Element:
        try:
            return documents.from_model(self.database, call.text(0), call.document(1))
        except documents.UnknownModelError as error:
            raise SoapFault.while_executing(SERVICE, call.method, str(error)) from error

    def _row(self, call: SoapCall) -> Delivery:
        given = call.text(0)
        row = self.database.deliveries.get(key(given))
        if row is None:
            detail = f"There is no delivery with id '{given}'."
            raise SoapFault.while_executing(SERVICE, call.method, detail)
        return row


async def _executed(command: Awaitable[None], method: str) -> None:
    """Wait for a command; one that does not reach whoever executes the delivery is a fault."""
    try:
        await command
    except ExecutionError as error:
        raise SoapFault.while_executing(SERVICE, method, str(error)) from error
