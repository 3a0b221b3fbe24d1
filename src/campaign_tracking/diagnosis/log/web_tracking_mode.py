"""The web tracking mode, which may need an index that is not there (web-tracking-mode.md)."""

from typing import Final

from campaign_tracking.facts import Facts

OPTION: Final = "NmsTracking_WebTrackingMode"
# Assumed: the option holds the mode's name, in any case; no public page shows its value.
_WITH_INDEX: Final = ("permanent", "anonymous")


def needs_index(facts: Facts) -> bool:
    """Whether the mode needs an index on ``sourceId`` of the tracking tables."""
    mode = facts.options.value(OPTION).casefold() if facts.options else ""
    return any(name in mode for name in _WITH_INDEX)
