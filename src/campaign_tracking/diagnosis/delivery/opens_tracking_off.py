"""``opens-tracking-off``: clicks in mails that are made from the template count, opens do not."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.delivery.template_boxes import (
    links_are_off,
    opens_are_off,
    opens_sign,
)
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts


def find(facts: Facts) -> Iterator[Sign]:
    """Find a template that tracks links and not opens."""
    if opens_are_off(facts) and not links_are_off(facts):
        yield opens_sign(facts)


OPENS_TRACKING_OFF = KnownCause(
    id=("opens-tracking-off",),
    statement=Text("The template {template} does not track opens: they are not noticed."),
    owner=Owner.DESIGNER,
    steps=(Text('Tick "Opens tracking" in the template, and in deliveries made from it.'),),
    source="testing-tracking.md",
    find=find,
)
