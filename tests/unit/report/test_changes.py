"""Before and after: each check is compared with the last run in which it was judged."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.report.changes import compare, in_words
from campaign_tracking.report.history import (
    History,
    PastCheck,
    PastRun,
    PastRunHead,
    PastVerdict,
)
from campaign_tracking.report.results import Changes, CheckResult, Conclusion, Outcome

BEGAN = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
PORT = "test_port_opens[trk2]"
CLICK = "test_click_is_logged"
Outcomes = dict[str, Outcome]
PASSED, FAILED, BLOCKED = Outcome.PASSED, Outcome.FAILED, Outcome.BLOCKED


def past(day: int, outcomes: Outcomes, conclusion: Conclusion | None = None) -> PastRun:
    """Return a run of that day; not verified if a check failed."""
    broken = FAILED in outcomes.values()
    judged = Conclusion.NOT_VERIFIED if broken else Conclusion.VERIFIED
    return PastRun(
        run=PastRunHead(environment="prod", started_at=BEGAN + timedelta(days=day), elapsed_s=9.0),
        verdict=PastVerdict(conclusion=conclusion or judged),
        checks=tuple(PastCheck(check=check, outcome=each) for check, each in outcomes.items()),
    )


def now(outcomes: Outcomes, *runs: PastRun) -> Changes:
    """Compare this run with earlier ones."""
    checks = [
        CheckResult(
            check=check,
            file="checks/test_1_network.py",
            stage="network",
            statement="It holds.",
            outcome=outcome,
            reason="",
            advice="",
            elapsed_s=0.1,
        )
        for check, outcome in outcomes.items()
    ]
    worked = FAILED not in outcomes.values()
    conclusion = Conclusion.VERIFIED if worked else Conclusion.NOT_VERIFIED
    return compare(History(runs=runs), checks, conclusion)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (FAILED, PASSED, "repaired"),
        (FAILED, FAILED, "still"),
        (PASSED, FAILED, "new"),
        (BLOCKED, FAILED, "new"),
        (FAILED, BLOCKED, "unseen"),
        (FAILED, Outcome.NOT_RUN, "unseen"),
        (PASSED, PASSED, ""),
        (PASSED, BLOCKED, ""),
        (BLOCKED, PASSED, ""),
    ],
)
def test_one_check(before: Outcome, after: Outcome, kind: str) -> None:
    """What became of one check between two runs."""
    changes = now({PORT: after}, past(1, {PORT: before}))

    found = {name: getattr(changes, name) for name in ("repaired", "still", "new", "unseen")}
    assert {name: checks for name, checks in found.items() if checks} == (
        {kind: (PORT,)} if kind else {}
    )


def test_first_run() -> None:
    """Where there is no earlier run nothing is new, and nothing is said."""
    changes = now({PORT: FAILED})

    assert changes == Changes()
    assert list(in_words(changes)) == []


def test_run_that_did_not_judge_it_is_passed_over() -> None:
    """A run in which the check was blocked, or left out, neither breaks nor repairs it."""
    runs = (past(1, {CLICK: FAILED}), past(2, {CLICK: BLOCKED}), past(3, {PORT: PASSED}))

    assert now({CLICK: PASSED}, *runs).repaired == (CLICK,)
    assert now({CLICK: FAILED}, *runs).still == (CLICK,)


def test_when_it_last_worked() -> None:
    """The last run that verified it, and the first since then that did not."""
    runs = (
        past(1, {PORT: FAILED}),
        past(2, {PORT: PASSED}),
        past(3, {PORT: PASSED}),
        past(4, {PORT: PASSED}, Conclusion.PARTIAL),
        past(5, {PORT: FAILED}),
        past(6, {PORT: FAILED}),
    )

    changes = now({PORT: FAILED}, *runs)

    assert changes.last_worked_at == BEGAN + timedelta(days=3)
    assert changes.broken_since == BEGAN + timedelta(days=5)
    assert list(in_words(changes)) == [
        f"Compared with earlier runs, the last of 2026-11-26 06:00 UTC: still broken: {PORT}.",
        "It last worked at 2026-11-23 06:00 UTC, and no longer at 2026-11-25 06:00 UTC.",
    ]


def test_repaired() -> None:
    """A run that works has no time since when it is broken."""
    changes = now({PORT: PASSED}, past(1, {PORT: PASSED}), past(2, {PORT: FAILED}))

    assert changes.broken_since is None
    assert next(iter(in_words(changes))).endswith(f": repaired: {PORT}.")


def test_never_worked() -> None:
    """Where no run is kept in which it worked, that is said."""
    assert list(in_words(now({PORT: FAILED}, past(1, {PORT: FAILED}))))[1:] == [
        "No run is kept in which it worked; it did not at 2026-11-21 06:00 UTC."
    ]


def test_many_are_counted() -> None:
    """However many checks changed, the sentence is short."""
    failed = {f"test_{number}": FAILED for number in range(100)}

    told = " ".join(in_words(now(failed, past(1, dict.fromkeys(failed, PASSED)))))

    assert "test_7 and 92 more" in told


outcomes = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(Outcome))


@given(outcomes, st.lists(outcomes, max_size=4))
def test_every_failed_check_is_told_once(current: Outcomes, earlier: list[Outcomes]) -> None:
    """What fails now is still broken or new; what failed before is repaired, still, or unseen."""
    changes = now(current, *(past(day, each) for day, each in enumerate(earlier)))

    failing = [check for check, outcome in current.items() if outcome is FAILED]
    assert sorted((*changes.still, *changes.new)) == (sorted(failing) if earlier else [])
    assert not {*changes.repaired} & {*changes.unseen}
    assert all(current[check] is PASSED for check in changes.repaired)
