"""Fault: the mirror page's URL comes into being when a mail is sent."""

from campaign_tracking.lab.delivery.content import MIRROR_MADE
from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Let its personalisation block be code as a whole: the analysis sees no URL to track."""
    for instance in platform.instances:
        instance.database.mirror_block = f"<%= {MIRROR_MADE} %>"


URL_NOT_TRACKED = Fault(
    id="url-not-tracked",
    summary="the mirror page's URL is made when a mail is sent: that link is plain",
    shown=(
        Shown(
            in_=EVERYWHERE,
            check="test_mail_holds_a_mirror_page_link",
            says=r"not tracked: /nl/jsp/m\.jsp$",
        ),
    ),
    apply=apply,
)
