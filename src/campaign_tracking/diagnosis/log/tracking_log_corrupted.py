"""``tracking-log-corrupted``: a line of a log file has not the documented form."""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.log.corrupted_lines import corrupted
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts

SEEN: Final = Text("{path}, line {line}, fails the documented test for good lines.")
MOST_TOLD: Final = 5


def find(facts: Facts) -> Iterator[Sign]:
    """Find tracking servers whose log files hold corrupted lines."""
    for name, scan in corrupted(facts):
        bad = scan.bad[:MOST_TOLD]
        yield Sign(
            subject=name,
            evidence=tuple(SEEN.with_values(path=each.path, line=str(each.line)) for each in bad),
            values={"server": name},
        )


TRACKING_LOG_CORRUPTED = KnownCause(
    id=("tracking-log-corrupted",),
    statement=Text(
        "A log file of the tracking server {server} holds a corrupted line: the Tracking workflow "
        "stops at it with an error."
    ),
    owner=Owner.SERVER,
    steps=(
        Text("Stop the Tracking workflow."),
        Text("On {server} delete the line."),
        Text("Start the Tracking workflow."),
    ),
    source="about-message-tracking.md",
    find=find,
)
