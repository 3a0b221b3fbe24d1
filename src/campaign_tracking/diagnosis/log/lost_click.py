"""A click that led on and did not come into the tracking log, with nothing wrong that is seen.

What else is known to keep clicks back is not looked at again: a workflow that does not do its work,
and corrupted lines.
"""

from typing import Final

from campaign_tracking.diagnosis.log.corrupted_lines import corrupted
from campaign_tracking.diagnosis.log.tracking_workflow import seconds_late
from campaign_tracking.diagnosis.read_machines import all_trackers_are_read
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.own_links import logged_as

LOG: Final = "nms:trackingLogRcp"
REDIRECTED: Final = Text("The click on the landing link was redirected.")
NOT_LOGGED: Final = Text("It is not in the tracking log after {waited_s} s.")
WORKFLOW_RUNS: Final = Text("The Tracking workflow runs.")
SEEN: Final = (REDIRECTED, NOT_LOGGED, WORKFLOW_RUNS)


def waited_s(facts: Facts) -> str:
    """Return how long the tracking log was looked at, for people."""
    return f"{facts.tracking_log.waited_s:,.0f}" if facts.tracking_log else ""


def click_is_lost(facts: Facts) -> bool:
    """Whether the click led on, and is not in the log though the workflow does its work."""
    works = facts.workflow is not None and facts.workflow.runs and seconds_late(facts) is None
    return works and not any(corrupted(facts)) and _is_missing(facts)


def daemons_are_known(facts: Facts) -> bool:
    """Whether trackinglogd was looked for on every tracking server that is declared."""
    declared = set(facts.environment.tracking.internal_urls) if facts.environment else set()
    return all_trackers_are_read(facts) and declared <= set(facts.machines or {})


def _is_missing(facts: Facts) -> bool:
    log, click, links = facts.tracking_log, facts.landing_click, facts.links
    if log is None or log.trouble or click is None or links is None or not click.redirected:
        return False
    delivery_id = facts.tracked.id if facts.tracked and facts.tracked.id else 0
    clicked = logged_as(links, click.url, facts.tracked_urls or (), delivery_id)
    return bool(clicked) and not log.has(clicked)
