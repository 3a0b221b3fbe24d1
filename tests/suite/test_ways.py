"""Every way to log on and to send passes the whole suite; so does a platform with a mid."""

import shlex
import tomllib
from pathlib import Path

import pytest

from tests.suite.running import LabProcess, Outcome, lab, run_checks, run_edited

SENT, PASSED, TOKEN = 2, 0, "test_identity_service_grants_a_token"


def secrets_of(platform: LabProcess) -> list[str]:
    """Return what the commands of the environment file print."""
    declared = tomllib.loads(platform.file.read_text("utf-8"))
    commands = [
        value
        for table in (declared["campaign"], declared.get("mid_sourcing", {}))
        for key, value in table.items()
        if key.endswith("_command")
    ]
    return [Path(shlex.split(command)[-1]).read_text("utf-8") for command in commands]


def passes(folder: Path, *options: str) -> Outcome:
    """Run the checks against a lab with *options*, and see that all is well and nothing is told."""
    with lab(folder, *options) as platform:
        run = run_checks(folder / "reports", "--environment", str(platform.file))
        secrets, mails = secrets_of(platform), platform.mails
    told = run.everything

    assert run.exit_status == PASSED, run.terminal
    assert "SIMULATION PASSED" in run.terminal
    assert not [check for bad in ("failed", "error", "blocked") for check in run.with_outcome(bad)]
    assert mails == SENT
    assert secrets
    assert not [secret for secret in secrets if secret in told]
    return run


def test_password(tmp_path: Path) -> None:
    """Login and password: no token of the identity service is needed."""
    run = passes(tmp_path, "--auth", "password")

    assert run.outcomes()[TOKEN] == "not applicable"
    assert run.facts["facts"]["session_life"] == {"renewed": 0, "lost": "", "silent": ""}


@pytest.mark.parametrize("kind", ["ims-bearer", "ims-exchange"])
def test_identity_service(tmp_path: Path, kind: str) -> None:
    """A token of the identity service, as it is or exchanged for a session."""
    run = passes(tmp_path, "--auth", kind)

    assert run.outcomes()[TOKEN] == "passed"
    assert run.outcomes()["test_it_is_the_declared_instance"] == "passed"


def test_session_token(tmp_path: Path) -> None:
    """A session token, where the zone allows it."""
    run = passes(tmp_path, "--auth", "session-token")

    assert run.facts["facts"]["platform"]["login"]


@pytest.mark.parametrize("kind", ["password", "ims-bearer", "ims-exchange"])
@pytest.mark.parametrize("after", [2, 7, 40])
def test_session_expires_once(tmp_path: Path, kind: str, after: int) -> None:
    """A session that expires is renewed, the call repeated, and the run stays green."""
    run = passes(tmp_path, "--auth", kind, "--expire-session-after", str(after))

    assert run.facts["facts"]["session_life"] == {"renewed": 1, "lost": "", "silent": ""}


def test_submit(tmp_path: Path) -> None:
    """SubmitDelivery: in one call, with what its log would tell left out."""
    run = passes(tmp_path, "--send", "submit")

    assert run.facts["facts"]["tracked"]["way"] == "submit"
    assert run.outcomes()["test_template_has_no_target_of_its_own"] == "passed"
    assert run.outcomes()["test_analysis_reports_no_tracking_error"] == "not applicable"


def test_mid_sourcing(tmp_path: Path) -> None:
    """Tracking that is externalised: both servers are asked, and the links carry the mid's ids."""
    run = passes(tmp_path, "--topology", "mid-sourcing")
    facts = run.facts["facts"]

    assert run.outcomes()["test_tracking_account_is_enabled"] == "passed"
    assert run.outcomes()["test_it_is_the_declared_mid_sourcing_instance"] == "passed"
    assert facts["mid_delivery"]["id"] not in {None, facts["tracked"]["id"]}
    linked = {own["link"]["delivery_id"] for own in facts["links"] if own["link"]}
    assert linked == {facts["mid_delivery"]["id"]}


@pytest.mark.parametrize("hosting", ["on-premise", "hybrid", "adobe"])
def test_undeclared_mid_sourcing_server(tmp_path: Path, hosting: str) -> None:
    """Where tracking is externalised and the other server not declared, it says what to declare."""
    hosted = (r'hosting = ".*"', f'hosting = "{hosting}"')
    with lab(tmp_path, "--topology", "mid-sourcing", "--no-hosts") as platform:
        run = run_edited(platform, tmp_path, (r"(?s)\[mid_sourcing\].*?\n\n", ""), hosted)

    assert run.exit_status == 1
    assert not run.with_outcome("failed")
    assert run.outcomes()["test_landing_link_is_tracked"] == "not configured"
    assert run.outcomes()["test_click_is_redirected"] == "not configured"
    assert "declare [mid_sourcing]" in run.page


def test_workflow_is_run_now(tmp_path: Path) -> None:
    """On request the Tracking workflow's pending task is run: the click does not wait an hour."""
    with lab(tmp_path, "--workflow-period", "3600") as platform:
        short = (r"tracking_log = \d+", "tracking_log = 2")
        waits = run_edited(platform, tmp_path / "waits", short)
        asks = (r"\[tracking\]", "trigger_tracking_workflow = true\n\n[tracking]")
        wakes = run_edited(platform, tmp_path / "wakes", asks)

    # Blocked where the last consolidation is as long ago: that explains it.
    assert waits.outcomes()["test_click_is_logged"] in {"failed", "blocked"}
    assert waits.outcomes()["test_tracking_workflow_is_run_now"] == "not applicable"
    assert wakes.exit_status == 0, wakes.terminal
    assert wakes.outcomes()["test_tracking_workflow_is_run_now"] == "passed"
    assert wakes.facts["facts"]["workflow_wakeup"]["count"] == 1
