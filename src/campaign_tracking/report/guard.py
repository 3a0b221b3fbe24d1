"""However a run ends, its reports are there, are of this run, and are red."""

import argparse
import html
import signal
import threading
from collections.abc import Generator, Iterator
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import NoReturn
from xml.etree import ElementTree as ET

import pytest

from campaign_tracking.report.folder import write_whole
from campaign_tracking.report.text import visible

SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGINT", "SIGHUP") if hasattr(signal, name)
)
# A case of its own for what befell the whole run; one name, so that readers see its history.
RUN = ("checks", "run")
STUB_PAGE = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'">
<title>Run not finished</title>
<link rel="stylesheet" href="report.css">
<main>
<h1>✗ Run not finished</h1>
<p>{text}.</p>
<p>If it is still running, look again when it has ended. Otherwise something ended it at once, such
as a machine that ran out of memory: nothing was proven, run it again.</p>
</main>
</html>
"""


class Guard:
    """Stands between the signals that end a run and its reports; a pytest plugin.

    The check that runs when a signal comes fails by name, the rest are skipped, fixtures are torn
    down, reports are written, and the exit status says interrupted.

    Attributes:
        stopped: What stopped the run, such as ``run stopped by SIGINT``; empty if nothing did.
    """

    def __init__(self) -> None:
        """Guard nothing until the session starts."""
        self.stopped = ""
        self._told = False  # that a check has failed since, because of it
        self._running = self._looping = False
        self._reports = 0
        self._option = argparse.Namespace()
        self._before: dict[signal.Signals, object] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Take the signals over, save those that somebody had switched off (nohup)."""
        self._option = session.config.option
        if threading.current_thread() is not threading.main_thread():
            return
        for number in SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._stop)

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        """Stop the run, once; whatever comes after the first signal changes nothing."""
        if self.stopped:
            return
        self._note(f"run stopped by {signal.Signals(number).name}")
        if self._running:
            pytest.fail(self.stopped, pytrace=False)  # a BaseException: no retry swallows it
        if not self._looping:
            raise KeyboardInterrupt(self.stopped)

    def _note(self, stopped: str) -> None:
        self.stopped = self.stopped or stopped
        self._option.maxfail = 0  # else -x hides the checks that were not run

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self) -> Generator[None, object, object]:
        """Know when checks run: from here on a signal skips what is left."""
        self._looping = True
        return (yield)

    # trylast: inside of logging's wrapper, whose teardown fails if its setup was left out.
    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_runtest_setup(self) -> Generator[None, object, object]:
        """Gather facts, unless the run was stopped: most of the waiting happens here."""
        if self.stopped and not self._told:
            pytest.fail(f"not run: {self.stopped}", pytrace=False)
        if self.stopped:
            pytest.skip(f"not run: {self.stopped}")
        return (yield from self._interruptible())

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_runtest_call(self) -> Generator[None, object, object]:
        """Run the check."""
        return (yield from self._interruptible())

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_runtest_teardown(self) -> Generator[None, object, object]:
        """Tear down to the end: a signal waits, and a cleanup never stops the run."""
        try:
            return (yield)
        except (KeyboardInterrupt, pytest.exit.Exception) as error:
            self._fail(error)

    def _interruptible(self) -> Generator[None, object, object]:
        """Let a signal fail the check; one that ends the run by itself fails by name as well."""
        self._running = True
        try:
            return (yield)
        except (KeyboardInterrupt, pytest.exit.Exception) as error:
            self._fail(error)
        finally:
            self._running = False

    def _fail(self, error: BaseException) -> NoReturn:
        """Fail the check: pytest would leave it in junit.xml without a name."""
        self._note(_stopped_by(error))
        pytest.fail(self.stopped, pytrace=False)

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Note what ended the collection, or what a hook raised."""
        self._note(_stopped_by(excinfo.value))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """See that a check ran, and that a stopped run has its red line."""
        self._reports += 1
        self._told = self._told or (bool(self.stopped) and report.failed)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """See that junit.xml has an error already."""
        self._reports += report.failed

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write in peace, say so if no check ran, and let the exit status tell."""
        for number in self._before:
            signal.signal(number, signal.SIG_IGN)
        internal_error = session.exitstatus == pytest.ExitCode.INTERNAL_ERROR
        if not (self._reports or internal_error or session.config.option.collectonly):
            for report in not_proved(f"no check ran: {self.stopped or 'nothing was selected'}"):
                session.config.hook.pytest_runtest_logreport(report=report)
        if self.stopped and session.exitstatus in _ENDED:
            session.exitstatus = pytest.ExitCode.INTERRUPTED

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(self) -> None:
        """Give the signals back."""
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # as signal() gave it
        self._before.clear()


_ENDED = (
    pytest.ExitCode.OK,
    pytest.ExitCode.TESTS_FAILED,
    pytest.ExitCode.NO_TESTS_COLLECTED,
)


def _stopped_by(error: BaseException) -> str:
    """Return what stopped the run, in the words of the signal or of who called pytest.exit."""
    said = str(error)
    if said.startswith("run stopped by "):
        return said
    return visible(f"run stopped by {type(error).__name__}{said and f': {said}'}")


def not_proved(text: str) -> Iterator[pytest.TestReport]:
    """Yield the reports of a case that stands for what the run as a whole did not prove."""
    nodeid, location = "::".join(RUN), (RUN[0], None, RUN[1])
    yield pytest.TestReport(nodeid, location, {}, "failed", text, "setup")
    yield pytest.TestReport(nodeid, location, {}, "passed", None, "teardown")


def write_stubs(folder: Path, junit: Path, reason: str, started_at: datetime) -> None:
    """Write the reports of a run that never ends; a stale file must not pass for this run's.

    Args:
        folder: Where report.html goes; made if it is not there.
        junit: Where junit.xml goes.
        reason: What else is known, such as how to run it again; may be empty.
        started_at: When the run began (aware).
    """
    text = f"The run started at {started_at:%Y-%m-%d %H:%M:%S %Z} did not finish"
    text += reason and f": {visible(reason)}"
    write_whole(junit, _stub_junit(text, started_at))
    write_whole(folder / "report.html", STUB_PAGE.format(text=html.escape(text)))


def _stub_junit(text: str, started_at: datetime) -> str:
    """Return a junit.xml with one error, in its message and, for GitLab, in its text."""
    counts = {"errors": "1", "failures": "0", "skipped": "0", "tests": "1", "time": "0.000"}
    suites = ET.Element("testsuites")
    suite = ET.SubElement(
        suites, "testsuite", {"name": "pytest", "timestamp": started_at.isoformat(), **counts}
    )
    case = ET.SubElement(suite, "testcase", classname=RUN[0], name=RUN[1], time="0.000")
    ET.SubElement(case, "error", message=text).text = text
    document: bytes = ET.tostring(suites, encoding="utf-8", xml_declaration=True)
    return document.decode("utf-8") + "\n"
