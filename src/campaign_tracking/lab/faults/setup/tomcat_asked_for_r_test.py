"""No fault: the internal URLs lead to Tomcat, which has no ``/r/test``."""

from dataclasses import replace
from urllib.parse import urlsplit

from campaign_tracking.lab.assumptions import TOMCAT_PORT
from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.machine import SERVER_FILE, TOMCAT_FILE
from campaign_tracking.lab.platform import Platform
from campaign_tracking.lab.settings import LabSettings


def asked(settings: LabSettings) -> LabSettings:
    """Have internal URLs with Tomcat's port."""
    return replace(settings, tomcat_urls=True)


def apply(platform: Platform) -> None:
    """Write Tomcat's port into the three places of each server's files (R-47).

    It is a free one, since several labs may run on one machine.
    """
    for server in platform.servers:
        port, files = urlsplit(server.internal_url).port, server.machine.files
        for name in (SERVER_FILE, TOMCAT_FILE):
            files[name] = files[name].replace(f'"{TOMCAT_PORT}"', f'"{port}"')
        relayed = files[SERVER_FILE].replace(f"localhost:{TOMCAT_PORT}", f"localhost:{port}")
        files[SERVER_FILE] = relayed


TOMCAT_ASKED_FOR_R_TEST = Fault(
    id="tomcat-asked-for-r-test",
    summary="no fault: internal URLs lead to Tomcat, which does not serve /r/test",
    shown=(Shown(in_=EVERYWHERE_WITH_FILES, check=""),),
    apply=apply,
    asked=asked,
)
