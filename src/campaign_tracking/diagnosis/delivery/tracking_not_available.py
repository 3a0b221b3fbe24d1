"""``tracking-not-available``: the instance does not track at all (R-15)."""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts

OPTION: Final = "NmsTracking_Available"
_TRUE: Final = frozenset({"1", "true", "yes"})


def find(facts: Facts) -> Iterator[Sign]:
    """Find an option that was read and is not on."""
    options = facts.options
    if options is None or options.unreadable:
        return
    value = options.value(OPTION).strip()
    if value.lower() not in _TRUE:
        yield Sign(
            subject=OPTION,
            evidence=(Text('{option} holds "{value}".'),),
            values={"option": OPTION, "value": value},
        )


TRACKING_NOT_AVAILABLE = KnownCause(
    id=("tracking-not-available",),
    statement=Text("Tracking is not activated on the instance: no link of any mail is tracked."),
    owner=Owner.CAMPAIGN,
    steps=(
        Text("Tick Tracking in the deployment wizard."),
        Text("Register the instance on the tracking servers there."),
    ),
    source="deploying-an-instance.md",
    find=find,
    registers=True,
)
