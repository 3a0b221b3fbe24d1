"""Fault: the last tracking server was added, and the instance never registered on it."""

from campaign_tracking.lab.faults.fault import TWO_SERVERS_OR_MORE, Fault, Shown
from campaign_tracking.lab.faults.registration.unseen import LOGGED_ONLY
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Take ``config-<instance>.xml`` from the last server: it has never had one."""
    machine = platform.last
    del machine.files[machine.instance_file]


REGISTRATION_PARTIAL = Fault(
    id="registration-partial",
    summary="the instance was never registered on the last tracking server, which was added later",
    shown=(
        Shown(
            in_=TWO_SERVERS_OR_MORE,
            check="test_instance_has_its_file[{last}]",
            says=r"there is no config-\w+.xml; there are config-default.xml",
        ),
        LOGGED_ONLY,
    ),
    apply=apply,
)
