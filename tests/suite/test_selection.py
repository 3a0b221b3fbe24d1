"""Whatever is selected, in whatever order: two mails at most, and the same truth."""

from pathlib import Path

import pytest

from tests.suite.running import lab, run_checks

MAILS = 2


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("-k", "test_click_is_logged"), id="one-check"),
        pytest.param(("checks/test_6_click.py",), id="one-file"),
        pytest.param(("-k", "control_mail"), id="control"),
    ],
)
def test_part(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """A part of the checks passes by itself, sends two mails at most, and calls itself partial."""
    with lab(tmp_path) as platform:
        run = run_checks(tmp_path, *arguments, "--environment", str(platform.file))

        assert run.exit_status == 0, run.terminal
        assert platform.mails <= MAILS
    assert "PARTIAL" in run.terminal
    assert run.facts["verdict"]["conclusion"] == "partial"


@pytest.mark.parametrize("seed", ["1", "2"])
def test_random_order(tmp_path: Path, seed: str) -> None:
    """In any order nothing is sent twice, and everything passes."""
    options = ("-p", "tests.suite.shuffle")
    with lab(tmp_path) as platform:
        file = str(platform.file)
        run = run_checks(tmp_path, *options, "--environment", file, SHUFFLE_SEED=seed)

        assert run.exit_status == 0, run.terminal
        assert platform.mails == MAILS
    assert "SIMULATION PASSED" in run.terminal


def test_random_order_of_a_fault(tmp_path: Path) -> None:
    """A fault fails the same one check in any order."""
    with lab(tmp_path, "--fault", "tracking-web-server-down") as platform:
        options = ("-p", "tests.suite.shuffle", "--environment", str(platform.file))
        run = run_checks(tmp_path, *options, SHUFFLE_SEED="3")

    failed = [check for check, outcome in run.outcomes().items() if outcome == "failed"]
    assert failed == ["test_port_opens[trk2]"]


def test_forty_servers(tmp_path: Path) -> None:
    """Forty tracking servers are forty times the checks, and two mails."""
    with lab(tmp_path, "--tracking-servers", "40") as platform:
        run = run_checks(tmp_path, "--environment", str(platform.file))

        assert run.exit_status == 0, run.terminal
        assert platform.mails == MAILS
    assert run.outcomes()["test_redirection_is_ok[trk40]"] == "passed"


def test_read_only(tmp_path: Path) -> None:
    """Without the checks that send, nothing is sent, and the run says what it left out."""
    with lab(tmp_path) as platform:
        run = run_checks(tmp_path, "-m", "not sends_mail", "--environment", str(platform.file))

        assert run.exit_status == 0, run.terminal
        assert platform.mails == 0
    assert run.facts["facts"]["tracked"] is None
    assert "PARTIAL" in run.terminal


def test_blocked_without_its_root(tmp_path: Path) -> None:
    """A check that hangs on one that was not selected points to it, and is not green."""
    with lab(tmp_path, "--fault", "tracking-web-server-down") as platform:
        options = ("-k", "test_redirection_is_ok", "--environment", str(platform.file))
        run = run_checks(tmp_path, *options)

    assert run.exit_status == 1
    assert run.outcomes()["test_redirection_is_ok[trk2]"] == "blocked"
    assert "blocked by test_port_opens[trk2]: " in run.page
    assert "INCOMPLETE" in run.terminal
    assert "refused" in run.terminal.split("INCOMPLETE")[1]
    assert run.junit.get("errors") == "1"
    assert "not everything was proved" in (run.reports / "junit.xml").read_text("utf-8")
