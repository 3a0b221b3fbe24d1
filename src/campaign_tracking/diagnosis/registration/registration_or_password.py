"""``instance-not-registered`` and ``tracking-password-mismatch``, which share all their evidence.

From outside the servers nothing tells them apart: both make the platform log RED-520005 beside
RED-520025 for a server that answers (A-01). Their files do, where they were read: then each cause
has a module of its own.
"""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.registration.refusal import REGISTER_AGAIN, refusals
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts

ITS_FILES = Text(
    "The files of {host}: redirection/@databaseId missing speaks for the registration, a different "
    "trackingPassword for the password. Declared as a [[host]], they are read here."
)
UNASKED = Text(
    "The files of {host}: redirection/@databaseId missing speaks for the registration, a different "
    "trackingPassword for the password. Declared as a [[host]], they are read here. Nobody asked "
    "here whether it can be reached at all."
)


def find(facts: Facts) -> Iterator[Sign]:
    """Find servers that refuse the upload, and whose files nobody read."""
    for refusal in refusals(facts):
        if refusal.machine is None:
            yield refusal.sign(doubt=ITS_FILES if refusal.answers else UNASKED)


REGISTRATION_OR_PASSWORD = KnownCause(
    id=("instance-not-registered", "tracking-password-mismatch"),
    statement=Text(
        "The tracking server {server} does not accept this platform: the instance is not "
        "registered there, or its tracking password is another one."
    ),
    owner=Owner.CAMPAIGN_AND_SERVER,
    steps=(
        Text(
            "On {host} look into config-<instance>.xml: is there a redirection/@databaseId? If "
            "not, the instance is not registered there."
        ),
        Text("If it is, compare its trackingPassword with that of the other tracking servers."),
        REGISTER_AGAIN,
    ),
    source="deploying-an-instance.md",
    find=find,
    registers=True,
)
