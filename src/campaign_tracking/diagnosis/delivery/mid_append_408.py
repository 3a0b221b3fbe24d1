"""``mid-append-408``: the mid-sourcing server gave up waiting for a delivery's data."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.delivery.mid_appending import METHOD, failures, is_too_slow
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts


def find(facts: Facts) -> Iterator[Sign]:
    """Find AppendDeliveryPart answered with HTTP 408."""
    line = next(filter(is_too_slow, failures(facts)), "")
    if line:
        evidence = (Text("The delivery log says: {line}"),)
        yield Sign(subject=METHOD, evidence=evidence, values={"line": line[:300]})


MID_APPEND_408 = KnownCause(
    id=("mid-append-408",),
    statement=Text(
        "The marketing database is too slow: the mid-sourcing server gives up waiting for the "
        "data of a delivery (HTTP 408). It can be reached."
    ),
    owner=Owner.SERVER,
    steps=(
        Text("Vacuum and reindex the marketing database."),
        Text("Restart the scheduled workflows and those that failed."),
    ),
    source="delivery-performance-troubleshooting.md",
    find=find,
)
