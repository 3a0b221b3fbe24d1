"""What is told of one file."""

from dataclasses import dataclass
from typing import Final

from campaign_tracking.diagnosis import diagnose
from campaign_tracking.diagnosis.cause import Cause
from campaign_tracking.pasted.codes import announced_in
from campaign_tracking.pasted.findings import Finding, of_log, of_run, suggestions
from campaign_tracking.pasted.log import PastedLog, bare, read_log
from campaign_tracking.pasted.saved_run import SavedRun, read_run
from campaign_tracking.pasted.servers import nameless, servers_told
from campaign_tracking.pasted.unexplained import unexplained_in
from campaign_tracking.report.results import CheckResult

ON_PREMISE: Final = "on-premise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is told of one file.

    Attributes:
        name: The file.
        what: What it is, and how much of it.
        is_log: Whether it is a pasted log; else it is a run.
        adobe_hosts: Whether Adobe hosts the tracking servers; None if nobody said.
        tells_of_tracking: Whether its log says anything of tracking servers.
        blamed: The servers that an error names.
        servers: What is told of each server, a sentence each.
        findings: What is broken.
        unexplained: Errors that nothing explains, quoted.
        notes: What else the run said.
    """

    name: str
    what: str
    is_log: bool
    adobe_hosts: bool | None
    tells_of_tracking: bool
    blamed: tuple[str, ...]
    servers: tuple[str, ...]
    findings: tuple[Finding, ...]
    unexplained: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def is_wrong(self) -> bool:
        """Whether anything was found."""
        return bool(self.findings or self.unexplained)


def answer(name: str, text: str, hosting: str | None) -> Answer:
    """Return what is told of *text*, whatever it is.

    Args:
        name: The file that holds it.
        text: A delivery log, or a run's facts.json.
        hosting: Who hosts the servers of a log; None if nobody said.

    Raises:
        UnreadableError: If it is neither.
    """
    run = read_run(text)
    return _of_run(name, run) if run else _of_log(name, read_log(text), hosting)


def _of_log(name: str, log: PastedLog, hosting: str | None) -> Answer:
    facts = log.facts
    servers, unnamed = servers_told(facts, log.announced), nameless(facts)
    causes = diagnose(facts)
    return Answer(
        name=name,
        what=f"a delivery log, {_lines(log.line_count)}",
        is_log=True,
        adobe_hosts=None if hosting is None else hosting != ON_PREMISE,
        tells_of_tracking=log.tells_of_tracking,
        blamed=tuple(server.host for server in servers if server.codes),
        servers=(*(server.sentence for server in servers), *unnamed),
        findings=(*map(of_log, causes), *suggestions(servers, unnamed, causes)),
        unexplained=unexplained_in(log.lines),
    )


def _of_run(name: str, saved: SavedRun) -> Answer:
    facts, run = saved.facts, saved.run
    tracked = facts.tracked.log if facts.tracked else ()
    control = facts.control.log if facts.control else ()
    announced = dict.fromkeys(bare(host) for line in tracked for host in announced_in(line.text))
    servers, unnamed = servers_told(facts, tuple(announced)), nameless(facts)
    causes = diagnose(facts)
    blames = unnamed or any(server.codes for server in servers)
    failed = (_failed(check) for check in saved.failed if not _explained(check, causes))
    return Answer(
        name=name,
        what=f"the run on {run.environment} of {run.started_at:%Y-%m-%d %H:%M} UTC",
        is_log=False,
        adobe_hosts=run.hosting != ON_PREMISE,
        tells_of_tracking=bool(servers),
        blamed=tuple(server.host for server in servers if server.codes),
        servers=(*(server.sentence for server in servers), *unnamed) if blames else (),
        findings=(*map(of_run, causes), *suggestions(servers, unnamed, causes)),
        unexplained=(*unexplained_in((*tracked, *control)), *failed),
        notes=(saved.verdict.sentence, *saved.verdict.notes),
    )


def _explained(check: CheckResult, causes: tuple[Cause, ...]) -> bool:
    said = f"{check.check} {check.reason}"
    return any(cause.explains(said) for cause in causes)


def _failed(check: CheckResult) -> str:
    return f"{check.check}: {check.reason.partition(chr(10))[0]}"


def _lines(count: int) -> str:
    return "1 line" if count == 1 else f"{count} lines"
