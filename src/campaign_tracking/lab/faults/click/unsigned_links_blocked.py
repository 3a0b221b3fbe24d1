"""Fault: the last tracking server refuses unsigned links, the others do not."""

from campaign_tracking.lab.faults.click.refused_links import refused_where_hosted
from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.machine import SERVER_FILE
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Set ``tracking/@blockRedirectForUnsignedTrackingLink`` of the last server to true.

    Where Adobe hosts the servers, of all of them, and links are sent without a signature.
    """
    name = "blockRedirectForUnsignedTrackingLink"
    if not platform.adobe_hosts:
        platform.last.set_attribute(SERVER_FILE, name, "true")
        return
    for server in platform.servers:
        server.machine.set_attribute(SERVER_FILE, name, "true")
    platform.executing.machine.set_attribute(SERVER_FILE, "signEmailLinks", "false")


UNSIGNED_LINKS_BLOCKED = Fault(
    id="unsigned-links-blocked",
    summary="the last tracking server blocks unsigned links",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_unsigned_links_are_treated_alike",
            says=r"{last}: serverConf.xml, line \d+: .*@block\w+ = 'true'",
        ),
        refused_where_hosted(),
    ),
    apply=apply,
)
