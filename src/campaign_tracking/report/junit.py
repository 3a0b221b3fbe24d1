"""What junit.xml says; pytest writes it."""

import sys

import pytest

from campaign_tracking.diagnosis.cause import Cause
from campaign_tracking.report.results import Run
from campaign_tracking.report.text import visible

# pytest cuts a message at 500 characters and puts 'failed on setup with "' before an error's.
ROOM = 470
LONGEST = 2_000  # of a property: readers show it in a table


def failure_text(check: str, reason: str, cause: Cause | None, advice: str) -> str:
    """Return message and text of a failure: check and reason, cause, remedy, owner, a line each.

    Args:
        check: Name and server, such as ``test_port_opens[trk2]``.
        reason: What was expected, what was seen, and where.
        cause: What explains it, if anything does.
        advice: What to do next where no cause has a remedy.
    """
    lines = [("", f"{check}: {reason or 'no reason given'}")]
    if cause:
        likely = "likely, not certain: " if cause.likely else ""
        lines.append(("Cause: ", likely + cause.statement))
    lines.append(("Do: ", " ".join(cause.remedy if cause and cause.remedy else [advice])))
    lines.append(("Owner: ", cause.owner if cause else ""))
    shown = [visible(label + text, limit=sys.maxsize) for label, text in lines if text.strip()]
    return "\n".join(_fit(shown, ROOM - len(shown)))


def _fit(lines: list[str], room: int) -> list[str]:
    """Return *lines* in *room* characters: the short ones as they are, the long ones cut."""
    limits = dict.fromkeys(range(len(lines)), 0)
    shortest_first = sorted(limits, key=lambda index: len(lines[index]))
    for left, index in zip(range(len(lines), 0, -1), shortest_first, strict=True):
        limits[index] = min(len(lines[index]), room // left)
        room -= limits[index]
    return [visible(line, limit=limits[index]) for index, line in enumerate(lines)]


def skip_without_path(report: pytest.TestReport) -> None:
    """Let a skipped check say where it stands in the project, not on this machine."""
    if isinstance(report.longrepr, tuple):
        file, line, _ = report.location
        report.longrepr = (file, (line or 0) + 1, report.longrepr[2])


def suite_properties(run: Run) -> list[tuple[str, str]]:
    """Return what is true of the whole run, under names that stay the same."""
    properties = {
        "environment": run.environment,
        "hosting": run.hosting,
        "simulation": str(run.simulation).lower(),
        "version": run.version,
        "machine": run.machine,
        "started": run.started_at.isoformat(timespec="seconds"),
        "selection": run.selection,
        "stopped": run.stopped,
    }
    return [(name, visible(value, limit=LONGEST)) for name, value in properties.items() if value]
