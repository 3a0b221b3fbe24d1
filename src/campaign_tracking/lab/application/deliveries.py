"""``nms:delivery`` and ``xtk:jobInterface``: what a client does with deliveries and their jobs."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Final
from xml.etree import ElementTree as ET

from campaign_tracking.lab.application.hidden_targets import HiddenTargets
from campaign_tracking.lab.database import Delivery
from campaign_tracking.lab.delivery import documents, mta
from campaign_tracking.lab.delivery.analysis import READY, Analysis
from campaign_tracking.lab.delivery.execution import HALTED, ExecutionError
from campaign_tracking.lab.delivery.job import Job, Jobs, Severity
from campaign_tracking.lab.soap import answer
from campaign_tracking.lab.soap.answer import Answer
from campaign_tracking.lab.soap.call import SoapCall
from campaign_tracking.lab.soap.fault import SoapFault

SERVICE: Final = "nms:delivery"
Spawn = Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]]


@dataclass(slots=True, kw_only=True)
class Deliveries:
    """Prepares, starts and stops deliveries.

    Attributes:
        spawn: Starts work that goes on after the call was answered.
        tasks: Work that goes on, by job.
    """

    analysis: Analysis
    jobs: Jobs
    spawn: Spawn
    hidden_targets: HiddenTargets
    tasks: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    async def create_from_model(self, call: SoapCall) -> Answer:
        """Return a new document made from a template, not saved."""
        made = self.hidden_targets.shown(self._from_model(call))
        return Answer(namespace=SERVICE, values=[answer.literal("pdomDelivery", made)])

    async def submit_delivery(self, call: SoapCall) -> Answer:
        """Create from a template, save; then analyse and start, whatever comes of it."""
        row = self.saved(self._from_model(call))
        self.spawn(self._prepare_and_start(row, self.jobs.new()))
        return Answer(namespace=SERVICE, values=[answer.number("plDeliveryId", row.id)])

    async def prepare(self, call: SoapCall) -> Answer:
        """Analyse the document; a failed analysis is a fault."""
        row = self.saved(call.document(0))
        await self._analysed(row, call.method)
        shown = self.hidden_targets.shown(documents.as_document(row))
        return Answer(namespace=SERVICE, values=[answer.literal("entity", shown)])

    async def prepare_from_id(self, call: SoapCall) -> Answer:
        """Analyse a saved delivery."""
        await self._analysed(self._row(call), call.method)
        return Answer(namespace=SERVICE)

    async def prepare_and_start(self, call: SoapCall) -> Answer:
        """Analyse the document, and start it if nothing failed."""
        answered = await self.prepare(call)
        await self.start(self.saved(call.document(0)), call.method)
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

    def saved(self, document: ET.Element) -> Delivery:
        """Return the row behind *document*, written first."""
        try:
            whole = self.hidden_targets.restored(document)
            row = documents.save(self.analysis.database, whole)
        except documents.NotSavableError as error:
            raise SoapFault.while_executing(SERVICE, "Prepare", str(error)) from error
        if row is None:
            raise SoapFault.while_executing(SERVICE, "Prepare", "The delivery does not exist.")
        return row

    async def start(self, row: Delivery, method: str) -> None:
        """Start a prepared delivery; one that is not prepared is refused (L-13)."""
        if row.state not in {READY, mta.PAUSED}:
            detail = f"The delivery '{row.internal_name}' is not ready (state {row.state})."
            raise SoapFault.while_executing(SERVICE, method, detail)
        await _executed(self.analysis.execution.start(row), method)

    async def run(self, method: str, row: Delivery, job: Job) -> None:
        """Run one of the methods that a job can name."""
        if method == "PrepareAndStart":
            await self._prepare_and_start(row, job)
        else:
            await self.analysis.run(row, job)

    async def _prepare_and_start(self, row: Delivery, job: Job) -> None:
        await self.analysis.run(row, job)
        if row.state == READY:
            await self.start(row, "PrepareAndStart")

    async def _analysed(self, row: Delivery, method: str) -> None:
        job = self.jobs.new()
        await self.analysis.run(row, job)
        if job.failed:
            errors = [line.message for line in job.lines if line.severity is Severity.ERROR]
            raise SoapFault.while_executing(SERVICE, method, "\n".join(errors))

    async def _command(self, row: Delivery, command: str) -> None:
        if command == "play":
            await self.start(row, "ExecCommand")
        elif command not in HALTED:
            raise SoapFault.while_executing(SERVICE, "ExecCommand", f"Unknown command '{command}'.")
        elif row.state in {READY, mta.START_PENDING, mta.STARTED}:
            await _executed(self.analysis.execution.halt(row, command), "ExecCommand")

    def _from_model(self, call: SoapCall) -> ET.Element:
        try:
            return documents.from_model(self.analysis.database, call.text(0), call.document(1))
        except documents.UnknownModelError as error:
            raise SoapFault.while_executing(SERVICE, call.method, str(error)) from error

    def _row(self, call: SoapCall) -> Delivery:
        given = call.text(0)
        row = self.analysis.database.deliveries.get(int(given) if given.isdecimal() else 0)
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
