"""Fault: Tomcat of the last tracking server listens on another port than the relay asks."""

from campaign_tracking.lab.assumptions import TOMCAT_PORT
from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.faults.upload.hosted import hosted
from campaign_tracking.lab.machine import TOMCAT_FILE
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Change the port in ``server.xml`` alone (configure-tomcat.md names three places)."""
    platform.last.edit(TOMCAT_FILE, f'Connector port="{TOMCAT_PORT}"', 'Connector port="8090"')


TOMCAT_PORT_CHANGED_RELAY_NOT = Fault(
    id="tomcat-port-changed-relay-not",
    summary="the last tracking server's Tomcat has another port than its relay asks: RED-520025",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_tomcat_has_one_port[{last}]",
            says=r"server.xml, line \d+: Connector/@port: port 8090",
        ),
        hosted(),
    ),
    apply=apply,
)
