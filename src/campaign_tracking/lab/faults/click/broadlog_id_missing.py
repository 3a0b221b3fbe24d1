"""Fault: the links' first id is none of a message."""

from campaign_tracking.lab.faults.click.formulas import CLICK, OPEN, replace_in
from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Have both formulas write the recipient's id in place of the message's."""
    for option in (CLICK, OPEN):
        replace_in(platform, option, "messageId", "recipientId")


BROADLOG_ID_MISSING = Fault(
    id="broadlog-id-missing",
    summary="the first id of tracked links is the recipient's, not the message's",
    shown=(
        Shown(
            in_=EVERYWHERE,
            check="test_links_name_the_message",
            says=r"got \[\d+\]",
        ),
    ),
    apply=apply,
)
