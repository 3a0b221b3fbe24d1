"""One verification: the environment chosen, the run recorded, the reports written at its end."""

import contextlib
import platform
import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest
from pydantic import TypeAdapter

from campaign_tracking import __version__, environment_file
from campaign_tracking.access import every_access
from campaign_tracking.diagnosis import diagnose
from campaign_tracking.diagnosis.cause import Cause
from campaign_tracking.environment import Environment
from campaign_tracking.facts import Notebook, to_json
from campaign_tracking.language import translator
from campaign_tracking.mailbox_access import secret_of
from campaign_tracking.redirection.client import make_ssl_context
from campaign_tracking.report import html, properties
from campaign_tracking.report.changes import compare, in_words
from campaign_tracking.report.folder import ENVIRONMENTS, reports_folder, write_whole
from campaign_tracking.report.guard import Guard, not_proved, write_stubs
from campaign_tracking.report.history import keep, read_history
from campaign_tracking.report.recorder import Recorder
from campaign_tracking.report.redaction import Redactor
from campaign_tracking.report.results import Conclusion, Report, Run
from campaign_tracking.report.state import STATE, RunState
from campaign_tracking.report.terminal import TerminalProgress, write_summary
from campaign_tracking.report.ticket import TICKET, Ticket, is_wanted
from campaign_tracking.report.verdict import GREEN, judge_run
from campaign_tracking.secret import SecretError


def start(config: pytest.Config, name: str, started_at: datetime | None, guard: Guard) -> None:
    """Make this run a verification of the environment *name*.

    Without a time at which it started it only looks (``--collect-only``) and writes nothing.

    Raises:
        pytest.UsageError: If the environment is unknown or wrong.
    """
    try:
        path = environment_file.find(name, config.rootpath / ENVIRONMENTS)
        declared = environment_file.load(path)
        if isinstance(declared, Environment):
            for access in every_access(declared):
                access.demand()
                _demand_ca_file(access.table, access.server.ca_file, path)
            if secret := secret_of(declared):
                secret.demand()
            if declared.mailbox:
                _demand_ca_file("mailbox", declared.mailbox.ca_file, path)
    except (environment_file.EnvironmentFileError, SecretError) as error:
        raise pytest.UsageError(str(error)) from error
    config.stash[STATE] = state = RunState(
        declared=declared,
        folder=reports_folder(config),
        started_at=started_at or datetime.now(UTC),
        notebook=Notebook(),
        progress=TerminalProgress(config),
        redactor=Redactor(),
    )
    option = config.option
    option.xmlpath = option.xmlpath or str(state.folder / "junit.xml")
    option.junitprefix = declared.name
    option.tbstyle, option.reportchars = "no", ""  # the verdict says it, once and in words
    if started_at is None:
        option.xmlpath = None
        return
    recorder = Recorder(state)
    config.pluginmanager.register(guard, "campaign-tracking-guard")
    config.pluginmanager.register(recorder, "campaign-tracking-recorder")
    verification = Verification(config, state, guard, recorder)
    config.stash[properties.DESCRIBE] = verification.describe
    config.pluginmanager.register(verification, "campaign-tracking-verification")
    config.pluginmanager.register(LastResort(verification), "campaign-tracking-last-resort")
    config.pluginmanager.register(properties, "campaign-tracking-properties")


def _redacted(cause: Cause, redactor: Redactor) -> Cause:
    """Return *cause* without a secret in what was seen."""
    return replace(
        cause,
        statement=redactor(cause.statement),
        evidence=tuple(redactor(line) for line in cause.evidence),
    )


def _demand_ca_file(table: str, ca_file: Path | None, environment: Path) -> None:
    try:
        make_ssl_context(ca_file)
    except (OSError, ValueError) as error:
        raise environment_file.EnvironmentFileError(
            f"{environment}: {table}.ca_file = '{ca_file}' cannot be used ({error}); "
            "allowed: the path of a PEM file with certificates"
        ) from error


class LastResort:
    """Stands around whoever writes a report when the run ends; a pytest plugin."""

    def __init__(self, verification: "Verification") -> None:
        """Begin."""
        self._verification = verification

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None, object, object]:
        """Catch what a full disk does to pytest's own writer; trylast: inside the terminal's."""
        try:
            return (yield)
        except OSError as error:
            self._verification.keep_reports(session, error)
            return None


class Verification:
    """Writes the reports when the run ends, however it ends; a pytest plugin."""

    def __init__(
        self, config: pytest.Config, state: RunState, guard: Guard, recorder: Recorder
    ) -> None:
        """Begin."""
        self._config, self._state, self._guard, self._recorder = config, state, guard, recorder
        self._started = time.monotonic()
        self._left_out = 0
        self._selected = 0
        self._report: Report | None = None
        self._history = read_history(state.folder, state.declared.name)

    def pytest_report_header(self) -> str:
        """Say which platform this is about before anything is asked."""
        declared = self._state.declared
        simulated = " (a simulation: nothing is said about your servers)"
        return f"environment: {declared.name}{simulated if declared.simulation else ''}"

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: Sequence[pytest.Item]) -> None:
        """Refuse to mix the checks with anything else."""
        checks = self._config.rootpath / "checks"
        others = [item for item in items if checks not in item.path.parents]
        if others:
            raise pytest.UsageError(f"run the checks alone: {others[0].nodeid} is none of them")
        self._selected = len(items)

    def pytest_deselected(self, items: Sequence[pytest.Item]) -> None:
        """Count what was left out by choice."""
        self._left_out += len(items)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Generator[None, object, object]:
        """Judge last what is about the whole run, in whatever order the rest comes.

        And make junit.xml red where nothing that ran failed and yet something was not proved.
        """
        session.items.sort(key=lambda item: item.get_closest_marker("judged_last") is not None)
        result = yield
        checks = tuple(self._recorder.results.values())
        verdict = judge_run(self.describe(), checks, self._state.notebook.facts)
        if checks and verdict.conclusion is Conclusion.INCOMPLETE:
            for report in not_proved(verdict.sentence):
                self._config.hook.pytest_runtest_logreport(report=report)
        return result

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Say what it amounts to, and write the page and the facts."""
        self._report = report = self._make_report()
        session.exitstatus = _exit_status(session.exitstatus, report)
        try:
            written = TypeAdapter(Report).dump_json(report, indent=1).decode()
            write_whole(self._state.folder / "facts.json", written)
            if report.checks:
                keep(self._state.folder, report.run, written)
            html.write(report, self._state.folder)
            self._write_ticket(report)
        except OSError as error:
            self._could_not_write(session, error)

    def _write_ticket(self, report: Report) -> None:
        """Write what to send to whom, where something is to be repaired."""
        if not is_wanted(report):
            return
        redactor, facts = self._state.redactor, self._state.notebook.facts
        translate = translator(self._config.option.language)
        causes = tuple(_redacted(cause, redactor) for cause in diagnose(facts, translate))
        ticket = Ticket(report=report, facts=facts, causes=causes, translate=translate)
        write_whole(self._state.folder / TICKET, redactor(ticket.text))

    def keep_reports(self, session: pytest.Session, error: OSError) -> None:
        """Leave a stub, a verdict and a red exit where pytest could not write junit.xml."""
        junit = Path(self._config.option.xmlpath)
        with contextlib.suppress(OSError):  # a full disk may have room for the stub
            junit.unlink(missing_ok=True)
            why = f"junit.xml could not be written: {error}"
            write_stubs(self._state.folder, junit, why, self._state.started_at)
        self.pytest_sessionfinish(session)
        self._could_not_write(session, error)

    def _could_not_write(self, session: pytest.Session, error: OSError) -> None:
        self._state.progress.say(f"A report could not be written: {error}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Write the verdict in plain words."""
        if self._report is not None:
            write_summary(terminalreporter, self._report, self._files())

    def _make_report(self) -> Report:
        run, facts = self.describe(), self._state.notebook.facts
        checks = tuple(self._recorder.results.values())
        redactor = self._state.redactor
        verdict = judge_run(run, checks, facts)
        changes = compare(self._history, checks, verdict.conclusion)
        seen = cast("Mapping[str, object]", redactor.redact_json(to_json(facts)))
        return Report(
            run=run,
            verdict=replace(verdict, notes=(*verdict.notes, *in_words(changes))),
            causes=tuple(_redacted(cause, redactor) for cause in diagnose(facts)),
            checks=checks,
            facts=seen,
            evidence=self._evidence(),
            changes=changes,
        )

    def describe(self) -> Run:
        """Return what is known of the run by now."""
        declared, seen = self._state.declared, self._state.notebook.facts.platform
        return Run(
            environment=declared.name,
            hosting=declared.hosting,
            simulation=declared.simulation or (seen is not None and seen.is_lab),
            started_at=self._state.started_at,
            elapsed_s=round(time.monotonic() - self._started, 2),
            machine=platform.node(),
            version=__version__,
            stopped=self._guard.stopped,
            selection=self._selection(),
        )

    def _selection(self) -> str:
        """Say what was left out; empty for a full run. Judged by what pytest was told to run."""
        checks = (self._config.rootpath / "checks").resolve()
        here = self._config.invocation_params.dir
        named = [Path(here, argument) for argument in self._config.args]
        if self._left_out:
            return f"{self._selected} of {self._selected + self._left_out} checks"
        if not any(place.resolve() == checks for place in named):
            return ", ".join(str(argument) for argument in self._config.args)
        option = self._config.option
        if option.ignore or option.ignore_glob or option.deselect:
            return "some files were ignored"
        last_failed = getattr(option, "lf", False) or getattr(option, "stepwise", False)
        return "those that failed last" if last_failed else ""

    def _evidence(self) -> tuple[str, ...]:
        folder = self._state.folder
        files = sorted((folder / "evidence").glob("*"))
        return tuple(file.relative_to(folder).as_posix() for file in files)

    def _files(self) -> Mapping[str, str]:
        folder = self._state.folder
        files = {
            folder / "report.html": "for people",
            Path(self._config.option.xmlpath): "for CI",
            folder / "facts.json": "everything",
        }
        if (folder / TICKET).exists():
            files[folder / TICKET] = "to send"
        here = self._config.invocation_params.dir
        return {
            str(file.relative_to(here) if file.is_relative_to(here) else file): reader
            for file, reader in files.items()
        }


def _exit_status(status: int, report: Report) -> int:
    """Return the exit status: pytest's own word on a run that did not go its way, else ours."""
    if status == pytest.ExitCode.NO_TESTS_COLLECTED:
        return pytest.ExitCode.USAGE_ERROR
    if status not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}:
        return status
    green = report.verdict.conclusion in GREEN
    return pytest.ExitCode.OK if green else pytest.ExitCode.TESTS_FAILED
