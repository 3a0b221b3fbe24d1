"""What the operator sees: what we wait for while it lasts, and the verdict at the end."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import pytest

from campaign_tracking.budget import in_words
from campaign_tracking.diagnosis.cause import Cause
from campaign_tracking.report.results import CheckResult, Conclusion, Outcome, Report
from campaign_tracking.report.text import visible
from campaign_tracking.report.verdict import GREEN

EVERY_S = 10  # a line of progress this often; a CI log keeps them all
WORTH_TELLING_S = 1


class TerminalProgress:
    """Shows progress through pytest's own terminal, between its dots."""

    def __init__(self, config: pytest.Config) -> None:
        """Find terminal and capture when they are needed: neither is there yet."""
        self._config = config

    def say(self, line: str) -> None:
        """Show one line, now, although output is captured."""
        plugins = self._config.pluginmanager
        reporter: pytest.TerminalReporter | None = plugins.get_plugin("terminalreporter")
        capture = plugins.get_plugin("capturemanager")
        if reporter is None or capture is None:
            return
        with capture.global_and_fixture_disabled():
            reporter.ensure_newline()
            reporter.write_line(line)
            reporter.flush()

    @contextmanager
    def waiting(self, what: str, limit_s: float) -> Iterator[Callable[[], None]]:
        """Say what we wait for and how long at most; every few seconds, how long it has been."""
        started = time.monotonic()
        told = started
        if limit_s >= WORTH_TELLING_S:
            self.say(f"  waiting for {what}, at most {in_words(limit_s)} ...")

        def tick() -> None:
            nonlocal told
            now = time.monotonic()
            if now - told >= EVERY_S:
                told = now
                self.say(f"  ... {in_words(now - started)} of at most {in_words(limit_s)}")

        yield tick
        took_s = time.monotonic() - started
        if took_s >= WORTH_TELLING_S:
            self.say(f"  ... it took {took_s:.1f} s")


def write_summary(
    terminal: pytest.TerminalReporter, report: Report, files: Mapping[str, str]
) -> None:
    """Write the verdict in plain words: what is broken, who repairs it, where to read on.

    Args:
        terminal: pytest's terminal.
        report: Everything that came of the run.
        files: The reports' paths, and for whom each is.
    """
    verdict, run = report.verdict, report.run
    colour = _colour(verdict.conclusion)
    simulated = " (a simulation)" if run.simulation else ""
    terminal.section(f"verdict on {run.environment}{simulated}", "=", bold=True)
    terminal.write_line(f"{verdict.conclusion.upper()}: {verdict.sentence}", bold=True, **colour)
    if run.simulation:
        terminal.write_line("The platform was a lab: nothing is said about your servers.")
    for note in verdict.notes:
        terminal.write_line(note)
    for cause in report.causes:
        _write_cause(terminal, cause)
    _write_checks(terminal, report)
    terminal.write_line("")
    for path, reader in files.items():
        terminal.write_line(f"  {reader:<12} {path}")


def _colour(conclusion: Conclusion) -> dict[str, bool]:
    if conclusion in GREEN:
        return {"yellow" if conclusion is Conclusion.PARTIAL else "green": True}
    return {"yellow" if conclusion is Conclusion.INCOMPLETE else "red": True}


def _write_cause(terminal: pytest.TerminalReporter, cause: Cause) -> None:
    terminal.write_line("")
    word = "Likely" if cause.likely else "Cause"
    _write_row(terminal, word, cause.statement)
    _write_row(terminal, "", f"[{', '.join(cause.id)}]")
    for number, line in enumerate(cause.evidence):
        _write_row(terminal, "" if number else "Seen", line)
    for number, line in enumerate(cause.remedy):
        _write_row(terminal, "" if number else "Do", line)
    _write_row(terminal, "Owner", cause.owner)
    if cause.told_apart_by:
        _write_row(terminal, "To be sure", cause.told_apart_by)


def _write_checks(terminal: pytest.TerminalReporter, report: Report) -> None:
    """Write what failed, then what hangs on it, then what should be configured."""
    by_outcome: dict[Outcome, list[CheckResult]] = {outcome: [] for outcome in Outcome}
    for check in report.checks:
        by_outcome[check.outcome].append(check)
    for check in by_outcome[Outcome.FAILED]:
        terminal.write_line("")
        _write_row(terminal, "Failed", check.check)
        _write_row(terminal, "", check.statement)
        _write_row(terminal, "", check.reason)
        said = f"{check.check} {check.reason}"
        if check.advice and not any(cause.explains(said) for cause in report.causes):
            _write_row(terminal, "Do", check.advice)
    _write_errors(terminal, by_outcome[Outcome.ERROR])
    failed = {check.check for check in by_outcome[Outcome.FAILED]}
    _write_blocked(terminal, by_outcome[Outcome.BLOCKED], failed)
    for reason, count in Counter(c.reason for c in by_outcome[Outcome.NOT_CONFIGURED]).items():
        said = reason.removeprefix("not configured: ")
        _write_row(terminal, "To do", f"{said} ({count} {'checks' if count > 1 else 'check'})")


def _write_errors(terminal: pytest.TerminalReporter, errors: list[CheckResult]) -> None:
    """Write each reason once: what keeps one check from being judged often keeps many."""
    for reason, count in Counter(check.reason for check in errors).items():
        terminal.write_line("")
        first = next(check.check for check in errors if check.reason == reason)
        others = f" and {count - 1} more" if count > 1 else ""
        _write_row(terminal, "Error", f"not judged: {first}{others}")
        _write_row(terminal, "", reason)


def _write_blocked(
    terminal: pytest.TerminalReporter, blocked: list[CheckResult], failed: set[str]
) -> None:
    """Write what hangs on what; the reason, too, if that check was not selected itself."""
    reasons = Counter(check.reason.removeprefix("blocked by ") for check in blocked)
    if reasons:
        terminal.write_line("")
    for reason, count in reasons.items():
        root, _, why = reason.partition(": ")
        hang = "further check hangs" if count == 1 else "further checks hang"
        _write_row(terminal, "Blocked", f"{count} {hang} on {root}")
        if root not in failed:
            _write_row(terminal, "", why)


def _write_row(terminal: pytest.TerminalReporter, word: str, text: str) -> None:
    plain = text.replace("``", "")  # a docstring's marks for code
    terminal.write_line(f"  {word:<11}{visible(plain, limit=1_000)}")
