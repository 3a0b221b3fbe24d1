"""Fault: the disks of the tracking servers' log files are full."""

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.faults.log.click_not_logged import CHECK, SAYS, WHERE_HOSTED
from campaign_tracking.lab.platform import Platform

_FILE = "0x000000000FD7E000.log"


def apply(platform: Platform) -> None:
    """Fill each server's disk for logs: its last file was made, and stayed empty.

    The links' files are elsewhere, so that uploads go on (L-82).
    """
    for server in platform.servers:
        server.machine.log_disk_is_full = True
        server.log_folder.mkdir(parents=True)
        (server.log_folder / _FILE).touch()


TRACKING_LOG_DISK_FULL = Fault(
    id="tracking-log-disk-full",
    summary="the disks of the tracking servers' log files are full: logs stop",
    shown=(Shown(in_=EVERYWHERE_WITH_FILES, check=CHECK, says=SAYS), WHERE_HOSTED),
    apply=apply,
)
