"""Fault: the mirror page's host comes of the recipient's data."""

from campaign_tracking.lab.delivery.content import MIRROR_TOKEN
from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.platform import Platform

_BLOCK = (
    "https://<%=escapeUrl(recipient.firstName)%>.client.example/nl/jsp/m.jsp"
    f"?c=<%=escapeUrl({MIRROR_TOKEN})%>"
)


def apply(platform: Platform) -> None:
    """Let the mirror page's personalisation block begin with a personalised host."""
    for instance in platform.instances:
        instance.database.mirror_block = _BLOCK


PERSONALISED_HOST = Fault(
    id="personalised-host",
    summary="the mirror page's host is personalised: an unsupported and unsafe link",
    shown=(
        Shown(
            in_=EVERYWHERE,
            check="test_no_tracked_url_has_a_personalised_host",
            says=r"personalised host: https://<%=",
        ),
    ),
    apply=apply,
)
