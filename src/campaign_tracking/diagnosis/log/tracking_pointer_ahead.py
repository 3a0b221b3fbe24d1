"""``tracking-pointer-ahead``: the workflow remembers a place beyond the newest log.

The pointer itself is never read (A-11): what is left if all else is in order.
"""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.log.lost_click import (
    LOG,
    SEEN,
    click_is_lost,
    daemons_are_known,
    waited_s,
)
from campaign_tracking.diagnosis.log.workflow_servers import (
    application_servers,
    running,
    taking,
)
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.read_machines import runs_process, trackers
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts

DAEMONS_RUN: Final = Text("trackinglogd runs on every tracking server.")
THE_LOG_FILES: Final = Text(
    "Whether the click stands in redir/log of the server that was clicked. If it does, the pointer "
    "is beyond it, or something keeps the application server from the tracking servers at the time "
    "when logs are collected."
)


def find(facts: Facts) -> Iterator[Sign]:
    """Find a click that is lost where daemons and workflow run, and files are written."""
    if not click_is_lost(facts) or not daemons_are_known(facts):
        return
    daemons = all(runs_process(each, "trackinglogd") for each in trackers(facts))
    empty = any(scan.empty_newest for scan in (facts.log_scans or {}).values())
    if daemons and not empty and taking(facts, running(application_servers(facts))):
        yield Sign(
            subject=LOG,
            evidence=(*SEEN, DAEMONS_RUN),
            values={"waited_s": waited_s(facts)},
            doubt=THE_LOG_FILES,
        )


TRACKING_POINTER_AHEAD = KnownCause(
    id=("tracking-pointer-ahead",),
    statement=Text(
        "New clicks are never collected: NmsTracking_Pointer is beyond the newest log, as after an "
        "import of options or a restored database."
    ),
    owner=Owner.CAMPAIGN,
    steps=(
        Text("Stop the Tracking workflow."),
        Text("Stop trackinglogd on every tracking server."),
        Text("Set NmsTracking_Pointer back to a log that is not collected yet."),
        Text("Start trackinglogd on every tracking server."),
        Text("Start the Tracking workflow."),
    ),
    source="about-message-tracking.md",
    find=find,
)
