"""The facts.json of a run tells the causes that the run told."""

import json
from typing import Any

import pytest
from pydantic import TypeAdapter

from campaign_tracking.diagnosis import diagnose
from campaign_tracking.facts import Facts, to_json
from campaign_tracking.pasted.reading import UnreadableError
from campaign_tracking.pasted.saved_run import read_run
from campaign_tracking.report.results import (
    CheckResult,
    Conclusion,
    Outcome,
    Report,
    Run,
    Verdict,
)
from tests.unit.pasted.samples import COMPLETED, told_of
from tests.unit.samples import (
    AT,
    TRK2,
    a_line,
    communication_failed,
    delivery,
    endpoint,
    environment,
    wrong_configuration,
)

PAIR = (
    a_line(1, f"Uploading tracking information on server '{TRK2}'..."),
    communication_failed(2, TRK2),
    wrong_configuration(3),
)


def saved(facts: Facts, *checks: CheckResult, hosting: str = "on-premise") -> str:
    """Return the facts.json of a run that saw *facts*."""
    report = Report(
        run=Run(
            environment="prod",
            hosting=hosting,
            simulation=False,
            started_at=AT,
            elapsed_s=1.0,
            machine="here",
            version="0.1.0",
            stopped="",
            selection="",
        ),
        verdict=Verdict(
            conclusion=Conclusion.NOT_VERIFIED,
            sentence="E-mail tracking on prod is not verified.",
            notes=("The same mail without tracking was sent and received.",),
        ),
        causes=diagnose(facts),
        checks=checks,
        facts=to_json(facts),
        evidence=(),
    )
    return TypeAdapter(Report).dump_json(report, indent=1).decode()


def a_check(name: str, reason: str) -> CheckResult:
    """Return a check that failed."""
    return CheckResult(
        check=name,
        file="checks/test_1.py",
        stage="options",
        statement="It holds.",
        outcome=Outcome.FAILED,
        reason=reason,
        advice="",
        elapsed_s=0.1,
    )


@pytest.mark.parametrize("hosting", ["on-premise", "adobe"])
def test_causes(hosting: str) -> None:
    """The causes are those of the run, by the same function, with the same owner and steps."""
    facts = Facts(environment=environment(hosting=hosting), tracked=delivery(*PAIR))
    causes = diagnose(facts)

    told = told_of(saved(facts, hosting=hosting))

    assert causes
    assert [finding.ids for finding in told.findings] == [cause.id for cause in causes]
    assert [finding.owner for finding in told.findings] == [cause.owner for cause in causes]
    assert [finding.steps for finding in told.findings] == [cause.remedy for cause in causes]
    assert told.blamed == (TRK2,)
    assert told.servers[0].startswith(f"trk2 ({TRK2}): named by RED-520025")
    assert told.what == "the run on prod of 2026-11-23 14:35 UTC"
    assert told.notes[0] == "E-mail tracking on prod is not verified."


def test_nothing_wrong() -> None:
    """A run that saw nothing wrong tells nothing of the servers: it asked them itself."""
    log = (PAIR[0], a_line(2, COMPLETED, kind=1))
    facts = Facts(environment=environment(), tracked=delivery(*log))

    told = told_of(saved(facts))

    assert not told.is_wrong
    assert told.servers == ()


def test_failed_check_without_a_cause() -> None:
    """A check that failed, and that no cause explains, is told as such."""
    told = told_of(saved(Facts(), a_check("test_a", "the option is empty\nand more")))

    assert told.unexplained == ("test_a: the option is empty",)
    assert told.is_wrong


def test_failed_check_with_a_cause() -> None:
    """A check that failed and that a cause explains is not told again."""
    facts = Facts(
        environment=environment(),
        servers={"trk2": endpoint("trk2", f"http://{TRK2}")},
        tracked=delivery(*PAIR),
    )
    told = told_of(saved(facts, a_check("test_b[trk2]", "no")))

    assert told.findings
    assert told.unexplained == ()


def test_errors_of_the_control_delivery() -> None:
    """What went wrong without tracking is quoted, too."""
    line = a_line(1, "DLV-490013 The sender address is not specified.", kind=0)
    told = told_of(saved(Facts(control=delivery(line, tracked=False))))

    assert told.unexplained == (line.text,)


def changed(**values: object) -> str:
    """Return a facts.json with other values in it."""
    whole: dict[str, Any] = json.loads(saved(Facts()))
    return json.dumps({**whole, **values})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (saved(Facts())[:-100], "not whole"),
        (changed(facts={"tracked": 5}), r"cannot read: tracked"),
        (changed(facts=5), "cannot read"),
        (changed(checks=None), "cannot read"),
        (changed(run={}), "cannot read: environment"),
    ],
    ids=["cut-off", "facts", "no-facts", "no-checks", "no-run"],
)
def test_unreadable(text: str, words: str) -> None:
    """A facts.json that cannot be read is not taken for a log in which nothing is wrong."""
    with pytest.raises(UnreadableError, match=words):
        read_run(text)


@pytest.mark.parametrize(
    "text", ["RED-520025", "{", '{"message": "RED-520025"}', "[1]", "{" * 9999]
)
def test_no_run(text: str) -> None:
    """Anything else is read as a log."""
    assert read_run(text) is None
