"""Fault: the deployment wizard names an instance that the tracking servers do not have."""

from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.platform import Platform

_OPTION = "NmsTracking_Instance"


def apply(platform: Platform) -> None:
    """Give ``NmsTracking_Instance`` a name from before the instance was renamed."""
    for instance in platform.instances:
        former = f"{instance.database.option(_OPTION)}_old"
        instance.database.set_option(_OPTION, former)


TRACKING_INSTANCE_NAME_MISMATCH = Fault(
    id="tracking-instance-name-mismatch",
    summary="the wizard names an instance that no tracking server has: RED-520005 and RED-520025",
    shown=(
        Shown(
            in_=EVERYWHERE,
            check="test_tracking_servers_serve_the_instance",
            says=r"expected \w+_old \(NmsTracking_Instance\): ",
        ),
    ),
    apply=apply,
)
