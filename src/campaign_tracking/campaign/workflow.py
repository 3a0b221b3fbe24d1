"""The Tracking workflow, which collects clicks (about-technical-workflows.md)."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from campaign_tracking.campaign.envelope import text
from campaign_tracking.campaign.errors import BrokenOff, CampaignError
from campaign_tracking.campaign.numbers import whole
from campaign_tracking.campaign.query import select
from campaign_tracking.campaign.session import Session
from campaign_tracking.times import read_time

NAME = "tracking"
PAUSED, STOPPED = 13, 20  # supervising-workflows.md
BEING_EDITED = 0  # what 0 means of jobs and deliveries; of workflows no page says it
PERIOD = timedelta(hours=1)  # the default (about-technical-workflows.md)
# No public page names the field that tells the last run: a platform without it refuses one query.
LAST_RUN = "@lastProcessingDate"
WAKE_AGAIN_S, MOST_WAKEUPS = 60.0, 3  # testing-tracking.md has people wait about 30 s


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingWorkflow:
    """The technical workflow ``tracking``.

    Attributes:
        found: Whether there is one.
        state: Its @state: 13 paused, 20 stopped; None if it could not be read.
        failed: Whether it is in error.
        last_run_at: When it last ran; None if the platform does not tell.
        trouble: Why it could not be read; else empty.
    """

    found: bool = False
    state: int | None = None
    failed: bool = False
    last_run_at: datetime | None = None
    trouble: str = ""

    @property
    def runs(self) -> bool:
        """Whether it is there, and neither paused, nor stopped, nor in error."""
        usable = self.found and not self.trouble and not self.failed
        return usable and self.state not in {None, BEING_EDITED, PAUSED, STOPPED}


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowWakeup:
    """What came of asking the Tracking workflow to run its pending task now.

    Attributes:
        count: How often it was asked.
        untouched: Why it was not asked; empty if it was.
        trouble: Why it could not be asked; else empty.
    """

    count: int = 0
    untouched: str = ""
    trouble: str = ""


def read_workflow(session: Session) -> TrackingWorkflow:
    """Look at the Tracking workflow, and change nothing."""
    fields, by_name = ("@internalName", "@state", "@failed"), (f"@internalName = '{NAME}'",)
    try:
        rows = select(session, "xtk:workflow", fields, by_name)
        if not rows:
            return TrackingWorkflow()
        state, failed = whole(rows[0]["@state"]), rows[0]["@failed"] in {"1", "true"}
    except CampaignError as error:
        return TrackingWorkflow(trouble=str(error))
    seen = TrackingWorkflow(found=True, state=state, failed=failed)
    try:
        rows = select(session, "xtk:workflow", ("@internalName", LAST_RUN), by_name)
    except CampaignError:
        return seen
    return replace(seen, last_run_at=read_time(rows[0][LAST_RUN]) if rows else None)


class Waker:
    """Has the Tracking workflow's pending task run now, as Adobe's manual test does by hand.

    Not once, but a few times a minute apart: a click takes a moment until it can be collected.
    A workflow that is paused, stopped or in error is never touched.
    """

    def __init__(self, session: Session, now_s: Callable[[], float] = time.monotonic) -> None:
        """Begin with nothing asked."""
        self._session, self._now_s = session, now_s
        self._next_s = 0.0
        self.wakeup = WorkflowWakeup()

    def __call__(self) -> None:
        """Ask, if it is time to."""
        seen = self.wakeup
        if seen.untouched or seen.trouble or seen.count >= MOST_WAKEUPS:
            return
        if seen.count and self._now_s() < self._next_s:
            return
        workflow = read_workflow(self._session)
        if not workflow.runs:
            self.wakeup = replace(seen, untouched=_why_untouched(workflow))
            return
        self._next_s = self._now_s() + WAKE_AGAIN_S
        try:
            self._session.call("xtk:workflow#Wakeup", [text("workflowId", NAME)])
        except BrokenOff as error:
            unknown = f"{error}; it may have been done, so it is not asked again"
            self.wakeup = replace(seen, trouble=unknown)
        except CampaignError as error:
            self.wakeup = replace(seen, trouble=str(error))
        else:
            self.wakeup = replace(seen, count=seen.count + 1)


def _why_untouched(workflow: TrackingWorkflow) -> str:
    states = {PAUSED: "paused", STOPPED: "stopped"}
    if workflow.trouble or not workflow.found:
        return workflow.trouble or "there is no Tracking workflow"
    state = states.get(workflow.state or 0, f"state {workflow.state}")
    return f"it is {'in error' if workflow.failed else state}"
