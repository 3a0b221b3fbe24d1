"""Fault: a firewall lets nothing through to the last tracking server."""

from campaign_tracking.lab.faults.fault import (
    STAND_ALONE,
    TWO_SERVERS_OR_MORE,
    Fault,
    Shown,
)
from campaign_tracking.lab.faults.upload.hosted import hosted
from campaign_tracking.lab.platform import Platform
from campaign_tracking.lab.redirection.server import Listens


def apply(platform: Platform) -> None:
    """Have nothing come back from its ports: whoever connects waits until he gives up."""
    platform.servers[-1].listens = Listens.SILENT


TRACKING_HOST_UNREACHABLE = Fault(
    id="tracking-host-unreachable",
    summary="nothing reaches the last tracking server, connections time out: RED-520025",
    shown=(
        Shown(in_=(STAND_ALONE,), check="test_port_opens[external]", says=r"timed out"),
        Shown(in_=TWO_SERVERS_OR_MORE, check="test_port_opens[{last}]", says=r"timed out"),
        hosted(),
    ),
    apply=apply,
)
