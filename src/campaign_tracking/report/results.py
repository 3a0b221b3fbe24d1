"""What came of a run, as every view of it sees it: frozen, and ready for JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from campaign_tracking.diagnosis.cause import Cause


class Outcome(StrEnum):
    """What became of one check."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"  # we could not check
    BLOCKED = "blocked"  # hangs on another check that failed
    NOT_APPLICABLE = "not applicable"
    NOT_CONFIGURED = "not configured"
    NOT_RUN = "not run"  # the run was stopped first


class Conclusion(StrEnum):
    """What a run amounts to, in one word."""

    VERIFIED = "verified"
    SIMULATION_PASSED = "simulation passed"  # nothing is said about anybody's servers
    PARTIAL = "partial"  # what was selected is fine; it was not everything
    INCOMPLETE = "incomplete"  # nothing failed, yet something mandatory was not checked
    NOT_VERIFIED = "not verified"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One check and what became of it.

    Attributes:
        check: Its name and server, such as ``test_port_opens[trk2]``; unique in the run.
        file: Where it stands, such as ``checks/test_1_tracking_servers.py``.
        stage: The stage of the walk, such as ``external connectivity``.
        statement: What holds on a healthy platform: the first line of its docstring.
        outcome: What became of it.
        reason: Why it did not pass, in plain words; the first line is a sentence of its own.
        advice: What to do next and who does it; empty for a check that passed.
        elapsed_s: How long it took, with the waiting for its facts.
    """

    check: str
    file: str
    stage: str
    statement: str
    outcome: Outcome
    reason: str
    advice: str
    elapsed_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What it means, for somebody who reads nothing else.

    Attributes:
        conclusion: One word.
        sentence: The same in a sentence; it never says "verified" of a simulation.
        notes: What else must be known, such as "the control mail failed, too".
    """

    conclusion: Conclusion
    sentence: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of the checks.

    Attributes:
        environment: Name of the declared environment.
        hosting: Who hosts the platform: on-premise, hybrid, adobe.
        simulation: True where the platform was the lab.
        started_at: When it began (aware, UTC).
        elapsed_s: How long it took.
        machine: Name of the machine that it ran on.
        version: Version of this suite.
        stopped: What stopped it, such as "run stopped by SIGINT"; empty if nothing did.
        selection: What was left out by choice, in words; empty for a full run.
    """

    environment: str
    hosting: str
    simulation: bool
    started_at: datetime
    elapsed_s: float
    machine: str
    version: str
    stopped: str
    selection: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What came of what earlier runs of the same environment saw; checks by their ids.

    Attributes:
        since: When the run before this one began; None if there is none.
        last_worked_at: When the last run began that verified the platform; None if none did.
        broken_since: When the first run began that has not verified it since; None if none has.
        repaired: Failed when they were last judged, and hold now.
        still: Failed when they were last judged, and fail now.
        new: Fail now, and held when they were last judged, or never were judged.
        unseen: Failed when they were last judged, and were not judged now.
        unreadable: Files of the history that are no facts of a run.
    """

    since: datetime | None = None
    last_worked_at: datetime | None = None
    broken_since: datetime | None = None
    repaired: tuple[str, ...] = ()
    still: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that the views show.

    Attributes:
        run: The run.
        verdict: What it means.
        causes: What is broken, the most telling first.
        checks: Every check, in the order in which they ran.
        facts: What was seen, by stage, as plain JSON values.
        evidence: Files below the reports folder, such as ``evidence/tracked.eml``.
        changes: What came of what earlier runs saw.
    """

    run: Run
    verdict: Verdict
    causes: tuple[Cause, ...]
    checks: tuple[CheckResult, ...]
    facts: Mapping[str, object]
    evidence: tuple[str, ...]
    changes: Changes = field(default_factory=Changes)
