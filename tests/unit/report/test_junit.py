"""What junit.xml says: cause, remedy and owner where every reader looks."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.diagnosis.cause import Cause
from campaign_tracking.report.junit import failure_text, skip_without_path, suite_properties
from campaign_tracking.report.results import Run

CHECK = "test_port_opens[trk2]"
REASON = "http://10.30.167.12: expected a connection within 3 s, got connection refused"
PYTEST_CUTS_AT = 500
PYTEST_ADDS = len('failed on setup with ""')


def a_cause(*, likely: bool = False, remedy: tuple[str, ...] = ("Start Apache.",)) -> Cause:
    """Return a cause with a server's name in it."""
    return Cause(
        id=("tracking-web-server-down",),
        statement="The web server of trk2 does not run.",
        likely=likely,
        subject="trk2",
        evidence=("Port 80 refuses connections.",),
        owner="administrator of trk2",
        remedy=remedy,
        told_apart_by="",
        source="docs/causes.md",
    )


def test_four_lines() -> None:
    """Check and reason, cause, remedy and owner stand in a line each."""
    assert failure_text(CHECK, REASON, a_cause(), "unused").splitlines() == [
        f"{CHECK}: {REASON}",
        "Cause: The web server of trk2 does not run.",
        "Do: Start Apache.",
        "Owner: administrator of trk2",
    ]


def test_a_likely_cause_says_so() -> None:
    """What the evidence does not single out is not stated as a fact."""
    text = failure_text(CHECK, REASON, a_cause(likely=True), "")

    assert "Cause: likely, not certain: The web server of trk2 does not run." in text


def test_without_a_cause_the_advice_is_what_to_do() -> None:
    """A failure that no cause explains has the check's own advice."""
    expected = f"{CHECK}: {REASON}\nDo: Ask on the server itself."

    assert failure_text(CHECK, REASON, None, "Ask on the server itself.") == expected


def test_a_cause_without_a_remedy_has_the_advice() -> None:
    """There is always something to do."""
    text = failure_text(CHECK, REASON, a_cause(remedy=()), "Ask on the server itself.")

    assert "Do: Ask on the server itself." in text


def test_it_is_never_empty() -> None:
    """A failure that says nothing still has its name."""
    assert failure_text(CHECK, "", None, "") == f"{CHECK}: no reason given"


@given(reason=st.text() | st.integers(0, 2000).map("r".__mul__), advice=st.text())
def test_pytest_cuts_nothing_more(reason: str, advice: str) -> None:
    """However long its parts are, all lines fit into the message, and each is one line."""
    cause = a_cause(remedy=("step " * 300,))

    for text in (failure_text(CHECK, reason, cause, advice), failure_text(CHECK, reason, None, "")):
        assert len(text) + PYTEST_ADDS < PYTEST_CUTS_AT
        assert text.startswith(CHECK)
    lines = failure_text(CHECK, reason, cause, advice).splitlines()
    assert [line.partition(":")[0] for line in lines] == [CHECK, "Cause", "Do", "Owner"]


def test_room_that_one_line_leaves_goes_to_the_others() -> None:
    """Only the long line is cut, and it gets what the others do not need."""
    text = failure_text(CHECK, "x" * 1000, a_cause(), "")

    room_of_the_reason = 300
    assert text.count("x") > room_of_the_reason
    assert "Owner: administrator of trk2" in text


def test_a_skip_names_no_path_of_this_machine() -> None:
    """The place is the check's own, relative to the project."""
    report = pytest.TestReport(
        "checks/test_1.py::test_it",
        ("checks/test_1.py", 41, "test_it"),
        {},
        "skipped",
        ("/home/somebody/checks/conftest.py", 7, "Skipped: not configured: add [[host]]"),
        "setup",
    )

    skip_without_path(report)

    assert report.longrepr == ("checks/test_1.py", 42, "Skipped: not configured: add [[host]]")


@pytest.mark.parametrize("longrepr", [None, "test_it: failed"])
def test_what_is_not_skipped_stays(longrepr: str | None) -> None:
    """Passed and failed checks have no such place."""
    location = ("checks/test_1.py", None, "test_it")
    report = pytest.TestReport(
        "checks/test_1.py::test_it", location, {}, "passed", longrepr, "call"
    )

    skip_without_path(report)

    assert report.longrepr == longrepr


def test_the_suite_says_what_it_is_about() -> None:
    """The properties have constant names; what is empty is left out."""
    run = Run(
        environment="prod\x1b[31m",
        hosting="on-premise",
        simulation=False,
        started_at=datetime(2026, 11, 23, 14, 35, 58, 1234, tzinfo=UTC),
        elapsed_s=72.0,
        machine="ci-7",
        version="0.1.0",
        stopped="",
        selection="",
    )

    assert suite_properties(run) == [
        ("environment", "prod"),
        ("hosting", "on-premise"),
        ("simulation", "false"),
        ("version", "0.1.0"),
        ("machine", "ci-7"),
        ("started", "2026-11-23T14:35:58+00:00"),
    ]
