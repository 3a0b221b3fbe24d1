"""Behind a balancer: a healthy platform is green, hosted or not; one server of four is named."""

import asyncio
from pathlib import Path

from campaign_tracking.lab import environment_file
from campaign_tracking.lab.lab import Lab
from campaign_tracking.lab.settings import Hosting, LabSettings
from campaign_tracking.lab.web import RequestSeen
from campaign_tracking.report.stages import MANDATORY
from tests.suite.running import Outcome, lab, run_checks

HOSTED = LabSettings(balanced=True, hosting=Hosting.ADOBE)


def assert_green(run: Outcome) -> None:
    """Assert that nothing failed or is missing, and that every mandatory stage has passed."""
    passed = {check["stage"] for check in run.facts["checks"] if check["outcome"] == "passed"}

    assert run.exit_status == 0, run.terminal
    assert set(run.outcomes().values()) == {"passed", "not applicable"}
    assert set(MANDATORY) <= passed


def test_balanced(tmp_path: Path) -> None:
    """Four servers behind one name; that no zone trusts the balancer is checked, too."""
    with lab(tmp_path, "--topology", "balanced") as platform:
        run = run_checks(tmp_path / "reports", "--environment", str(platform.file))

    assert_green(run)
    outcomes = run.outcomes()
    assert len([check for check in outcomes if check.startswith("test_port_opens[trk")]) == 4  # noqa: PLR2004  (as many as asked for)
    zones = {key: found for key, found in outcomes.items() if "reverse_proxies" in key}
    assert set(zones.values()) == {"passed"}


def test_one_of_four_is_down(tmp_path: Path) -> None:
    """The balancer hides it from readers; its own address is the one red line."""
    fault = ("--topology", "balanced", "--fault", "tracking-web-server-down")
    with lab(tmp_path, *fault) as platform:
        run = run_checks(tmp_path / "reports", "--environment", str(platform.file))

    outcomes = run.outcomes()
    assert run.exit_status == 1
    assert run.with_outcome("failed") == ["test_port_opens[trk4]"], run.terminal
    assert run.with_outcome("error") == []
    assert run.pointers == {"test_port_opens[trk4]"}
    for id_ in ("external", "external-secure", "trk1", "trk2", "trk3"):
        assert outcomes[f"test_redirection_is_ok[{id_}]"] == "passed"
    assert [(cause["id"], cause["subject"]) for cause in run.facts["causes"]] == [
        (["tracking-web-server-down"], "trk4")
    ]


def test_hosted(tmp_path: Path) -> None:
    """Only the external side is asked: the servers see the balancer and one another, not us."""
    file = tmp_path / "environment.toml"

    async def main() -> tuple[Outcome, list[RequestSeen], str]:
        async with Lab(HOSTED) as hosted:
            environment_file.write(file, hosted)
            run = await asyncio.to_thread(
                run_checks, tmp_path / "reports", "--environment", str(file)
            )
            return run, hosted.requests_seen, hosted.platform.front.balancer

    run, seen, balancer = asyncio.run(main())

    assert_green(run)
    at_servers = [one for one in seen if one.server.startswith("trk") and one.caller != balancer]
    assert at_servers
    assert {one.action.partition("#")[0] for one in at_servers} == {"nms:remoteTracking"}
    assert set(run.facts["facts"]["servers"]) == {"external", "external-secure"}
