"""Fault: the mta is not told where its stat server is."""

from campaign_tracking.lab.faults.delivery.pending import WHERE_HOSTED
from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Empty ``mta/@statServerAddress`` of the sending instance."""
    machine = platform.executing.machine
    machine.set_attribute(machine.instance_file, "statServerAddress", "")


STAT_SERVER_UNREACHABLE = Fault(
    id="stat-server-unreachable",
    summary="the mta has no statServerAddress: sending stalls",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_statistics_server_is_named[{sending}]",
            says=r"line \d+: mta/@statServerAddress = ''",
        ),
        WHERE_HOSTED,
    ),
    apply=apply,
)
