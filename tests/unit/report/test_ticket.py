"""The ticket says what is broken, since when, what was ruled out, and what is asked of whom."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.facts import Facts
from campaign_tracking.report.results import Changes, Conclusion, Outcome, Report
from campaign_tracking.report.stages import STAGES
from campaign_tracking.report.ticket import MOST_LINES, Ticket, is_wanted
from campaign_tracking.report.ticket_texts import IMPACTS, STAGE_NAMES
from tests.unit.report.test_terminal import BROKEN, CAUSE, HOSTILE, ROOT, a_check
from tests.unit.samples import AT, TRK2, communication_failed, delivery, environment

FACTS = Facts(
    environment=environment(hosting="on-premise"),
    tracked=delivery(communication_failed(2, TRK2)),
)
PROVED = tuple(replace(a_check(f"test_{stage}"), stage=stage) for stage in STAGES)


def written(report: Report = BROKEN, facts: Facts = FACTS) -> str:
    """Return the ticket in English."""
    return Ticket(report=report, facts=facts, causes=report.causes, translate=str).text


def section(text: str, title: str) -> str:
    """Return what stands below a heading."""
    return text.partition(f"## {title}\n")[2].partition("\n## ")[0].strip()


def hosted(report: Report = BROKEN) -> Report:
    """Return the run of a platform that Adobe hosts."""
    support = replace(CAUSE, owner=Owner.SUPPORT, remedy=("Open a ticket.", "Run it again."))
    return replace(report, run=replace(report.run, hosting="adobe"), causes=(support,))


def test_work_order() -> None:
    """Where Adobe does not host, who repairs it is told what to do, a step each."""
    text = written()

    assert text.startswith("# Work order: e-mail tracking on prod does not work\n")
    assert "Cause: The web server of trk2 is down." in section(text, "Summary")
    assert section(text, "Request") == "**For: server administrator**\n\n1. Start Apache."
    assert "\n\n\n" not in text
    assert "pytest checks/ --environment prod" in section(text, "How we confirm the repair")


def test_support_case() -> None:
    """Where Adobe hosts, support is asked to examine the settings and to register again."""
    text = written(hosted())

    assert text.startswith("# Support case: ")
    request = section(text, "Request")
    assert "examine the tracking settings" in request
    assert "register tracking again" in request
    assert "Open a ticket" not in text
    assert "\n\n\n" not in text


def test_evidence() -> None:
    """What was seen, the log's errors to the letter, and the checks that failed."""
    evidence = section(written(), "Evidence")

    assert "- Port 80 refuses." in evidence
    assert "RED-520025 Communication failed" in evidence
    assert f"{ROOT}: connection refused" in evidence


def test_simulation_says_so() -> None:
    """Nobody sends a ticket about a lab."""
    run = replace(BROKEN.run, simulation=True)

    assert "simulation" in written(replace(BROKEN, run=run)).split("## Summary")[0]
    assert "simulation" not in written()


@pytest.mark.parametrize("stage", IMPACTS)
def test_impact(stage: str) -> None:
    """What people notice is that of the first stage that is not proved."""
    checks = tuple(
        replace(check, outcome=Outcome.FAILED) if check.stage == stage else check
        for check in PROVED
    )

    assert section(written(replace(BROKEN, checks=checks)), "Impact") == IMPACTS[stage].told()


def test_all_stages_are_ruled_out_by_name() -> None:
    """Each stage that is proved has a name that people understand."""
    assert sorted(STAGE_NAMES) == sorted(STAGES)
    ruled_out = section(written(replace(BROKEN, checks=PROVED)), "In order, and so ruled out")
    assert ruled_out.count("\n") == len(STAGES) - 1


@pytest.mark.parametrize("outcome", [Outcome.BLOCKED, Outcome.ERROR, Outcome.NOT_RUN])
def test_what_is_open_is_not_ruled_out(outcome: Outcome) -> None:
    """A stage with a check that was not judged is not called in order."""
    checks = (*PROVED, replace(PROVED[0], check="test_more", outcome=outcome))

    ruled_out = section(written(replace(BROKEN, checks=checks)), "In order, and so ruled out")
    assert STAGE_NAMES[PROVED[0].stage].told() not in ruled_out


def test_since_when() -> None:
    """When it last worked and since when it does not, if earlier runs know."""
    changes = Changes(
        since=AT, last_worked_at=AT - timedelta(days=2), broken_since=AT - timedelta(days=1)
    )
    since = section(written(replace(BROKEN, changes=changes)), "Since when")

    assert f"not to work: {AT - timedelta(days=1):%Y-%m-%d %H:%M} UTC" in since
    assert f"to work: {AT - timedelta(days=2):%Y-%m-%d %H:%M} UTC" in since
    assert "No earlier run is kept" in section(written(), "Since when")


def test_unknown_cause() -> None:
    """Where no cause is known that is said, and what failed stands there all the same."""
    text = written(replace(BROKEN, causes=()))

    assert "cause is not known" in section(text, "Summary")
    assert ROOT in section(text, "Evidence")
    assert section(text, "Request")


def test_likely_cause() -> None:
    """A cause that is not singled out is called likely, with what would single it out."""
    likely = replace(CAUSE, likely=True, told_apart_by="ask from the application server")
    text = written(replace(BROKEN, causes=(likely,)))

    assert "- Likely cause: " in text
    assert "To be sure: ask from the application server" in section(text, "Request")


def test_hostile_answers_stay_in_their_block() -> None:
    """Nothing that a server said ends the block that shows it, or speaks to a terminal."""
    reason = f"{HOSTILE}\n```\n# Heading\n<img src=x>"
    checks = tuple(a_check(f"test_{n}", Outcome.FAILED, reason) for n in range(99))

    evidence = section(written(replace(BROKEN, checks=checks)), "Evidence")
    block = evidence.split("```")[-2]
    assert "\x1b" not in evidence
    assert "\n# Heading" not in evidence
    assert block.count("test_") == MOST_LINES
    assert "(+59)" in block


@pytest.mark.parametrize("conclusion", Conclusion)
def test_when_it_is_written(conclusion: Conclusion) -> None:
    """Only where something is to be repaired."""
    verdict = replace(BROKEN.verdict, conclusion=conclusion)

    assert is_wanted(replace(BROKEN, verdict=verdict)) is (conclusion is Conclusion.NOT_VERIFIED)


def test_nothing_was_seen() -> None:
    """A run that saw nothing has a ticket all the same."""
    assert "Nothing of it was seen." in written(facts=Facts())


@given(st.text(max_size=300))
def test_headings_are_ours_alone(said: str) -> None:
    """Whatever a server said, the ticket has its nine headings and no other."""
    cause = replace(CAUSE, statement=said, evidence=(said,), remedy=(said, "again"))
    checks = (a_check(ROOT, Outcome.FAILED, said),)
    text = written(replace(BROKEN, causes=(cause,), checks=checks))

    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert len(headings) == 8  # noqa: PLR2004  (the sections)
