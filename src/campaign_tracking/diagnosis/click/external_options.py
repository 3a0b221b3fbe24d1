"""The external URLs as the deployment wizard holds them."""

from collections.abc import Mapping
from typing import Final

from campaign_tracking.campaign.options import Options
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts

URL: Final = "NmsTracking_ServerUrl"
SECURE_URL: Final = "NmsTracking_SecureServerUrl"
HELD: Final = Text("{option} is '{value}'.")


def wizard(facts: Facts) -> Options | None:
    """Return the options where the tracking servers belong, if they were read to the end."""
    options = facts.tracking_options or facts.options
    return None if options is None or options.unreadable else options


def external_urls(options: Options) -> Mapping[str, str]:
    """Return the external URLs that are not empty, by their options."""
    held = {name: options.value(name).strip() for name in (URL, SECURE_URL)}
    return {name: value for name, value in held.items() if value}
