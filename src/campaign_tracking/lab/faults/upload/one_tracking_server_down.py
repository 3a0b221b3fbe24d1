"""Fault: one of several tracking servers is down as a whole."""

from campaign_tracking.lab.faults.fault import TWO_SERVERS_OR_MORE, Fault, Shown
from campaign_tracking.lab.faults.upload.hosted import hosted
from campaign_tracking.lab.machine import WATCHDOG
from campaign_tracking.lab.platform import Platform
from campaign_tracking.lab.redirection.server import Listens
from campaign_tracking.lab.redirection.server_settings import TRACKINGLOGD, WEB


def apply(platform: Platform) -> None:
    """Stop the last server's web server, and all of Campaign's processes there."""
    platform.servers[-1].listens = Listens.NOT
    platform.last.stopped |= {WEB, TRACKINGLOGD, "syslogd", WATCHDOG}


ONE_TRACKING_SERVER_DOWN = Fault(
    id="one-tracking-server-down",
    summary="nothing runs on the last tracking server, the others work: RED-520025",
    shown=(
        Shown(in_=TWO_SERVERS_OR_MORE, check="test_port_opens[{last}]", says=r"refused"),
        hosted(),
    ),
    apply=apply,
)
