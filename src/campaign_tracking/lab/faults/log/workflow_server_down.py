"""Fault: the workflow server is stopped."""

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.faults.log.no_run_since import no_run_since
from campaign_tracking.lab.faults.log.workflow_not_run import WHERE_HOSTED
from campaign_tracking.lab.instance import WFSERVER
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Stop it a day ago where users work; the files still have it start."""
    platform.marketing.machine.stopped.add(WFSERVER)
    no_run_since(platform.database, hours=24)


WORKFLOW_SERVER_DOWN = Fault(
    id="workflow-server-down",
    summary="wfserver of the application server is stopped: no workflow runs",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_processes_run[{application}]",
            says=r"not running: wfserver",
        ),
        WHERE_HOSTED,
    ),
    apply=apply,
)
