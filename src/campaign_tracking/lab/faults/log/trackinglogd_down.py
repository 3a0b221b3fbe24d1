"""Fault: trackinglogd of the first tracking server is stopped."""

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.faults.log.click_not_logged import WHERE_HOSTED
from campaign_tracking.lab.platform import Platform
from campaign_tracking.lab.redirection.server_settings import TRACKINGLOGD


def apply(platform: Platform) -> None:
    """Stop it where the clicks arrive; the files still have it start."""
    for machine in platform.clicked:
        machine.stopped.add(TRACKINGLOGD)


TRACKINGLOGD_DOWN = Fault(
    id="trackinglogd-down",
    summary="trackinglogd of the first tracking server is stopped: clicks are not logged",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_processes_run[{first}]",
            says=r"not running: trackinglogd",
        ),
        WHERE_HOSTED,
    ),
    apply=apply,
)
