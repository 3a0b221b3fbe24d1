"""Fault: trackinglogd is not switched on on the first tracking server."""

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.faults.log.click_not_logged import WHERE_HOSTED
from campaign_tracking.lab.machine import DEFAULT_FILE
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Set ``trackinglogd/@autoStart`` to false where the clicks arrive."""
    old = '<trackinglogd autoStart="true"/>'
    for machine in platform.clicked:
        machine.edit(DEFAULT_FILE, old, '<trackinglogd autoStart="false"/>')


TRACKINGLOGD_NOT_ENABLED = Fault(
    id="trackinglogd-not-enabled",
    summary="trackinglogd is not switched on on the first tracking server: clicks are not logged",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_trackinglogd_is_enabled[{first}]",
            says=r"config-default.xml, line \d+: trackinglogd/@autoStart = 'false'",
        ),
        WHERE_HOSTED,
    ),
    apply=apply,
)
