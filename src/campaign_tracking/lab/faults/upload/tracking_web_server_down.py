"""Fault: the web server of the last tracking server is stopped."""

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
    """Let nobody listen: connections are refused, and its ports stay taken."""
    platform.servers[-1].listens = Listens.NOT


TRACKING_WEB_SERVER_DOWN = Fault(
    id="tracking-web-server-down",
    summary="the web server of the last tracking server is stopped: RED-520025",
    shown=(
        Shown(in_=(STAND_ALONE,), check="test_port_opens[external]", says=r"refused"),
        Shown(in_=TWO_SERVERS_OR_MORE, check="test_port_opens[{last}]", says=r"refused"),
        hosted(),
    ),
    apply=apply,
)
