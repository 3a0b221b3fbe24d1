"""Fault: a second parameter ``id`` in every tracked link."""

from campaign_tracking.lab.faults.click.formulas import CLICK, replace_in
from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Let the click formula add the recipient's id under that name."""
    added = "&id=<% document.write(recipientId) %>"
    replace_in(platform, CLICK, "urlId) %>", f"urlId) %>{added}")


PARAMETER_NAMED_ID = Fault(
    id="parameter-named-id",
    summary="tracked links have two parameters called id",
    shown=(
        Shown(
            in_=EVERYWHERE,
            check="test_tracked_links_are_whole",
            says=r"\?id=[ht][0-9a-f,]+&id=",
        ),
    ),
    apply=apply,
)
