"""A run says what was repaired since the one before it."""

from pathlib import Path

from tests.suite.running import lab, run_checks

DOWN = "tracking-web-server-down"
PORT = "test_port_opens[trk2]"


def test_repaired(tmp_path: Path) -> None:
    """Works, then is broken, then is repaired: each run says what changed, and since when."""
    reports = tmp_path / "reports"
    with lab(tmp_path) as platform:
        first = run_checks(reports, "--environment", str(platform.file))
    with lab(tmp_path, "--fault", DOWN) as platform:
        broken = run_checks(reports, "--environment", str(platform.file))
        again = run_checks(reports, "--environment", str(platform.file))
    with lab(tmp_path) as platform:
        repaired = run_checks(reports, "--environment", str(platform.file))

    assert "Compared with" not in first.terminal
    assert f"new: {PORT}." in broken.terminal
    assert f"still broken: {PORT}." in again.terminal
    assert "It last worked at" in again.terminal
    assert f"repaired: {PORT}." in repaired.terminal
    assert repaired.exit_status == 0
    assert repaired.facts["changes"]["repaired"] == [PORT]
    assert f"repaired: {PORT}." in repaired.page
