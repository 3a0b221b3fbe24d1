"""Each fault of the lab ends in one red line that names it; the rest hangs on it or is fine."""

from collections.abc import Iterator

import pytest
import xmlschema

from tests.suite.running import SCHEMA, Outcome, lab, run_checks

DOWN, MISMATCH, UNREGISTERED = (
    "tracking-web-server-down",
    "tracking-password-mismatch",
    "instance-not-registered",
)
# What makes a server refuse that is a declared one, and tells the right instance.
REFUSED = [
    UNREGISTERED,
    "database-id-mismatch",
    MISMATCH,
    "configuration-not-reloaded",
    "tracking-password-empty",
    "database-id-unicode-prefix",
    "redir-directory-not-writable",
]
BLOCKED_ALWAYS = {
    "test_tracked_delivery_is_prepared",
    "test_tracked_mail_is_sent",
    "test_tracked_mail_is_received",
    "test_landing_link_is_tracked",
    "test_click_is_redirected",
    "test_click_is_logged",
    "test_open_is_logged",
}


@pytest.fixture(scope="module", params=[DOWN, MISMATCH, UNREGISTERED])
def fault(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Outcome]]:
    """A fault, and a full run against a lab that has it."""
    folder = tmp_path_factory.mktemp(request.param)
    with lab(folder, "--fault", request.param, "--no-hosts") as platform:
        yield request.param, run_checks(folder, "--environment", str(platform.file))


def failed_check(id_: str) -> str:
    """Return the one check that the fault fails."""
    return "test_port_opens[trk2]" if id_ == DOWN else "test_analysis_reports_no_tracking_error"


def test_one_red_line(fault: tuple[str, Outcome]) -> None:
    """Exactly one check fails; what follows from it is blocked by it, and nothing else is."""
    id_, run = fault
    outcomes = run.outcomes()
    blocked = {check for check, outcome in outcomes.items() if outcome == "blocked"}
    failed = [check for check, outcome in outcomes.items() if outcome == "failed"]

    assert run.exit_status == 1, run.terminal
    assert failed == [failed_check(id_)]
    assert "error" not in outcomes.values()
    assert blocked >= BLOCKED_ALWAYS
    assert ("test_redirection_is_ok[trk2]" in blocked) == (id_ == DOWN)
    assert ("test_all_servers_run_the_same_build" in blocked) == (id_ == DOWN)
    assert outcomes["test_redirection_is_ok[trk1]"] == "passed"
    assert outcomes["test_control_mail_is_received"] == "passed"


def test_pointers(fault: tuple[str, Outcome]) -> None:
    """Every blocked check points to the failed one, in junit.xml, too."""
    id_, run = fault
    skipped = [case.get("message", "") for case in run.junit.iter("skipped")]
    blocked = [message for message in skipped if message.startswith("blocked by ")]

    assert blocked
    assert all(message.startswith(f"blocked by {failed_check(id_)}: ") for message in blocked)
    assert (run.junit.get("failures"), run.junit.get("errors")) == ("1", "0")


def test_delivery_log_holds_the_codes(fault: tuple[str, Outcome]) -> None:
    """The delivery log in facts.json holds the seed's codes: one alone, or the pair."""
    id_, run = fault
    log = run.facts["facts"]["tracked"]["log"]
    red = {line["code"] for line in log if line["code"].startswith("RED-")}

    assert red == ({"RED-520025"} if id_ == DOWN else {"RED-520025", "RED-520005"})
    assert not [line for line in run.facts["facts"]["control"]["log"] if "RED-" in line["code"]]


def test_cause_is_named(fault: tuple[str, Outcome]) -> None:
    """The web server that is down is named; the other two are named in one tie, as likely."""
    id_, run = fault
    (cause,) = run.facts["causes"]

    assert cause["subject"] == "trk2"
    assert cause["likely"] == (id_ != DOWN)
    assert cause["id"] == ([DOWN] if id_ == DOWN else REFUSED)
    assert bool(cause["told_apart_by"]) == (id_ != DOWN)
    assert cause["statement"] in run.terminal
    assert cause["owner"] in run.terminal
    assert "it is tracking that is broken" in run.terminal


def test_failure_says_what_to_do(fault: tuple[str, Outcome]) -> None:
    """The failure names check and server first, then cause, remedy and owner, and is short."""
    id_, run = fault
    (failure,) = run.junit.iter("failure")
    lines = (failure.get("message") or "").splitlines()

    assert lines[0].startswith(f"{failed_check(id_)}: ")
    assert "trk2" in lines[0] or "127.0.0.12" in lines[0]
    assert [line.partition(":")[0] for line in lines[1:]] == ["Cause", "Do", "Owner"]
    assert (failure.text or "").startswith(lines[0])


def test_names_are_those_of_a_healthy_run(fault: tuple[str, Outcome], healthy: Outcome) -> None:
    """junit.xml lists the same cases as when all is well, so that readers see a history."""

    def names(run: Outcome) -> list[tuple[str | None, str | None]]:
        return [(case.get("classname"), case.get("name")) for case in run.junit.iter("testcase")]

    assert names(fault[1]) == names(healthy)


def test_junit_is_valid(fault: tuple[str, Outcome]) -> None:
    """A red report is a valid one."""
    if not SCHEMA.exists():
        pytest.skip(f"not beside the project: {SCHEMA.name}")

    xmlschema.XMLSchema(SCHEMA).validate(fault[1].reports / "junit.xml")
