"""Fault: the last tracking server refuses unsigned links, the others do not."""

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.machine import SERVER_FILE
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Set ``tracking/@blockRedirectForUnsignedTrackingLink`` of the last server to true."""
    name = "blockRedirectForUnsignedTrackingLink"
    platform.last.set_attribute(SERVER_FILE, name, "true")


UNSIGNED_LINKS_BLOCKED = Fault(
    id="unsigned-links-blocked",
    summary="the last tracking server blocks unsigned links",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_unsigned_links_are_treated_alike",
            says=r"{last}: serverConf.xml, line \d+: .*@block\w+ = 'true'",
        ),
    ),
    apply=apply,
)
