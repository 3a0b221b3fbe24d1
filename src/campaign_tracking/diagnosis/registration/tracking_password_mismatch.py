"""``tracking-password-mismatch``: one server's tracking password is not that of the others.

The wizard's own is never read (A-11). Of a sole tracking server, which has none to be compared
with, it is what is left when its files show nothing else.
"""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.registration.by_files import is_explained
from campaign_tracking.diagnosis.registration.configuration_not_reloaded import (
    CONFIGURATION_NOT_RELOADED,
)
from campaign_tracking.diagnosis.registration.other_password import (
    SET_IT,
    other_passwords,
    registered,
)
from campaign_tracking.diagnosis.registration.refusal import REGISTER_AGAIN
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts

NOTHING_ELSE: Final = Text("The files of {host} show nothing else that would make it refuse.")
SET_ANEW: Final = Text(
    "The password in the deployment wizard is never read: set the same one on both sides, and see "
    "whether the server still refuses."
)


def find(facts: Facts) -> Iterator[Sign]:
    """Find servers with another password than the rest, and a sole one with nothing else wrong."""
    yield from other_passwords(facts)
    options = facts.tracking_options or facts.options
    trackers = [each for each in (facts.machines or {}).values() if each.role == "tracking"]
    if len(trackers) != 1 or len(_listed(facts)) > 1 or not options:
        return
    stale = any(CONFIGURATION_NOT_RELOADED.find(facts))
    for refusal, held in registered(facts):
        known = held.value and options.value("XtkDatabaseId")
        if known and not stale and not is_explained(facts, refusal.id):
            yield refusal.sign(NOTHING_ELSE, doubt=SET_ANEW)


def _listed(facts: Facts) -> list[str]:
    """Return the internal URLs that are declared, or else those that the wizard holds."""
    declared = facts.environment.tracking.internal_urls if facts.environment else {}
    options = facts.tracking_options or facts.options
    return list(declared.values()) or (options.server_urls if options else [])


TRACKING_PASSWORD_MISMATCH = KnownCause(
    id=("tracking-password-mismatch",),
    statement=Text("The tracking server {server} holds another tracking password."),
    owner=Owner.CAMPAIGN_AND_SERVER,
    steps=(SET_IT, REGISTER_AGAIN),
    source="deploying-an-instance.md",
    find=find,
    registers=True,
)
