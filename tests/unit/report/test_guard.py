"""However a run ends: a valid junit.xml, red, of this run, with every check in it."""

import functools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from selectolax.lexbor import LexborHTMLParser

from campaign_tracking.report.folder import write_whole
from campaign_tracking.report.guard import write_stubs

SCHEMA = Path(__file__).parents[4] / "shared/junit/junit-10.xsd"
DEADLINE_S = 20
CONFTEST = """
import signal, threading, time
from pathlib import Path
import pytest
from campaign_tracking.report.guard import Guard
{first}
def pytest_configure(config):
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have switched it off
    config.pluginmanager.register(Guard(), "campaign-tracking-guard")

class Waiting:
    def __init__(self, name):
        Path(name).touch()
        deadline = time.monotonic() + 20
        while not Path("go").exists() and time.monotonic() < deadline:
            time.sleep(0.02)

@pytest.fixture(scope="session")
def connection():
    yield
    Path("torn-down").touch()
"""
CHECKS = """
import pytest
from conftest import Waiting, Path
{before}
@pytest.fixture(scope="session")
def fact(connection):
    {fixture}

def test_first(connection):
    pass

def test_second(fact):
    {check}

def test_third(connection):
    pass

def test_fourth():
    pass
"""
HERE = "Waiting('here')"
SLOW_TEARDOWN = """
@pytest.fixture
def slow():
    yield
    Waiting("here")
    Path("slow-torn-down").touch()

def test_zeroth(slow):
    pass
"""
SLOW_END = """
@pytest.fixture(scope="session", autouse=True)
def last():
    yield
    Waiting("ending")
"""
EXIT_IN_COLLECTION = """
def pytest_collection_modifyitems():
    pytest.exit('no such server', returncode=4)
"""
REST = {"test_third": "skipped", "test_fourth": "skipped"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A run that ended: its exit status, its cases' outcomes and what each of them says."""

    status: int
    outcomes: dict[str, str]
    texts: dict[str, str]
    output: str


class Running:
    """A run of pytest with the guard in a folder of its own."""

    def __init__(self, folder: Path, *options: str, **pieces: str) -> None:
        """Start it."""
        self.folder = folder
        parts = {"first": "", "before": "", "fixture": "pass", "check": "pass", **pieces}
        (folder / "conftest.py").write_text(CONFTEST.format(**parts), "utf-8")
        (folder / "test_it.py").write_text(CHECKS.format(**parts), "utf-8")
        (folder / "pytest.ini").write_text("[pytest]\njunit_family = xunit2\n", "utf-8")
        command = [sys.executable, "-m", "pytest", "--junitxml=junit.xml", *options]
        self.process = subprocess.Popen(  # noqa: S603  (our own words)
            command,
            cwd=folder,
            env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait_for(self, name: str) -> None:
        """Wait until the run has come to a place."""
        deadline = time.monotonic() + DEADLINE_S
        while not (self.folder / name).exists():
            assert self.process.poll() is None, self.process.communicate()[0]
            assert time.monotonic() < deadline, f"{name} was not reached"
            time.sleep(0.01)

    def stop(self, *numbers: signal.Signals, at: str = "here") -> None:
        """Send it signals once it has come to a place."""
        self.wait_for(at)
        for number in numbers:
            self.process.send_signal(number)

    def go(self) -> None:
        """End the waiting."""
        (self.folder / "go").touch()

    def ended(self) -> Ended:
        """Wait for its end and read what it left, which is valid."""
        output = self.process.communicate(timeout=DEADLINE_S)[0]
        cases = read(self.folder / "junit.xml")
        return Ended(
            status=self.process.returncode,
            outcomes={name: case[0].tag if len(case) else "passed" for name, case in cases.items()},
            texts={name: case[0].get("message", "") for name, case in cases.items() if len(case)},
            output=output,
        )


def read(path: Path) -> dict[str, ET.Element]:
    """Return the cases of a junit.xml by name; Jenkins' schema holds if it is at hand."""
    root = ET.fromstring(path.read_text("utf-8"))  # noqa: S314  (pytest wrote it)
    cases = {case.attrib["name"]: case for case in root.iter("testcase")}
    assert len(cases) == len(list(root.iter("testcase")))
    if SCHEMA.exists():
        schema().validate(path)
    return cases


@functools.cache
def schema() -> xmlschema.XMLSchema:
    """Jenkins' schema."""
    return xmlschema.XMLSchema(SCHEMA)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Starts runs in this test's folder, and ends those that a failed test left."""
    started: list[Running] = []

    def start_one(*options: str, **pieces: str) -> Running:
        started.append(Running(tmp_path, *options, **pieces))
        return started[-1]

    yield start_one
    for run in started:
        if run.process.poll() is None:
            run.process.kill()
            run.process.communicate()


def test_the_schema_is_at_hand() -> None:
    """Whatever these tests read is held against Jenkins' schema, where it lies beside us."""
    if not SCHEMA.exists():
        pytest.skip("shared/junit/junit-10.xsd is not beside the project: files were not validated")


def test_a_run_that_ends_by_itself_is_left_alone(start: Callable[..., Running]) -> None:
    """Without a signal nothing is added, and nothing taken away."""
    ended = start().ended()

    assert ended.status == pytest.ExitCode.OK
    assert set(ended.outcomes.values()) == {"passed"}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_in_a_check(start: Callable[..., Running], number: signal.Signals) -> None:
    """The running check fails by name, the rest are not run, fixtures are torn down."""
    run = start(check=HERE)
    run.stop(number)
    ended = run.ended()

    assert ended.status == pytest.ExitCode.INTERRUPTED
    assert ended.outcomes == {"test_first": "passed", "test_second": "failure", **REST}
    assert f"run stopped by {number.name}" in ended.texts["test_second"]
    assert ended.texts["test_third"] == f"not run: run stopped by {number.name}"
    assert (run.folder / "torn-down").exists()


def test_a_signal_in_a_fixture(start: Callable[..., Running]) -> None:
    """The check whose fact is being gathered is an error by name."""
    run = start(fixture=HERE)
    run.stop(signal.SIGTERM)
    ended = run.ended()

    assert ended.status == pytest.ExitCode.INTERRUPTED
    assert ended.outcomes == {"test_first": "passed", "test_second": "error", **REST}
    assert "run stopped by SIGTERM" in ended.texts["test_second"]
    assert (run.folder / "torn-down").exists()


def test_a_signal_in_a_teardown(start: Callable[..., Running]) -> None:
    """The teardown goes on to its end, and the next check is the red line."""
    run = start(before=SLOW_TEARDOWN)
    run.stop(signal.SIGTERM)
    run.go()
    ended = run.ended()

    assert ended.status == pytest.ExitCode.INTERRUPTED
    assert (run.folder / "slow-torn-down").exists()
    assert "not run: run stopped by SIGTERM" in ended.texts["test_first"]
    before = {"test_zeroth": "passed", "test_first": "error", "test_second": "skipped"}
    assert ended.outcomes == before | REST


def test_more_signals_change_nothing(start: Callable[..., Running]) -> None:
    """A second and a third signal do not disturb the end."""
    run = start(check=HERE, before=SLOW_END)
    run.stop(signal.SIGTERM)
    run.stop(signal.SIGTERM, signal.SIGTERM, signal.SIGINT, at="ending")
    run.go()
    ended = run.ended()

    assert ended.status == pytest.ExitCode.INTERRUPTED
    assert ended.outcomes == {"test_first": "passed", "test_second": "failure", **REST}
    assert "SIGTERM" in ended.texts["test_second"]
    assert (run.folder / "torn-down").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_in_collection(start: Callable[..., Running], number: signal.Signals) -> None:
    """One error says that no check ran, and what stopped the run."""
    run = start(before=HERE)
    run.stop(number)
    ended = run.ended()

    assert ended.status == pytest.ExitCode.INTERRUPTED
    assert ended.outcomes == {"run": "error"}
    assert f"no check ran: run stopped by {number.name}" in ended.texts["run"]


def test_a_check_that_swallows_it(start: Callable[..., Running]) -> None:
    """A check that catches everything passes, but the run still has its red line."""
    run = start(check=f"try: {HERE}\n    except BaseException: pass")
    run.stop(signal.SIGTERM)
    ended = run.ended()

    assert ended.status == pytest.ExitCode.INTERRUPTED
    before = {"test_first": "passed", "test_second": "passed"}
    assert ended.outcomes == before | {"test_third": "error", "test_fourth": "skipped"}


def test_the_first_failure_ends_the_run(start: Callable[..., Running]) -> None:
    """With ``-x`` a run that fails ends there, as ever."""
    ended = start("-x", check="assert False").ended()

    assert ended.status == pytest.ExitCode.TESTS_FAILED
    assert ended.outcomes == {"test_first": "passed", "test_second": "failure"}


def test_a_signal_where_the_first_failure_ends_the_run(start: Callable[..., Running]) -> None:
    """With ``-x`` a stopped run still names what it did not run."""
    run = start("-x", check=HERE)
    run.stop(signal.SIGINT)
    ended = run.ended()

    assert ended.status == pytest.ExitCode.INTERRUPTED
    assert ended.outcomes == {"test_first": "passed", "test_second": "failure", **REST}


@pytest.mark.parametrize(
    ("where", "ending", "outcome", "said"),
    [
        ("check", "pytest.exit('enough', returncode=0)", "failure", "Exit: enough"),
        ("fixture", "pytest.exit('enough', returncode=0)", "error", "Exit: enough"),
        ("check", "raise KeyboardInterrupt", "failure", "KeyboardInterrupt"),
    ],
)
def test_code_that_ends_the_run(
    start: Callable[..., Running], where: str, ending: str, outcome: str, said: str
) -> None:
    """A check or fixture that ends the run has its name in the report and no say in the status."""
    ended = start(**{where: ending}).ended()

    assert ended.status == pytest.ExitCode.INTERRUPTED
    assert ended.outcomes == {"test_first": "passed", "test_second": outcome, **REST}
    assert f"run stopped by {said}" in ended.texts["test_second"]


def test_wrong_usage_that_is_found_late(start: Callable[..., Running]) -> None:
    """The status that pytest.exit was given in collection stays; the report is red."""
    ended = start(first=EXIT_IN_COLLECTION).ended()

    assert ended.status == pytest.ExitCode.USAGE_ERROR
    assert "no check ran: run stopped by Exit: no such server" in ended.texts["run"]


def test_nothing_selected(start: Callable[..., Running]) -> None:
    """An empty run is not a green one."""
    ended = start("-k", "no_such_check").ended()

    assert ended.status == pytest.ExitCode.NO_TESTS_COLLECTED
    assert ended.outcomes == {"run": "error"}
    assert "no check ran: nothing was selected" in ended.texts["run"]


def test_a_collection_that_fails(start: Callable[..., Running]) -> None:
    """An error in collection stands for itself."""
    ended = start(before="import no_such_module").ended()

    assert ended.status == pytest.ExitCode.INTERRUPTED
    assert list(ended.texts.values()) == ["collection failure"]


def test_a_hook_that_fails(start: Callable[..., Running]) -> None:
    """An internal error stays one, and its file can be read."""
    ended = start(first="def pytest_runtest_logstart(): raise OSError('a bug')").ended()

    assert ended.status == pytest.ExitCode.INTERNAL_ERROR
    assert ended.outcomes == {"internal": "error"}


def test_a_list_of_the_checks(start: Callable[..., Running]) -> None:
    """Who asks for nothing but a list gets no error for it."""
    ended = start("--collect-only").ended()

    assert ended.status == pytest.ExitCode.OK
    assert ended.outcomes == {}


def test_a_signal_that_was_switched_off(start: Callable[..., Running]) -> None:
    """A run under nohup outlives its terminal."""
    run = start(check=HERE, first="signal.signal(signal.SIGHUP, signal.SIG_IGN)")
    run.stop(signal.SIGHUP)
    run.go()
    ended = run.ended()

    assert ended.status == pytest.ExitCode.OK
    assert set(ended.outcomes.values()) == {"passed"}


def test_the_signals_are_given_back(start: Callable[..., Running]) -> None:
    """Who runs pytest within a program has the handlers back, and may run it in a thread."""
    run = start()
    run.ended()
    script = """
import pytest, signal, threading
mine = lambda *_: None
signal.signal(signal.SIGTERM, mine)
thread = threading.Thread(target=pytest.main)
thread.start(), thread.join()
assert pytest.main() == 0
assert signal.getsignal(signal.SIGTERM) is mine
"""

    ended = subprocess.run(  # noqa: S603  (our own words)
        [sys.executable, "-c", script],
        cwd=run.folder,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=DEADLINE_S,
    )

    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_the_stubs_are_red(tmp_path: Path) -> None:
    """Both stubs say that the run did not finish, in the text as well as in the message."""
    (tmp_path / "junit.xml").write_text("an older run's", "utf-8")
    started_at = datetime(2026, 11, 23, 14, 35, 58, tzinfo=UTC)

    write_stubs(tmp_path / "reports", tmp_path / "junit.xml", "<b>\x00\ud800&", started_at)

    (case,) = read(tmp_path / "junit.xml").values()
    message = "The run started at 2026-11-23 14:35:58 UTC did not finish: <b>\\x00\\ud800&"
    assert case[0].tag == "error"
    assert case[0].attrib["message"] == case[0].text == message
    page = LexborHTMLParser((tmp_path / "reports/report.html").read_text("utf-8"))
    assert message in page.text()
    assert not page.css("b")
    assert [path.name for path in (tmp_path / "reports").iterdir()] == ["report.html"]


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    """If the new text cannot be put in place, nothing of it is left behind."""
    (tmp_path / "report.html").mkdir()

    with pytest.raises(OSError, match=r"report\.html"):
        write_whole(tmp_path / "report.html", "new")

    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
