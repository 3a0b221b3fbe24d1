"""Fault: the web process of the last tracking server is stopped behind a living web server."""

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.faults.upload.hosted import hosted
from campaign_tracking.lab.platform import Platform
from campaign_tracking.lab.redirection.server_settings import WEB


def apply(platform: Platform) -> None:
    """Stop Tomcat; the files still have it start."""
    platform.last.stopped.add(WEB)


TRACKING_WEB_PROCESS_DOWN = Fault(
    id="tracking-web-process-down",
    summary="the web process (Tomcat) of the last tracking server is stopped: RED-520025",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_processes_run[{last}]",
            says=r"not running: web",
        ),
        hosted(),
    ),
    apply=apply,
)
