"""``unsigned-links-blocked``: links without a signature are refused, and there are such links."""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.click.unlike_settings import odd_one_out
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts

BLOCKS: Final = "tracking/@blockRedirectForUnsignedTrackingLink"


def find(facts: Facts) -> Iterator[Sign]:
    """Find servers that refuse what others let through; where all do, it is a decision."""
    found = odd_one_out(facts, BLOCKS)
    if found:
        yield found


UNSIGNED_LINKS_BLOCKED = KnownCause(
    id=("unsigned-links-blocked",),
    statement=Text(
        "Not all servers treat links without a signature alike: where they are blocked, the links "
        "of mails that were sent before the signature fail; {server} is the odd one."
    ),
    owner=Owner.SERVER,
    steps=(
        Text("Decide whether links of old mails are still to work."),
        Text(
            "Give tracking/@blockRedirectForUnsignedTrackingLink the same value on all servers: "
            "false while old mails count."
        ),
        Text("Restart nlserver and the web server on each."),
    ),
    source="privacy.md",
    find=find,
)
