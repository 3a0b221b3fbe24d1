"""The two boxes of tracking in the template, as signs of what is not ticked."""

from campaign_tracking.campaign.template_tracking import LINKS, OPENS
from campaign_tracking.diagnosis.cause import Sign
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts

OFF = Text("In the template {template} {box} is off.")


def links_are_off(facts: Facts) -> bool:
    """Whether "Activate tracking" is known to be off."""
    return facts.template_tracking is not None and facts.template_tracking.links is False


def opens_are_off(facts: Facts) -> bool:
    """Whether "Opens tracking" is known to be off."""
    return facts.template_tracking is not None and facts.template_tracking.opens is False


def links_sign(facts: Facts) -> Sign:
    """Return the sign of tracking that is off."""
    return _sign(facts, LINKS)


def opens_sign(facts: Facts) -> Sign:
    """Return the sign of opens tracking that is off."""
    return _sign(facts, OPENS)


def _sign(facts: Facts, box: str) -> Sign:
    template = facts.environment.test_mail.template if facts.environment else ""
    return Sign(subject=box, evidence=(OFF,), values={"template": template, "box": box})
