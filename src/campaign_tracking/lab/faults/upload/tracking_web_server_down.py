"""Fault: the web server of the last tracking server is stopped."""

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Let nobody listen: connections are refused, and its ports stay taken."""
    platform.servers[-1].listening = False


TRACKING_WEB_SERVER_DOWN = Fault(
    id="tracking-web-server-down",
    summary="the web server of the last tracking server is stopped: RED-520025",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_port_opens[{last}]",
            says=r"refused",
        ),
    ),
    apply=apply,
)
