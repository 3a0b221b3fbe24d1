"""A healthy platform is verified in full, and the reports say so to each of their readers."""

import junitparser
import pytest
import xmlschema
from selectolax.lexbor import LexborHTMLParser

from campaign_tracking.campaign.named_servers import named_in
from campaign_tracking.facts import from_json
from campaign_tracking.report.stages import MANDATORY
from tests.suite.running import ROOT, SCHEMA, Outcome

DIFFERENT_CHECKS = 30


def text_of(page: str) -> str:
    """Return the text of a page."""
    body = LexborHTMLParser(page).body
    assert body is not None
    return body.text()


def test_passes(healthy: Outcome) -> None:
    """Exit code 0, nothing failed, nothing blocked, and every mandatory stage has passed."""
    outcomes = healthy.outcomes()
    passed = {check["stage"] for check in healthy.facts["checks"] if check["outcome"] == "passed"}

    assert healthy.exit_status == 0, healthy.terminal
    assert set(outcomes.values()) == {"passed", "not applicable"}
    assert set(MANDATORY) <= passed


def test_never_says_verified(healthy: Outcome) -> None:
    """A simulation is called one wherever a reader may look first, and nothing is verified."""
    properties = {p.get("name"): p.get("value") for p in healthy.junit.iter("property")}

    assert "a simulation: nothing is said about your servers" in healthy.terminal
    assert "SIMULATION PASSED" in healthy.terminal
    assert "VERIFIED" not in healthy.terminal
    assert properties["simulation"] == "true"
    assert "simulation" in text_of(healthy.page).split("All checks")[0].lower()
    assert healthy.facts["verdict"]["conclusion"] == "simulation passed"


def test_tells_the_worst_case_before_waiting(healthy: Outcome) -> None:
    """How long it can take is said before anything is waited for; each wait says its limit."""
    before, _, after = healthy.terminal.partition("at worst this takes")

    assert "waiting for" not in before
    assert "waiting for the analysis of the tracked delivery, at most 30 s" in after
    assert "waiting for click, open and mirror page in the tracking log (its workflow last" in after


def test_junit(healthy: Outcome) -> None:
    """junit.xml holds enough different checks, in every stage, under names that stay the same."""
    cases = junitparser.JUnitXml.fromfile(str(healthy.reports / "junit.xml"))
    names = [(case.classname, case.name) for suite in cases for case in suite]
    functions = {name.partition("[")[0] for _, name in names}

    assert len(functions) >= DIFFERENT_CHECKS
    assert len(set(names)) == len(names)
    assert all(classname.startswith("lab.checks.test_") for classname, _ in names)
    assert not [name for _, name in names if "127.0.0." in name]


@pytest.mark.parametrize("marker", ["connectivity", "configuration", "delivery", "tracking"])
def test_every_marker_has_checks(healthy: Outcome, marker: str) -> None:
    """Each of the four markers stands on checks that ran."""
    files = {check["file"] for check in healthy.facts["checks"]}

    assert any(f"pytest.mark.{marker}" in (ROOT / file).read_text("utf-8") for file in files)


def test_junit_is_valid(healthy: Outcome) -> None:
    """junit.xml is what Jenkins' strictest reader accepts."""
    if not SCHEMA.exists():
        pytest.skip(f"not beside the project: {SCHEMA.name}")

    xmlschema.XMLSchema(SCHEMA).validate(healthy.reports / "junit.xml")


def test_facts_can_be_read_again(healthy: Outcome) -> None:
    """facts.json gives the facts back, with what was sent, received, clicked and logged."""
    facts = from_json(healthy.facts["facts"])

    assert facts.tracked is not None
    assert facts.tracked.started_at is not None
    assert not named_in(facts.tracked.log)
    assert facts.tracked_mail is not None
    assert facts.tracked.token in facts.tracked_mail.subject
    assert facts.landing_click is not None
    assert facts.landing_click.redirected
    assert facts.tracking_log is not None
    assert facts.tracking_log.rows


def test_evidence(healthy: Outcome) -> None:
    """The mails and the servers' answers are kept, and the page leads to them."""
    names = {path.name for path in (healthy.reports / "evidence").iterdir()}

    assert {"tracked.eml", "control.eml", "trk1.txt", "trk2.txt"} <= names
    assert "<redir " in (healthy.reports / "evidence" / "trk2.txt").read_text("utf-8")
    assert 'href="evidence/tracked.eml"' in healthy.page


def test_page_is_complete(healthy: Outcome) -> None:
    """report.html shows every check."""
    text = text_of(healthy.page)

    assert not [check for check in healthy.outcomes() if check not in text]
