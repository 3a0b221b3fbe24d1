"""``tracking-off-on-delivery``: mails that are made from the template are not tracked."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.delivery.template_boxes import links_are_off, links_sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts


def find(facts: Facts) -> Iterator[Sign]:
    """Find a template with the box off."""
    if links_are_off(facts):
        yield links_sign(facts)


TRACKING_OFF_ON_DELIVERY = KnownCause(
    id=("tracking-off-on-delivery",),
    statement=Text(
        "The template {template} does not activate tracking: its mails are not tracked."
    ),
    owner=Owner.DESIGNER,
    steps=(Text('Tick "Activate tracking" in the template, and in deliveries made from it.'),),
    source="url-tracking.md",
    find=find,
)
