"""What is known of one delivery: its log, its prepared messages, whether it may be started."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

BEING_EDITED = 0  # @state before the first preparation (domain: 6.4)
READY = 45  # @state from which a delivery can be started (general-configurations.md)
PREPARATION_FAILED, DELIVERY_FAILED = 37, 87  # @state (domain: 6.4)
FINISHED, ERROR = 5, 6
JOB_ENDS = (4, FINISHED, ERROR, 8)  # cancelled, finished, error; paused does not move by itself
ERROR_LINE = 0
SENT, FAILED, PENDING = 1, 2, 6  # broadlog statuses (A-15 for 1; database-cleanup-workflow.md)


class Way(StrEnum):
    """How a delivery is sent."""

    PREPARE = "prepare"  # prepared as a job, read back, and only then started
    SUBMIT = "submit"  # SubmitDelivery: prepared and started in one call


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One line of the delivery's log.

    Attributes:
        id: Its id; lines may come twice.
        kind: 0 error, 1 warning, 2 information.
        code: Its code, such as RED-520025; empty if it has none.
        text: The line as it came, in the platform's language: judge by code.
    """

    id: int
    kind: int
    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One prepared message: a row of the broadlog."""

    id: int
    address: str
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What became of preparing and starting one delivery.

    Attributes:
        token: The run's token in it.
        tracked: Whether tracking was activated on it.
        way: How it is sent; what is submitted as a whole shows no log and no job.
        id: Its id; None if it was never created.
        trouble: What kept us from creating or preparing it, in the platform's words; else empty.
        foreign_target: What it targets beside our recipient, as far as its document shows it.
        unread: Why what was prepared could not be read back; else empty.
        job_status: Status of the preparation job when we last looked; None without a job.
        prepared_s: How long the preparation took.
        log: The lines of its log, the oldest first.
        state: The delivery's @state after the preparation; None if it could not be read.
        messages: The prepared messages; None if they could not be read.
        started_at: When it was started; None if it never was.
        not_started: Why it was not started; empty if it was.
    """

    token: str
    tracked: bool
    way: Way = Way.PREPARE
    id: int | None = None
    trouble: str = ""
    foreign_target: str = ""
    unread: str = ""
    job_status: int | None = None
    prepared_s: float = 0.0
    log: tuple[LogLine, ...] = ()
    state: int | None = None
    messages: tuple[Message, ...] | None = None
    started_at: datetime | None = None
    not_started: str = ""

    @property
    def was_submitted(self) -> bool:
        """Whether it was sent by SubmitDelivery."""
        return self.way is Way.SUBMIT

    @property
    def prepared(self) -> bool:
        """Whether its preparation came to a good end."""
        if self.was_submitted:
            return self.state is not None and self.state >= READY and not self.failed
        return self.job_status == FINISHED

    @property
    def failed(self) -> bool:
        """Whether its state says that the preparation, or the delivery, failed."""
        return self.state in {PREPARATION_FAILED, DELIVERY_FAILED}

    @property
    def tracking_errors(self) -> tuple[LogLine, ...]:
        """The lines by which the redirection complains (``RED-``), whatever their kind."""
        return tuple(line for line in self.log if line.code.startswith("RED-"))

    @property
    def errors(self) -> tuple[LogLine, ...]:
        """The lines that prevent sending."""
        return tuple(line for line in self.log if line.kind == ERROR_LINE)


def nobody_else(delivery: Delivery, recipient: str) -> str:
    """Return whom else a prepared delivery would reach; empty if nobody but *recipient*."""
    if delivery.foreign_target:
        return delivery.foreign_target
    if delivery.messages is None:
        return f"the prepared messages could not be read back {delivery.unread}".strip()
    addresses = [message.address.lower() for message in delivery.messages]
    others = [address for address in addresses if address != recipient.lower()]
    if others:
        return f"{len(others)} of {len(addresses)} prepared messages are for somebody else"
    return "" if len(addresses) == 1 else f"{len(addresses)} messages were prepared, not one"


def why_not(delivery: Delivery, recipient: str) -> str:
    """Return why a delivery that was prepared as a job must not be started; empty if it may.

    Nothing is started before its prepared target was read back and is exactly the recipient.
    """
    if delivery.tracking_errors:
        return f"the analysis reported {delivery.tracking_errors[0].code}"
    if delivery.job_status != FINISHED:
        return f"the preparation did not finish (job status {delivery.job_status})"
    if others := nobody_else(delivery, recipient):
        return others
    if delivery.state != READY:
        return f"the delivery is in state {delivery.state}, not {READY} (ready)"
    return ""
