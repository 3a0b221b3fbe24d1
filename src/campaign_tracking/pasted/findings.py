"""What is told as broken: causes, and what a log alone suggests where no cause explains it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from campaign_tracking.campaign.named_servers import COMMUNICATION_FAILED
from campaign_tracking.diagnosis import CAUSES
from campaign_tracking.diagnosis.cause import Cause
from campaign_tracking.diagnosis.owner import OF_SERVERS, Owner
from campaign_tracking.diagnosis.telling import AGAIN
from campaign_tracking.pasted.servers import ServerTold

EXAMINE: Final = (
    "Examine the tracking settings in the deployment wizard, and register the instance again, on "
    "all tracking servers."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is broken, in words.

    Attributes:
        statement: What is broken.
        ids: Ids of the fault catalogue; empty if it is none of its causes.
        likely: True where the evidence does not single it out.
        evidence: What shows it, a sentence each.
        owner: Who repairs it.
        steps: What they do.
        told_apart_by: What would single it out; empty if it is.
        supported: Whether, where Adobe hosts the servers, support does it instead (KA-19371).
    """

    statement: str
    ids: tuple[str, ...]
    likely: bool
    evidence: tuple[str, ...]
    owner: str
    steps: tuple[str, ...]
    told_apart_by: str
    supported: bool


def of_run(cause: Cause) -> Finding:
    """Return a cause as the run tells it: it knows who hosts the servers."""
    return _told(cause, cause.remedy, supported=False)


def of_log(cause: Cause) -> Finding:
    """Return a cause that a log alone tells of: who hosts the servers is not in it."""
    known = [known for known in CAUSES if known.id == cause.id]
    supported = any(each.registers or each.owner in OF_SERVERS for each in known)
    steps = tuple(step for step in cause.remedy if step != AGAIN.told())  # nothing was run
    return _told(cause, steps, supported=supported)


def _told(cause: Cause, steps: tuple[str, ...], *, supported: bool) -> Finding:
    return Finding(
        statement=cause.statement,
        ids=cause.id,
        likely=cause.likely,
        evidence=cause.evidence,
        owner=cause.owner,
        steps=steps,
        told_apart_by=cause.told_apart_by,
        supported=supported,
    )


def suggestions(
    servers: Sequence[ServerTold], nameless: Sequence[str], causes: Sequence[Cause]
) -> Iterator[Finding]:
    """Yield what the log suggests of servers that it names and no cause explains (A-01)."""
    explained = " ".join(
        str(text) for cause in causes for text in (cause.statement, *cause.evidence)
    )
    blamed = [server for server in servers if server.codes]
    for server in blamed:
        if not _is_in(explained, server.host):
            yield _not_reached(server)
    if nameless and not blamed and not causes:
        yield _one_of_them(nameless)


def _is_in(text: str, host: str) -> bool:
    """Whether *text* names *host*, and not one that begins or ends like it."""
    return re.search(rf"(?<![\w.*-]){re.escape(host)}(?!\.?[\w*-])", text) is not None


def _not_reached(server: ServerTold) -> Finding:
    host = server.host
    return Finding(
        statement=f"The application server does not reach the tracking server {server.name}.",
        ids=(),
        likely=True,
        evidence=(f"The delivery log names {host} with {', '.join(sorted(server.codes))}.",),
        owner=f"{Owner.SERVER}, {Owner.NETWORK} or {Owner.CAMPAIGN}, as found",
        steps=(
            f"From the application server, connect to {host} on the port of its internal URL.",
            "Refused: start its web server (Apache or IIS), and correct the port if it is another.",
            "Timed out: open that port from the application server to it.",
            "Name not found: add the name, or correct the internal URL.",
            f"It answers: {EXAMINE[0].lower()}{EXAMINE[1:]}",
            "Prepare the blocked deliveries again.",
        ),
        told_apart_by=f"A connection from the application server to {host}; this log shows none.",
        supported=True,
    )


def _one_of_them(sentences: Sequence[str]) -> Finding:
    return Finding(
        statement="A tracking server does not accept the upload; the log does not tell which.",
        ids=(),
        likely=True,
        evidence=tuple(f"{sentence}." for sentence in sentences),
        owner=Owner.CAMPAIGN_AND_SERVER,
        steps=(
            f"Copy the whole log: {COMMUNICATION_FAILED} names the server.",
            EXAMINE,
            "Prepare the blocked deliveries again.",
        ),
        told_apart_by="The whole log.",
        supported=True,
    )
