"""Causes: a function from facts to what is broken, who repairs it and how.

It sees no test and no outcome, so it explains a live run and a saved facts.json alike.
A new cause is one file and one line in ``FINDERS``.
"""

from campaign_tracking.diagnosis import (
    database_id,
    instance_not_registered,
    registration_or_password,
    tracking_password,
    tracking_web_server_down,
)
from campaign_tracking.diagnosis.cause import Cause, Find
from campaign_tracking.facts import Facts

FINDERS: tuple[Find, ...] = (
    tracking_web_server_down.find,
    instance_not_registered.find,
    database_id.find,
    tracking_password.find,
    registration_or_password.find,
)


def diagnose(facts: Facts) -> tuple[Cause, ...]:
    """Return what is broken, the causes that are singled out before those that are likely."""
    found = [cause for find in FINDERS for cause in find(facts)]
    return tuple(sorted(found, key=lambda cause: cause.likely))
