"""``tracking-log-disk-full``: log files are made, and nothing can be written into them."""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.log.lost_click import LOG, NOT_LOGGED, click_is_lost, waited_s
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts

EMPTY: Final = Text("On {name} nothing stands in the newest log file: {path}.")


def find(facts: Facts) -> Iterator[Sign]:
    """Find servers whose newest log file is empty, where a click was lost."""
    scans = facts.log_scans or {}
    empty = {name: scan.empty_newest for name, scan in scans.items() if scan.empty_newest}
    if empty and click_is_lost(facts):
        seen = [EMPTY.with_values(name=name, path=path) for name, path in empty.items()]
        values = {"servers": ", ".join(empty), "waited_s": waited_s(facts)}
        yield Sign(subject=LOG, evidence=(*seen, NOT_LOGGED), values=values)


TRACKING_LOG_DISK_FULL = KnownCause(
    id=("tracking-log-disk-full",),
    statement=Text(
        "Nothing can be written into the tracking log files of {servers}: the disk is full."
    ),
    owner=Owner.SERVER,
    steps=(
        Text("On {servers} free space on the disk of redir/log (df)."),
        Text("Click a link again: what was not written is lost."),
    ),
    source="monitoring-processes.md",
    find=find,
)
