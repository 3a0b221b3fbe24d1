"""Causes: a function from facts to what is broken, who repairs it and how.

It sees no test and no outcome, so it explains a live run and a saved facts.json alike.
A new cause is one file and one line in the registry of its part of the catalogue.
"""

from typing import Final

from campaign_tracking.diagnosis.cause import Cause, KnownCause
from campaign_tracking.diagnosis.click import CLICK
from campaign_tracking.diagnosis.delivery import DELIVERY
from campaign_tracking.diagnosis.log import LOG
from campaign_tracking.diagnosis.registration import REGISTRATION
from campaign_tracking.diagnosis.setup import SETUP
from campaign_tracking.diagnosis.telling import tell
from campaign_tracking.diagnosis.upload import UPLOAD
from campaign_tracking.facts import Facts
from campaign_tracking.language import Translate

# In the order of the catalogue, which is that of the mail's way.
CAUSES: Final[tuple[KnownCause, ...]] = (*UPLOAD, *REGISTRATION, *CLICK, *LOG, *DELIVERY, *SETUP)


def diagnose(facts: Facts, translate: Translate = str) -> tuple[Cause, ...]:
    """Return what is broken, the causes that are singled out before those that are likely.

    Args:
        facts: What was seen.
        translate: Gives the translation of an English text.
    """
    found = [tell(facts, known, sign, translate) for known in CAUSES for sign in known.find(facts)]
    return tuple(sorted(found, key=lambda cause: cause.likely))
