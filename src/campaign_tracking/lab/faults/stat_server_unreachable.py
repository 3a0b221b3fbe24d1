"""Fault: the mta is not told where its stat server is."""

from campaign_tracking.lab.faults.fault import Fault
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Empty ``mta/@statServerAddress`` of the sending instance."""
    machine = platform.executing.machine
    machine.set_attribute(machine.instance_file, "statServerAddress", "")


STAT_SERVER_UNREACHABLE = Fault(
    id="stat-server-unreachable",
    summary="the mta has no statServerAddress: sending stalls",
    topology="stand-alone",
    apply=apply,
)
