"""Jobs: long work that a client submits and then asks about (the SDK's xtkJob.html)."""

import base64
import enum
import itertools
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from campaign_tracking.lab import stamps

IRC_ERROR = 16384


class Status(enum.IntEnum):
    """What has become of a job."""

    EDITED = 0
    RUNNING = 2
    CANCELLED = 4
    FINISHED = 5
    ERROR = 6
    PAUSED = 8


class Severity(enum.IntEnum):
    """A log line's ``logType``: red, yellow, blue."""

    ERROR = 0
    WARNING = 1
    INFORMATION = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One line of a job's log."""

    id: int
    at: datetime
    severity: Severity
    message: str


@dataclass(slots=True, kw_only=True)
class Job:
    """A job and its log."""

    id: str
    line_ids: Iterator[int]
    status: Status = Status.EDITED
    lines: list[LogLine] = field(default_factory=list)
    done: int = 0
    steps: int = 0

    def log(self, message: str, severity: Severity = Severity.INFORMATION) -> None:
        """Add a line."""
        line = LogLine(id=next(self.line_ids), at=stamps.now(), severity=severity, message=message)
        self.lines.append(line)

    @property
    def warned(self) -> bool:
        """Whether a line is a warning."""
        return any(line.severity is Severity.WARNING for line in self.lines)

    @property
    def failed(self) -> bool:
        """Whether a line is an error."""
        return any(line.severity is Severity.ERROR for line in self.lines)


class Jobs:
    """All jobs."""

    def __init__(self) -> None:
        """Start without any."""
        self._jobs: dict[str, Job] = {}
        self._ids = itertools.count(4210)
        self._line_ids = itertools.count(1512)

    def new(self) -> Job:
        """Return a new job; its id is opaque: number, schema, ``@@``, base64."""
        opaque = base64.b64encode(secrets.token_bytes(16)).decode()
        job = Job(id=f"{next(self._ids)}/nms:delivery@@{opaque}", line_ids=self._line_ids)
        self._jobs[job.id] = job
        return job

    def find(self, job_id: str) -> Job | None:
        """Return a job; None if there is none of that id."""
        return self._jobs.get(job_id)
