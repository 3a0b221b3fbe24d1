"""The Tracking workflow is looked at, and asked to run now only if that is safe."""

import itertools
from datetime import UTC, datetime

import pytest
import requests
import responses
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaign_tracking.campaign.session import Session
from campaign_tracking.campaign.workflow import (
    MOST_WAKEUPS,
    WAKE_AGAIN_S,
    TrackingWorkflow,
    Waker,
    WorkflowWakeup,
    read_workflow,
)
from tests.unit.campaign.answers import ROUTER, a_fault, answer, rows
from tests.unit.campaign.calls import action, parameters, queried
from tests.unit.campaign.ways import Campaign, Reply, fine
from tests.unit.clock import Clock

REFUSED = "XSV-350026 The operator has no right to read this"
FAULT = a_fault(REFUSED)
WOKEN = fine(answer("Wakeup", "", "xtk:workflow"))
RUN_AT = "2026-11-23 14:40:00.000Z"


def workflow(state: str = "11", failed: str = "0", ran_at: str = RUN_AT) -> str:
    """Return the workflow's row."""
    return rows(
        "workflow",
        f"<workflow internalName='tracking' state='{state}' failed='{failed}' "
        f"lastProcessingDate='{ran_at}'/>",
    )


def platform(wire: responses.RequestsMock, *looks: str | Exception) -> Campaign:
    """Let the platform answer these looks at the workflow, and Wakeup with nothing."""
    campaign = Campaign({"ExecuteQuery": [fine(look) for look in looks], "Wakeup": [WOKEN]})
    wire.add_callback(responses.POST, ROUTER, callback=campaign)
    return campaign


RUNNING = TrackingWorkflow(
    found=True, state=11, last_run_at=datetime(2026, 11, 23, 14, 40, tzinfo=UTC)
)
NO_STATE = rows("workflow", "<workflow internalName='tracking'/>")
SEEN: dict[str, tuple[str, TrackingWorkflow, bool]] = {
    "running": (workflow(), RUNNING, True),
    "paused": (workflow("13", ran_at=""), TrackingWorkflow(found=True, state=13), False),
    "stopped": (workflow("20", ran_at=""), TrackingWorkflow(found=True, state=20), False),
    "in-error": (
        workflow("11", "1", "x"),
        TrackingWorkflow(found=True, state=11, failed=True),
        False,
    ),
    "paused-in-error": (
        workflow("13", "true", ""),
        TrackingWorkflow(found=True, state=13, failed=True),
        False,
    ),
    "being-edited": (workflow("0", ran_at=""), TrackingWorkflow(found=True, state=0), False),
    "missing": (rows("workflow"), TrackingWorkflow(), False),
    "unreadable": (FAULT, TrackingWorkflow(trouble=REFUSED), False),
    "without-a-state": (
        NO_STATE,
        TrackingWorkflow(trouble="'' came where a whole number was due"),
        False,
    ),
}


@pytest.mark.parametrize(("body", "expected", "runs"), list(SEEN.values()), ids=list(SEEN))
def test_workflow(
    wire: responses.RequestsMock,
    session: Session,
    body: str,
    expected: TrackingWorkflow,
    *,
    runs: bool,
) -> None:
    """The Tracking workflow is looked at, by its name, and only looked at."""
    campaign = platform(wire, body)

    seen = read_workflow(session)

    assert (seen, seen.runs) == (expected, runs)
    assert set(campaign.names) == {"ExecuteQuery"}
    asked = {str(queried(request)) for request in campaign.seen}
    assert asked == {str(("xtk:workflow", ["@internalName = 'tracking'"]))}


@pytest.mark.parametrize("second", [FAULT, rows("workflow"), workflow(ran_at="yesterday")])
def test_last_run_is_not_told(wire: responses.RequestsMock, session: Session, second: str) -> None:
    """The field of the last run is an assumption: without it the rest is as good."""
    platform(wire, workflow(), second)

    assert read_workflow(session) == TrackingWorkflow(found=True, state=11)


def test_state_that_is_not_known() -> None:
    """A workflow whose state nobody told is not one that runs."""
    assert not TrackingWorkflow(found=True).runs
    assert TrackingWorkflow(found=True, state=11).runs


def test_is_asked_to_run(wire: responses.RequestsMock, session: Session) -> None:
    """``Wakeup`` with the workflow's name; ``Start`` would resume one that was paused."""
    campaign = platform(wire, workflow())
    waker = Waker(session)

    waker()

    assert waker.wakeup == WorkflowWakeup(count=1)
    assert [name for name in campaign.names if name != "ExecuteQuery"] == ["Wakeup"]
    (request,) = campaign.of("Wakeup")
    assert action(request) == "xtk:workflow#Wakeup"
    assert parameters(request) == {"workflowId": "tracking"}


@pytest.mark.parametrize(
    ("look", "words"),
    [
        (workflow("13"), "it is paused"),
        (workflow("20"), "it is stopped"),
        (workflow("0"), "it is state 0"),
        (workflow("11", "1"), "it is in error"),
        (workflow("13", "1"), "it is in error"),
        (rows("workflow"), "there is no Tracking workflow"),
        (FAULT, REFUSED),
        (NO_STATE, "where a whole number was due"),
        (requests.ConnectionError("refused"), "refused"),
    ],
)
def test_is_never_touched(
    wire: responses.RequestsMock, session: Session, look: str | Exception, words: str
) -> None:
    """One that is paused, stopped, in error or not to be seen is left alone, for good."""
    campaign = platform(wire, look)
    clock = Clock()
    waker = Waker(session, clock.monotonic)

    waker()
    asked = len(campaign.seen)
    clock.now += 10 * WAKE_AGAIN_S
    waker()

    assert campaign.of("Wakeup") == []
    assert len(campaign.seen) == asked
    assert words in waker.wakeup.untouched
    assert (waker.wakeup.count, waker.wakeup.trouble) == (0, "")


def test_three_times_a_minute_apart(wire: responses.RequestsMock, session: Session) -> None:
    """Not once, since a click takes a moment; not for ever, since it is not our workflow."""
    campaign = platform(wire, workflow())
    clock = Clock()
    waker = Waker(session, clock.monotonic)
    woken_at = []

    for _ in range(60):
        before = waker.wakeup.count
        waker()
        if waker.wakeup.count > before:
            woken_at.append(clock.now - 1_000)
        clock.now += 7

    assert woken_at == [0, 63, 126]
    assert len(campaign.of("Wakeup")) == MOST_WAKEUPS == 3  # noqa: PLR2004  (as documented)
    assert waker.wakeup == WorkflowWakeup(count=3)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.floats(0, 100), max_size=20))
def test_never_too_often(session: Session, pauses: list[float]) -> None:
    """However often it is called: at most three times, and a minute apart."""
    clock, woken_at = Clock(), []
    with responses.RequestsMock(assert_all_requests_are_fired=False) as wire:
        campaign = platform(wire, workflow())
        waker = Waker(session, clock.monotonic)
        for pause in pauses:
            before = waker.wakeup.count
            waker()
            woken_at += [clock.now] * (waker.wakeup.count - before)
            clock.now += pause

        assert len(campaign.of("Wakeup")) == len(woken_at) <= MOST_WAKEUPS
    apart = [later - earlier for earlier, later in itertools.pairwise(woken_at)]
    assert all(pause >= WAKE_AGAIN_S for pause in apart)


@pytest.mark.parametrize(
    ("replies", "count"), [([fine(FAULT)], 0), ([WOKEN, fine(FAULT)], 1)], ids=["first", "second"]
)
def test_is_refused(
    wire: responses.RequestsMock, session: Session, replies: list[Reply], count: int
) -> None:
    """A refusal is told, and not tried against."""
    campaign = platform(wire, workflow())
    campaign.replies["Wakeup"] = replies
    clock = Clock()
    waker = Waker(session, clock.monotonic)

    for _ in range(5):
        waker()
        clock.now += WAKE_AGAIN_S

    assert waker.wakeup == WorkflowWakeup(count=count, trouble=REFUSED)
    assert len(campaign.of("Wakeup")) == count + 1


def test_is_paused_meanwhile(wire: responses.RequestsMock, session: Session) -> None:
    """It is looked at anew each time: somebody may pause it in between."""
    campaign = platform(wire, workflow(), workflow(), workflow("13"))
    clock = Clock()
    waker = Waker(session, clock.monotonic)

    waker()
    clock.now += WAKE_AGAIN_S
    waker()

    assert waker.wakeup == WorkflowWakeup(count=1, untouched="it is paused")
    assert len(campaign.of("Wakeup")) == 1
