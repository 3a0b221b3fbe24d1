"""Fault: no DNS mask of the last tracking server matches its own internal host."""

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.faults.registration.unseen import LOGGED_ONLY
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Leave the server's former name in ``dataStore/@hosts`` in place of its present address."""
    machine = platform.last
    machine.edit(machine.instance_file, f'hosts="{machine.address}*', 'hosts="front.old.example*')


DNS_MASK_MISSES_TRACKING_HOST = Fault(
    id="dns-mask-misses-tracking-host",
    summary="no DNS mask of the last tracking server fits its address: RED-520005 and RED-520025",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_masks_match_the_tracking_hosts[{last}]",
            says=r"config-\w+.xml, line \d+: dataStore/@hosts = .* does not match 127.0.0.\d+",
        ),
        LOGGED_ONLY,
    ),
    apply=apply,
)
