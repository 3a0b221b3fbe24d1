"""Fault: the mta is stopped."""

from campaign_tracking.lab.faults.delivery.pending import WHERE_HOSTED
from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.instance import MTA
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Stop it where mails are sent; the files still have it start."""
    platform.executing.machine.stopped.add(MTA)


MTA_DOWN = Fault(
    id="mta-down",
    summary="the mta is stopped: mails stay pending",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_processes_run[{sending}]",
            says=r"not running: mta",
        ),
        WHERE_HOSTED,
    ),
    apply=apply,
)
