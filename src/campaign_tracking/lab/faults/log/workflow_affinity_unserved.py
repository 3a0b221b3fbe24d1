"""Fault: the workflow server runs only workflows of another affinity than Tracking's."""

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.faults.log.no_run_since import no_run_since
from campaign_tracking.lab.faults.log.workflow_not_run import WHERE_HOSTED
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Give ``wfserver/@affinity`` of the application server a list without a comma at its end.

    That was a day ago.
    """
    machine = platform.marketing.machine
    machine.set_attribute(machine.instance_file, "affinity", "reports")
    no_run_since(platform.database, hours=24)


WORKFLOW_AFFINITY_UNSERVED = Fault(
    id="workflow-affinity-unserved",
    summary="the workflow server's affinity leaves the Tracking workflow out: nothing is collected",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_a_workflow_server_takes_the_tracking_workflow",
            says=r"{application}: config-\w+.xml, line \d+: wfserver/@affinity = 'reports'",
        ),
        WHERE_HOSTED,
    ),
    apply=apply,
)
