"""Fault: a load holds all of Tomcat's threads on the last tracking server."""

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.faults.upload.hosted import hosted
from campaign_tracking.lab.platform import Platform
from campaign_tracking.lab.redirection.server_settings import MAX_THREADS


def apply(platform: Platform) -> None:
    """Use up ``web/@MaxThreads``; the web server and its module are well."""
    platform.servers[-1].busy_threads = MAX_THREADS


TOMCAT_THREADS_EXHAUSTED = Fault(
    id="tomcat-threads-exhausted",
    summary="all threads of the last tracking server's Tomcat are in use: RED-520025",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_upload_page_is_served[{last}]",
            says=r"soaprouter\.jsp: timed out",
        ),
        hosted(),
    ),
    apply=apply,
)
