"""``purge-delay-too-short``: clicks are deleted before anybody has looked for them."""

import re
from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts

OPTION: Final = "NmsCleanup_TrackingLogPurgeDelay"
SEEN: Final = Text(
    "NmsCleanup_TrackingLogPurgeDelay is {value} s; a click may take {limit_s} s into the log."
)


def find(facts: Facts) -> Iterator[Sign]:
    """Find a delay that is shorter than a click may take into the tracking log (R-27)."""
    value = facts.options.value(OPTION).strip() if facts.options else ""
    limit_s = facts.environment.tracking_log_s if facts.environment else 0.0
    if re.fullmatch(r"[0-9]+", value) and float(value) < limit_s:
        values = {"value": value, "limit_s": f"{limit_s:,.0f}"}
        yield Sign(subject=OPTION, evidence=(SEEN,), values=values)


PURGE_DELAY_TOO_SHORT = KnownCause(
    id=("purge-delay-too-short",),
    statement=Text("Clicks are deleted from the tracking log after {value} s already."),
    owner=Owner.CAMPAIGN,
    steps=(Text("Lengthen NmsCleanup_TrackingLogPurgeDelay, in seconds."),),
    source="configuring-campaign-options.md",
    find=find,
)
