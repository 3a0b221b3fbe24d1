"""The terminal: what is broken and who acts, each on a line of its own, whatever a server said."""

import io
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest

from campaign_tracking.diagnosis.cause import Cause
from campaign_tracking.report import terminal
from campaign_tracking.report.results import (
    CheckResult,
    Conclusion,
    Outcome,
    Report,
    Run,
    Verdict,
)
from campaign_tracking.report.terminal import TerminalProgress, write_summary
from tests.unit.clock import Clock
from tests.unit.samples import AT

ROOT = "test_port_opens[trk2]"
HOSTILE = "\x1b[31mred\x1b[0m\nPASSED: all is well\r\n\x1b]0;title\x07::error::x\u202e"
FILES = {"reports/report.html": "for people", "reports/junit.xml": "for CI"}


def a_check(name: str, outcome: Outcome = Outcome.PASSED, reason: str = "") -> CheckResult:
    """Return a check; one that did not pass has advice."""
    return CheckResult(
        check=name,
        file="checks/test_1_tracking_servers.py",
        stage="external connectivity",
        statement=f"What {name} says holds.",
        outcome=outcome,
        reason=reason,
        advice=f"Advice for {name}." if reason else "",
        elapsed_s=0.25,
    )


CAUSE = Cause(
    id=("tracking-web-server-down",),
    statement="The web server of trk2 is down.",
    likely=False,
    subject="trk2",
    evidence=("Port 80 refuses.", "The log names trk2."),
    owner="server administrator",
    remedy=("Start Apache.", "Run it again."),
    told_apart_by="",
    source="failure-to-connect.md",
)
BROKEN = Report(
    run=Run(
        environment="prod",
        hosting="on-premise",
        simulation=False,
        started_at=AT,
        elapsed_s=72.3,
        machine="ci-7",
        version="0.1.0",
        stopped="",
        selection="",
    ),
    verdict=Verdict(
        conclusion=Conclusion.NOT_VERIFIED,
        sentence="E-mail tracking on prod is not verified: of 9 checks 1 failed.",
        notes=("The same mail without tracking was sent and received.",),
    ),
    causes=(CAUSE,),
    checks=(
        a_check("test_passed"),
        a_check(ROOT, Outcome.FAILED, "connection refused"),
        a_check("test_clock", Outcome.ERROR, "TypeError: oops"),
        *[a_check(f"test_{n}", Outcome.BLOCKED, f"blocked by {ROOT}: refused") for n in range(3)],
        *[
            a_check(f"test_not_sent_{n}", Outcome.BLOCKED, "blocked by test_sent: no mail: none")
            for n in range(2)
        ],
        a_check("test_host", Outcome.NOT_CONFIGURED, "not configured: add [[host]]"),
        a_check("test_relay", Outcome.NOT_APPLICABLE, "not applicable: Adobe hosts it"),
    ),
    facts={},
    evidence=(),
)


@pytest.fixture
def screen() -> io.StringIO:
    """What is seen on the terminal."""
    return io.StringIO()


@pytest.fixture
def reporter(
    screen: io.StringIO, pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> pytest.TerminalReporter:
    """The terminal that pytest itself writes to, on a screen without colours."""
    monkeypatch.setenv("PY_COLORS", "0")
    return pytest.TerminalReporter(pytestconfig, screen)


def written(
    reporter: pytest.TerminalReporter,
    screen: io.StringIO,
    report: Report,
    files: Mapping[str, str] = FILES,
) -> list[str]:
    """Return the lines of the summary, without their margins."""
    write_summary(reporter, report, files)
    return [line.strip() for line in screen.getvalue().split("\n")]


def test_what_is_broken(reporter: pytest.TerminalReporter, screen: io.StringIO) -> None:
    """The verdict, the cause, who repairs it, what failed, what hangs on it, and the files."""
    lines = written(reporter, screen, BROKEN)

    assert [" ".join(line.split()).strip("= ") for line in lines if line] == [
        "verdict on prod",
        "NOT VERIFIED: E-mail tracking on prod is not verified: of 9 checks 1 failed.",
        "The same mail without tracking was sent and received.",
        "Cause The web server of trk2 is down.",
        "[tracking-web-server-down]",
        "Seen Port 80 refuses.",
        "The log names trk2.",
        "Do Start Apache.",
        "Run it again.",
        "Owner server administrator",
        f"Failed {ROOT}",
        f"What {ROOT} says holds.",
        "connection refused",
        "Error not judged: test_clock",
        "TypeError: oops",
        f"Blocked 3 further checks hang on {ROOT}",
        "Blocked 2 further checks hang on test_sent",
        "no mail: none",
        "To do add [[host]] (1 check)",
        "for people reports/report.html",
        "for CI reports/junit.xml",
    ]


def test_errors_are_told_once(reporter: pytest.TerminalReporter, screen: io.StringIO) -> None:
    """What keeps many checks from being judged is told once, with how many they are."""
    errors = [a_check(f"test_{n}", Outcome.ERROR, "OSError: disk full") for n in range(3)]
    checks = (*errors, a_check("test_other", Outcome.ERROR, "TypeError: oops"))

    lines = written(reporter, screen, replace(BROKEN, checks=checks, causes=()))

    assert [line for line in lines if line.startswith("Error") or ": " in line][-4:] == [
        "Error      not judged: test_0 and 2 more",
        "OSError: disk full",
        "Error      not judged: test_other",
        "TypeError: oops",
    ]


def test_likely_cause(reporter: pytest.TerminalReporter, screen: io.StringIO) -> None:
    """A cause that is only likely is called so, and says what would make it sure."""
    cause = replace(CAUSE, id=("a", "b"), likely=True, told_apart_by="the files of trk2")

    lines = written(reporter, screen, replace(BROKEN, causes=(cause,)))

    assert "Likely     The web server of trk2 is down." in lines
    assert "[a, b]" in lines
    assert "To be sure the files of trk2" in lines


def test_advice_without_a_cause(reporter: pytest.TerminalReporter, screen: io.StringIO) -> None:
    """Where no cause is known, the check's own advice says what to do."""
    lines = written(reporter, screen, replace(BROKEN, causes=()))

    assert f"Do         Advice for {ROOT}." in lines
    assert not any(line.startswith("Owner") for line in lines)


def test_hostile_words_stay_one_line(
    reporter: pytest.TerminalReporter, screen: io.StringIO
) -> None:
    """Whatever a server says takes one line, moves no cursor and is no line of ours."""
    hostile = replace(
        BROKEN,
        causes=(
            replace(
                CAUSE,
                statement=HOSTILE,
                evidence=(HOSTILE,),
                remedy=(HOSTILE,),
                owner=HOSTILE,
                told_apart_by=HOSTILE,
            ),
        ),
        checks=(
            a_check(ROOT, Outcome.FAILED, HOSTILE),
            a_check("test_a", Outcome.BLOCKED, f"blocked by {HOSTILE}: x"),
            a_check("test_b", Outcome.NOT_CONFIGURED, HOSTILE),
        ),
    )

    lines = written(reporter, screen, hostile)

    assert "\x1b" not in screen.getvalue()
    assert "\r" not in screen.getvalue()
    assert "\u202e" not in screen.getvalue()
    assert [line.count("all is well") for line in lines if "all is well" in line] == [1] * 8
    assert not any(line.startswith(("PASSED", "::")) for line in lines)


def test_long_words_are_cut(reporter: pytest.TerminalReporter, screen: io.StringIO) -> None:
    """Nobody can push the verdict off the screen."""
    report = replace(BROKEN, checks=(a_check(ROOT, Outcome.FAILED, "x" * 100_000),))

    lines = written(reporter, screen, report)

    assert max(map(len, lines)) <= len("Failed     ") + 1_000


@pytest.mark.parametrize("conclusion", Conclusion)
def test_each_conclusion_is_told(
    reporter: pytest.TerminalReporter, screen: io.StringIO, conclusion: Conclusion
) -> None:
    """Every conclusion is told in capitals with its sentence."""
    verdict = Verdict(conclusion=conclusion, sentence="So it is.", notes=())

    lines = written(reporter, screen, replace(BROKEN, verdict=verdict, causes=(), checks=()))

    assert f"{conclusion.upper()}: So it is." in lines


def test_simulation_says_so(reporter: pytest.TerminalReporter, screen: io.StringIO) -> None:
    """Nobody can take a simulation's verdict for one on his servers."""
    report = replace(BROKEN, run=replace(BROKEN.run, simulation=True))

    lines = written(reporter, screen, report)

    assert any("verdict on prod (a simulation)" in line for line in lines)
    assert "The platform was a lab: nothing is said about your servers." in lines


class Capture:
    """The capture of pytest, as far as we use it."""

    def __init__(self) -> None:
        """Begin with output captured."""
        self.let_through = 0

    def global_and_fixture_disabled(self) -> AbstractContextManager[None]:
        """Let output through."""
        self.let_through += 1
        return nullcontext()


def progress_on(**plugins: object) -> TerminalProgress:
    """Return the progress of a pytest that has these plugins."""
    config = SimpleNamespace(pluginmanager=SimpleNamespace(get_plugin=plugins.get))
    return TerminalProgress(cast("pytest.Config", config))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that nobody waits for."""
    clock = Clock()
    monkeypatch.setattr(terminal, "time", clock)
    return clock


def wait(progress: TerminalProgress, clock: Clock, limit_s: float, took_s: float) -> None:
    """Wait, with a look every three seconds."""
    with progress.waiting("the tracked mail", limit_s) as tick:
        for _ in range(int(took_s // 3)):
            tick()
            clock.now += 3
        clock.now += took_s % 3


def test_progress(reporter: pytest.TerminalReporter, screen: io.StringIO, clock: Clock) -> None:
    """Who waits is told for what, at most how long, now and then how long it has been."""
    capture = Capture()
    progress = progress_on(terminalreporter=reporter, capturemanager=capture)

    wait(progress, clock, limit_s=300, took_s=28.5)

    assert screen.getvalue().splitlines() == [
        "  waiting for the tracked mail, at most 5 min ...",
        "  ... 12 s of at most 5 min",
        "  ... 24 s of at most 5 min",
        "  ... it took 28.5 s",
    ]
    assert capture.let_through == len(screen.getvalue().splitlines())


def test_no_wait_is_not_told(
    reporter: pytest.TerminalReporter, screen: io.StringIO, clock: Clock
) -> None:
    """What takes no time is not worth a line."""
    progress = progress_on(terminalreporter=reporter, capturemanager=Capture())

    wait(progress, clock, limit_s=0.5, took_s=0.25)

    assert screen.getvalue() == ""


@pytest.mark.parametrize("missing", ["terminalreporter", "capturemanager"])
def test_nobody_looks(
    reporter: pytest.TerminalReporter,
    screen: io.StringIO,
    clock: Clock,
    capsys: pytest.CaptureFixture[str],
    missing: str,
) -> None:
    """Without a terminal nothing is printed, and nothing fails."""
    plugins = {"terminalreporter": reporter, "capturemanager": Capture()}
    progress = progress_on(**{name: one for name, one in plugins.items() if name != missing})

    progress.say("hello")
    wait(progress, clock, limit_s=300, took_s=30)

    assert (screen.getvalue(), capsys.readouterr().out) == ("", "")
