"""Analysis of a delivery: target, messages, tracked URLs; then whoever sends it takes it over.

The lines of a healthy log stand in steps-validating-the-delivery.md, as a screenshot; that the
upload comes after them is A-02.
"""

import asyncio
import logging
from dataclasses import dataclass
from typing import Final

from campaign_tracking.lab import stamps
from campaign_tracking.lab.assumptions import COMPLETED, STATE_PREPARATION_FAILED
from campaign_tracking.lab.database import BroadLog, Database, Delivery, Recipient, TrackingUrl
from campaign_tracking.lab.delivery import documents
from campaign_tracking.lab.delivery.content import FoundUrl, found_in_html, found_in_text
from campaign_tracking.lab.delivery.execution import Execution
from campaign_tracking.lab.delivery.job import Job, Severity, Status
from campaign_tracking.lab.delivery.mirror import mirror_url
from campaign_tracking.lab.markup import text_of
from campaign_tracking.lab.pace import Pace
from campaign_tracking.lab.query.engine import matching
from campaign_tracking.lab.query.reader import QueryError
from campaign_tracking.lab.wizard_options import tracks

TARGETING_PENDING, TARGET_SELECTION, MESSAGE_PREPARATION, READY = 11, 12, 22, 45
PREPARABLE: Final = frozenset({documents.EDITED, STATE_PREPARATION_FAILED, READY})  # L-39

_MOST_AT_ONCE: Final = 10  # configuring-campaign-options.md
_LOOKS_S: Final = 0.2
COMPLETED_WITH_WARNINGS: Final = (
    "DLV-490119 Analysis completed in 0s with warnings ({count} message(s) waiting)."
)
NO_TARGET: Final = "DLV-490009 You have not defined the target population of the delivery action."
NO_SENDER: Final = "DLV-490013 The sender address is not specified."
_STOPPED: Final = (
    "SOP-330011 Error while executing the method 'PrepareMessageImpl' of service 'nms:delivery'.",
    "SOP-330011 Error while executing the method 'PrepareMessage' of service 'nms:delivery'.",
    "XSV-350122 An error occurred and the process has been stopped.",
)

_log = logging.getLogger(__name__)


class _StoppedError(Exception):
    """The analysis cannot go on; the text is the cause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """Prepares deliveries.

    Attributes:
        execution: Who takes over what was prepared.
    """

    database: Database
    pace: Pace
    execution: Execution

    async def run(self, delivery: Delivery, job: Job) -> None:
        """Prepare *delivery*; what happens stands in *job*."""
        job.status, job.steps, delivery.warned = Status.RUNNING, 100, False
        try:
            await self._prepare(delivery, job)
        except _StoppedError as stopped:
            for line in (str(stopped), *_STOPPED):
                job.log(line, Severity.ERROR)
        except Exception:  # noqa: BLE001  (whoever polls must see an end, whatever it was)
            _log.exception("an analysis failed")
            job.log(_STOPPED[-1], Severity.ERROR)
        except asyncio.CancelledError:
            delivery.state, job.status = documents.EDITED, Status.CANCELLED
            raise
        delivery.warned = job.warned
        delivery.state = STATE_PREPARATION_FAILED if job.failed else READY
        job.status = Status.ERROR if job.failed else Status.FINISHED
        job.done = job.steps

    async def _prepare(self, delivery: Delivery, job: Job) -> None:
        self.database.forget_messages(delivery.id)
        await self._wait_for_a_place(delivery)
        delivery.state = TARGET_SELECTION
        await self.pace.pause("targeting")
        targeted = self._target(delivery, job)
        job.done = 30
        delivery.state = MESSAGE_PREPARATION
        await self.pace.pause("preparation")
        self._write_messages(delivery, targeted, job)
        job.done = 60
        if tracks(self.database, delivery):
            self._write_urls(delivery)
        await self.execution.take_over(delivery, job)

    async def _wait_for_a_place(self, delivery: Delivery) -> None:
        """Wait while as many deliveries are being prepared as the instance allows (L-95)."""
        delivery.state = TARGETING_PENDING
        limit = int(self.database.option("NmsOperation_LimitConcurrency") or _MOST_AT_ONCE)
        while self._prepared_now() >= limit:  # noqa: ASYNC110  (rows change, and tell nobody)
            await asyncio.sleep(_LOOKS_S)

    def _prepared_now(self) -> int:
        states = [row.state for row in self.database.deliveries.values() if not row.is_model]
        return sum(state in {TARGET_SELECTION, MESSAGE_PREPARATION} for state in states)

    def _target(self, delivery: Delivery, job: Job) -> list[Recipient]:
        targeted = self._selected(delivery)
        found = len(targeted)
        job.log(f"{found} recipient(s) match segmentation criteria (query performed in 0.0s).")
        for step in ("sql", "businessRanking", "volume"):
            job.log(f"Loading typology rules (step: {step})...")
        allowed = [recipient for recipient in targeted if not recipient.blacklisted]
        _log_exclusions(job, blacklisted=found - len(allowed))
        job.log("Loading typology rules (step: javascript/postTarget)...")
        return allowed

    def _selected(self, delivery: Delivery) -> list[Recipient]:
        chosen: dict[int, Recipient] = {}
        parts = list(documents.target_conditions(delivery))
        if not parts:
            raise _StoppedError(NO_TARGET)
        try:
            for excluding, where in sorted(parts, key=lambda part: part[0]):
                rows = {row.id: row for row in matching(self.database, "nms:recipient", where)}
                kept = {} if not excluding else {i: r for i, r in chosen.items() if i not in rows}
                chosen = kept if excluding else chosen | rows
        except QueryError as error:
            raise _StoppedError(str(error)) from error
        return list(chosen.values())

    def _write_messages(self, delivery: Delivery, targeted: list[Recipient], job: Job) -> None:
        if not documents.sender(delivery)[1]:
            raise _StoppedError(NO_SENDER)
        job.log("Applying rule 'Check delivery size'.")
        job.log("Applying rule 'Check proof target size'.")
        for recipient in targeted:
            message = BroadLog(
                id=self.database.new_id(),
                delivery_id=delivery.id,
                recipient=recipient,
                address=recipient.email,
                event_date=stamps.now(),
            )
            self.database.broad_logs[message.id] = message
        if job.warned:
            line = COMPLETED_WITH_WARNINGS.format(count=len(targeted))
            job.log(line, Severity.WARNING)
        else:
            job.log(COMPLETED.format(count=len(targeted)))

    def _write_urls(self, delivery: Delivery) -> None:
        for found in _found_urls(self.database, delivery):
            url = TrackingUrl(
                id=self.database.new_id(),
                delivery_id=delivery.id,
                type=found.type,
                source_url=found.source_url,
                label=found.label,
            )
            self.database.tracking_urls[url.id] = url


def _log_exclusions(job: Job, *, blacklisted: int) -> None:
    """Write a line for each exclusion; one that excludes somebody is a warning (L-09)."""
    for subject, count in (
        ("Exclusion of undefined addresses", 0),
        ("Exclusion of blacklisted recipients", blacklisted),
        ("Exclusion of addresses in quarantine", 0),
        ("Applying SQL based rule 'Exclude addresses'", 0),
        ("Duplicate address in delivery action.", 0),
    ):
        severity = Severity.WARNING if count else Severity.INFORMATION
        job.log(f"{subject} : {count} recipients(s) excluded in 0.0s.", severity)


def _found_urls(database: Database, delivery: Delivery) -> list[FoundUrl]:
    """Return the content's URLs, each once; one that is made when sending is not seen (7.6)."""
    mirror = mirror_url(database)
    html = found_in_html(text_of(delivery.document, "content/html/source"), mirror)
    text = found_in_text(
        text_of(delivery.document, "content/text/source"), mirror, database.text_delimiters
    )
    by_address: dict[str, FoundUrl] = {}
    for url in (*html, *text):
        if not url.source_url.startswith("<%"):
            by_address.setdefault(url.source_url, url)
    return list(by_address.values())
