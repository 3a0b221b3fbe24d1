"""``concurrency-limit-reached``: preparations wait for others to end."""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.campaign.delivery import JOB_ENDS, Delivery
from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts

WAITING: Final = frozenset({11, 21})  # targeting pending, message preparation pending (6.4)
HOW_MANY: Final = Text(
    "In the console, how many deliveries are being prepared or sent, against "
    "NmsOperation_LimitConcurrency (10 by default); a slow database looks the same for a while."
)


def find(facts: Facts) -> Iterator[Sign]:
    """Find a control delivery whose preparation had not even begun when nobody waited any more."""
    control = facts.control
    if control is not None and waits(control):
        yield Sign(
            evidence=(
                Text("After {seconds} s the preparation is still pending: state {state}."),
                Text("So it is without tracking."),
            ),
            values={"seconds": f"{control.prepared_s:.0f}", "state": str(control.state)},
            doubt=HOW_MANY,
        )


def waits(delivery: Delivery) -> bool:
    """Whether its job runs, and its state says that it has to wait."""
    runs = delivery.job_status is not None and delivery.job_status not in JOB_ENDS
    return runs and delivery.state in WAITING


CONCURRENCY_LIMIT_REACHED = KnownCause(
    id=("concurrency-limit-reached",),
    statement=Text("Preparations wait: as many deliveries are under way as the instance allows."),
    owner=Owner.CAMPAIGN,
    steps=(
        Text("Wait until others have ended, or stop those that hang."),
        Text("If it happens often, raise NmsOperation_LimitConcurrency."),
    ),
    source="monitoring-a-delivery.md",
    find=find,
)
