"""However a run ends, its reports are there, are of this run, and are valid."""

import re
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import xmlschema

from tests.suite.running import SCHEMA, Outcome, lab, stop_checks

INTERRUPTED = 2
WAITING = "waiting for the control mail in Maildir"


@pytest.fixture(scope="module")
def deaf_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An environment whose mails arrive in another mailbox than the declared one."""
    folder = tmp_path_factory.mktemp("deaf")
    for name in ("cur", "new", "tmp"):
        (folder / "mailbox" / name).mkdir(parents=True)
    with lab(folder) as platform:
        text = platform.file.read_text("utf-8")
        file = folder / "deaf.toml"
        text = text.replace(platform.ready["mailbox"], str(folder / "mailbox"))
        file.write_text(re.sub(r"reception = \d+", "reception = 300", text), encoding="utf-8")
        yield file
    shutil.rmtree(folder)


@pytest.fixture(params=[signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def stopped(request: pytest.FixtureRequest, deaf_file: Path, tmp_path: Path) -> Outcome:
    """A run that was stopped while it waited for the mail."""
    return stop_checks(tmp_path, WAITING, request.param, "--environment", str(deaf_file))


def test_leaves_valid_reports(stopped: Outcome, request: pytest.FixtureRequest) -> None:
    """The check that waited fails by name, the rest is not run, and everybody is told why."""
    name = request.node.callspec.id
    outcomes = stopped.outcomes()

    assert stopped.exit_status == INTERRUPTED, stopped.terminal
    assert all(case.get("name") for case in stopped.junit.iter("testcase"))
    assert f"run stopped by {name}" in (stopped.reports / "junit.xml").read_text("utf-8")
    assert outcomes["test_control_mail_is_received"] == "error"
    assert outcomes["test_click_is_logged"] == "not run"
    assert stopped.facts["facts"]["control"]["started_at"]
    assert "INTERRUPTED" in stopped.terminal
    assert f"stopped by {name}" in stopped.page
    if SCHEMA.exists():
        xmlschema.XMLSchema(SCHEMA).validate(stopped.reports / "junit.xml")


def test_killed(deaf_file: Path, tmp_path: Path) -> None:
    """Of a run that was killed there is a red stub, and never an older run's report."""
    (tmp_path / "junit.xml").write_text("older", encoding="utf-8")

    run = stop_checks(tmp_path, WAITING, signal.SIGKILL, "--environment", str(deaf_file))

    assert run.exit_status == -signal.SIGKILL
    assert run.junit.get("errors") == "1"
    assert "did not finish" in (run.reports / "junit.xml").read_text("utf-8")
    assert "Run not finished" in run.page
    if SCHEMA.exists():
        xmlschema.XMLSchema(SCHEMA).validate(run.reports / "junit.xml")
