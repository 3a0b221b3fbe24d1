"""The verdict: what a run amounts to, and that nothing unproved passes for proved."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.campaign.delivery import Message
from campaign_tracking.campaign.messages import Sending
from campaign_tracking.facts import Facts
from campaign_tracking.mailbox import FoundMail, MailSilence, Reception
from campaign_tracking.redirection.rtest import RTest
from campaign_tracking.report.results import CheckResult, Conclusion, Outcome, Run, Verdict
from campaign_tracking.report.stages import MANDATORY, OPTIONAL, STAGES
from campaign_tracking.report.verdict import GREEN, judge_run, missing
from tests.unit.samples import AT, TOKEN, delivery, endpoint

RUN = Run(
    environment="prod",
    hosting="on-premise",
    simulation=False,
    started_at=AT,
    elapsed_s=72.3,
    machine="ci-7",
    version="0.1.0",
    stopped="",
    selection="",
)
SELECTED = replace(RUN, selection="9 of 40 checks")
SIMULATED = replace(RUN, simulation=True)
FAILED_TOO = "The control mail without tracking failed, too: tracking is not what is broken."
ONLY_TRACKING = (
    "The same mail without tracking was sent and received: it is tracking that is broken."
)


def a_check(stage: str, outcome: Outcome = Outcome.PASSED) -> CheckResult:
    """Return a check of *stage*."""
    return CheckResult(
        check=f"test_{stage}",
        file="checks/test_1_tracking_servers.py",
        stage=stage,
        statement="It holds.",
        outcome=outcome,
        reason="",
        advice="",
        elapsed_s=0.25,
    )


EVERY_STAGE = tuple(a_check(stage) for stage in STAGES)


def judged(run: Run, *checks: CheckResult) -> Verdict:
    """Return the verdict on *checks*, whatever was seen."""
    return judge_run(run, checks, Facts())


def but(stage: str, outcome: Outcome) -> tuple[CheckResult, ...]:
    """Return a healthy run's checks, with one of another outcome."""
    return (*EVERY_STAGE, replace(a_check(stage, outcome), check="test_another"))


def test_everything_passed() -> None:
    """A full run in which every stage passed is verified, and says what that means."""
    verdict = judged(RUN, *EVERY_STAGE)

    assert verdict.conclusion is Conclusion.VERIFIED
    assert verdict.sentence.startswith("E-mail tracking on prod works: the servers answer")
    assert verdict.notes == ()


def test_optional_stages_may_be_missing() -> None:
    """The mandatory stages suffice."""
    checks = [a_check(stage) for stage in MANDATORY]

    assert judged(RUN, *checks).conclusion is Conclusion.VERIFIED


@pytest.mark.parametrize("stage", MANDATORY)
def test_mandatory_stage_is_missing(stage: str) -> None:
    """A full run that lacks a mandatory stage is incomplete, and says which."""
    checks = [check for check in EVERY_STAGE if check.stage != stage]

    verdict = judged(RUN, *checks)

    assert verdict.conclusion is Conclusion.INCOMPLETE
    assert verdict.sentence.endswith(f"still missing: {stage}.")


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("outcome", [Outcome.BLOCKED, Outcome.NOT_RUN])
@pytest.mark.parametrize("run", [RUN, SELECTED], ids=["full", "selected"])
def test_left_open(run: Run, stage: str, outcome: Outcome) -> None:
    """A check that was blocked or never came to its turn leaves any run incomplete."""
    assert judged(run, *but(stage, outcome)).conclusion is Conclusion.INCOMPLETE


@pytest.mark.parametrize("run", [RUN, SELECTED], ids=["full", "selected"])
def test_not_configured(run: Run) -> None:
    """What is not configured is fine in an optional stage, and in a mandatory one it is not."""
    for stage in OPTIONAL:
        assert judged(run, *but(stage, Outcome.NOT_CONFIGURED)).conclusion in GREEN
    for stage in MANDATORY:
        verdict = judged(run, *but(stage, Outcome.NOT_CONFIGURED))
        assert verdict.conclusion is Conclusion.INCOMPLETE
        assert stage in verdict.sentence


@pytest.mark.parametrize("stage", STAGES)
def test_not_applicable(stage: str) -> None:
    """A statement that says nothing about this platform takes nothing from the others."""
    assert judged(RUN, *but(stage, Outcome.NOT_APPLICABLE)).conclusion is Conclusion.VERIFIED


def test_mandatory_stage_must_have_passed() -> None:
    """A mandatory stage of which nothing applied is not proved."""
    checks = [
        replace(check, outcome=Outcome.NOT_APPLICABLE) if check.stage == "click" else check
        for check in EVERY_STAGE
    ]

    assert missing(checks) == ["click"]
    assert judged(RUN, *checks).conclusion is Conclusion.INCOMPLETE


@pytest.mark.parametrize("outcome", [Outcome.NOT_APPLICABLE, Outcome.NOT_CONFIGURED])
@pytest.mark.parametrize("run", [RUN, SELECTED, SIMULATED], ids=["full", "selected", "simulated"])
def test_nothing_passed(run: Run, outcome: Outcome) -> None:
    """A run in which nothing passed has proved nothing, whatever the reason."""
    assert judged(run).conclusion is Conclusion.INCOMPLETE
    assert judged(run, a_check(OPTIONAL[0], outcome)).conclusion is Conclusion.INCOMPLETE


def test_selected() -> None:
    """What was selected holds, and nothing is said of the rest."""
    verdict = judged(SELECTED, a_check("options"))

    assert verdict.conclusion is Conclusion.PARTIAL
    assert "tracking on prod is not verified" in verdict.sentence
    assert verdict.notes == ("Not everything was selected: 9 of 40 checks.",)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome.FAILED, "of 13 checks 1 failed"),
        (Outcome.ERROR, "of 13 checks 1 could not be judged"),
    ],
)
@pytest.mark.parametrize("run", [RUN, SELECTED, SIMULATED], ids=["full", "selected", "simulated"])
def test_not_verified(run: Run, stage: str, outcome: Outcome, words: str) -> None:
    """One check that failed, or that we could not make, is enough, in whatever stage."""
    verdict = judged(run, *but(stage, outcome))

    assert verdict.conclusion is Conclusion.NOT_VERIFIED
    assert verdict.sentence == f"E-mail tracking on prod is not verified: {words}."


@pytest.mark.parametrize(("failed", "words"), [(1, "hang on it"), (2, "hang on those")])
def test_what_hangs_on_it_is_counted(failed: int, words: str) -> None:
    """What hangs on a failure is told apart from what failed."""
    checks = [
        *[a_check("options", Outcome.FAILED)] * failed,
        *[a_check("click", Outcome.BLOCKED)] * 5,
    ]

    said = judged(RUN, *checks).sentence

    assert said.endswith(f"of {5 + failed} checks {failed} failed, 5 {words}.")


def test_stopped_run_says_what_it_left() -> None:
    """Deliveries that were started before the end are named: somebody may want to delete them."""
    run = replace(RUN, stopped="run stopped by SIGINT")
    seen = Facts(tracked=delivery(started_at=AT), control=delivery(not_started="not ready"))

    notes = judge_run(run, EVERY_STAGE, seen).notes

    assert notes[-1] == f"What it left on the platform: the started deliveries {TOKEN}."
    assert judge_run(RUN, EVERY_STAGE, seen).notes == notes[:-2]


@pytest.mark.parametrize("followed", [True, False])
def test_redirection_that_was_followed_is_told(*, followed: bool) -> None:
    """Whoever reads of one server knows if another one was asked in its place, told once."""
    server = endpoint("external", "http://t.example.com")
    rtest = RTest(
        url="http://t.example.com/r/test",
        asked_at=AT,
        elapsed_s=0.1,
        silence=None,
        words="",
        status_code=200,
        redir={"status": "OK"},
        text="",
        redirected_to="https://t.example.com/r/test",
        location_followed=followed,
    )
    addresses = tuple(replace(server.addresses[0], rtest=rtest) for _ in range(2))
    seen = Facts(servers={"external": replace(server, addresses=addresses)})

    said = "http://t.example.com redirects to https://t.example.com/r/test, which was asked."
    assert judge_run(RUN, EVERY_STAGE, seen).notes == ((said,) if followed else ())


@pytest.mark.parametrize("outcome", [Outcome.PASSED, Outcome.FAILED])
def test_stopped(outcome: Outcome) -> None:
    """A run that was stopped verifies nothing, and says what stopped it."""
    run = replace(RUN, stopped="run stopped by SIGINT")

    verdict = judged(run, *but("click", outcome))

    assert verdict.conclusion is Conclusion.INTERRUPTED
    assert verdict.notes == ("Run stopped by SIGINT.",)


def test_simulation() -> None:
    """A simulation that passed says nothing of anybody's servers."""
    verdict = judged(SIMULATED, *EVERY_STAGE)

    assert verdict.conclusion is Conclusion.SIMULATION_PASSED
    assert "nothing was checked on a server of yours" in verdict.sentence


CHECKS = st.lists(
    st.builds(a_check, st.sampled_from(STAGES), st.sampled_from(Outcome)), max_size=6
).map(tuple)
RUNS = st.builds(
    replace,
    st.just(RUN),
    simulation=st.booleans(),
    selection=st.sampled_from(["", "9 of 40 checks"]),
    stopped=st.sampled_from(["", "run stopped by SIGINT"]),
)


@given(RUNS, CHECKS, st.booleans())
def test_green_is_earned(run: Run, some: tuple[CheckResult, ...], whole: bool) -> None:  # noqa: FBT001  (hypothesis gives it)
    """Whatever comes of the checks: green means that each passed or was rightly left out.

    "Verified" is said only of a full run of a real platform with every mandatory stage passed.
    """
    checks = (*EVERY_STAGE, *some) if whole else some

    verdict = judged(run, *checks)

    passed = {check.stage for check in checks if check.outcome is Outcome.PASSED}
    rightly = all(
        check.outcome in {Outcome.PASSED, Outcome.NOT_APPLICABLE}
        or (check.outcome is Outcome.NOT_CONFIGURED and check.stage in OPTIONAL)
        for check in checks
    )
    complete = bool(run.selection) or passed >= set(MANDATORY)
    green = bool(passed) and rightly and complete and not run.stopped
    assert (verdict.conclusion in GREEN) is green
    if verdict.conclusion is Conclusion.VERIFIED:
        assert (run.simulation, run.selection) == (False, "")
    if run.simulation:
        assert "works" not in verdict.sentence
    assert "{" not in verdict.sentence


def sending(status: int | None) -> Sending:
    """Return what became of a message; None where there is none."""
    message = None if status is None else Message(id=77, address="check@example.com", status=status)
    return Sending(message=message, waited_s=1, trouble="")


def reception(*, arrived: bool) -> Reception:
    """Return what came of waiting for a mail."""
    return Reception(
        mailbox="/var/mail",
        token=TOKEN,
        mail=FoundMail(source="", found_at=AT) if arrived else None,
        waited_s=1,
        looks=1,
        silence=None if arrived else MailSilence.NOT_ARRIVED,
        words="",
    )


def mails(tracked: Reception | None, control: Reception | None, started: datetime = AT) -> Facts:
    """Return what was seen of both mails, which were sent."""
    return Facts(
        tracked=delivery(started_at=started),
        control=delivery(started_at=started, tracked=False),
        tracked_sending=sending(1),
        control_sending=sending(1),
        tracked_reception=tracked,
        control_reception=control,
    )


ARRIVED, LOST = reception(arrived=True), reception(arrived=False)


@pytest.mark.parametrize(
    ("tracked", "control", "notes"),
    [
        (ARRIVED, ARRIVED, ()),
        (LOST, ARRIVED, (ONLY_TRACKING,)),
        (LOST, LOST, (FAILED_TOO,)),
        (ARRIVED, LOST, ()),
    ],
)
def test_control_mail_tells(tracked: Reception, control: Reception, notes: tuple[str, ...]) -> None:
    """The same mail without tracking tells whether it is tracking that is broken."""
    assert judge_run(RUN, EVERY_STAGE, mails(tracked, control)).notes == notes


def test_junk_is_told() -> None:
    """A mail that was taken for junk was received, and it is told where."""
    in_junk = FoundMail(source="", found_at=AT, folder="Spam", is_junk=True)
    seen = mails(replace(ARRIVED, mail=in_junk), ARRIVED)

    assert judge_run(RUN, EVERY_STAGE, seen).notes == (
        "The tracked mail arrived in the folder for junk, 'Spam'.",
    )


@pytest.mark.parametrize(
    ("control_status", "notes"),
    [(1, (ONLY_TRACKING,)), (2, (FAILED_TOO,)), (6, (FAILED_TOO,)), (None, (FAILED_TOO,))],
)
def test_control_mail_tells_without_a_mailbox(
    control_status: int | None, notes: tuple[str, ...]
) -> None:
    """Without a mailbox, sent or not sent tells as much; a mail never started was not sent."""
    seen = replace(
        mails(None, None),
        tracked=delivery(not_started="the analysis reported RED-520025"),
        tracked_sending=None,
        control_sending=sending(control_status),
    )

    assert judge_run(RUN, EVERY_STAGE, seen).notes == notes


@pytest.mark.parametrize(
    "seen",
    [
        Facts(),
        Facts(tracked=delivery(not_started="no")),
        Facts(control=delivery(not_started="no")),
    ],
    ids=["nothing", "no-control", "no-tracked"],
)
def test_no_control_mail_no_word(seen: Facts) -> None:
    """Where there was only one mail, or none, nothing is concluded of the other."""
    assert judge_run(RUN, EVERY_STAGE, seen).notes == ()


def test_unreadable_mailbox_is_no_lost_mail() -> None:
    """A mailbox that cannot be read says nothing of the control mail."""
    unreadable = replace(reception(arrived=False), silence=MailSilence.MAILBOX_UNREADABLE)
    seen = replace(mails(unreadable, unreadable), tracked=delivery(not_started="RED-520025"))

    assert FAILED_TOO not in judge_run(RUN, EVERY_STAGE, seen).notes


def test_incomplete_without_a_missing_stage() -> None:
    """Where only an optional stage is left open, no mandatory one is said to be missing."""
    verdict = judged(RUN, *but("internal connectivity", Outcome.BLOCKED))

    assert verdict.conclusion is Conclusion.INCOMPLETE
    assert "missing" not in verdict.sentence
