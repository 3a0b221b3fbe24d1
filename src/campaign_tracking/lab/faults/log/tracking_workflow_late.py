"""Fault: the Tracking workflow runs, and is hours behind."""

from typing import Final

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.faults.log.no_run_since import no_run_since
from campaign_tracking.lab.faults.log.workflow_not_run import CHECK, SAYS, WHERE_HOSTED
from campaign_tracking.lab.platform import Platform
from campaign_tracking.lab.tracking_workflow import NAME

_HOURS: Final = 4  # more than a click may take with a mid-sourcing server, too


def apply(platform: Platform) -> None:
    """Have each run of it take hours: it has been busy since it last came to an end."""
    no_run_since(platform.database, hours=_HOURS)
    platform.database.workflow(NAME).busy_s = _HOURS * 3600


TRACKING_WORKFLOW_LATE = Fault(
    id="tracking-workflow-late",
    summary="the Tracking workflow takes hours for each run: clicks are collected late",
    shown=(Shown(in_=EVERYWHERE_WITH_FILES, check=CHECK, says=SAYS), WHERE_HOSTED),
    apply=apply,
)
