"""Fault: the last tracking server takes no plain HTTP from inside."""

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.faults.upload.hosted import hosted
from campaign_tracking.lab.machine import SERVER_FILE
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Set ``securityZone/@allowHTTP`` of the last server's lan to false."""
    platform.last.edit(SERVER_FILE, 'allowHTTP="true"', 'allowHTTP="false"')


ZONE_REFUSES_HTTP = Fault(
    id="zone-refuses-http",
    summary="the zone of the last tracking server refuses plain HTTP: RED-520025",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_zone_admits_uploads[{last}]",
            says=r"securityZone/@allowHTTP is not true for 127.0.0.. \(serverConf.xml, line \d+",
        ),
        hosted(),
    ),
    apply=apply,
)
