"""``instance-not-registered`` and ``tracking-password-mismatch``, which share all their evidence.

From outside the servers nothing tells them apart: both make the platform log RED-520005 beside
RED-520025 for a server that answers (A-01). Their files do, where they were read: then each cause
has a module of its own.
"""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import Cause
from campaign_tracking.diagnosis.owner import owner, remedy
from campaign_tracking.diagnosis.refusal import REGISTER_AGAIN, Refusal, refusals
from campaign_tracking.facts import Facts


def find(facts: Facts) -> Iterator[Cause]:
    """Find servers that refuse the upload, and whose files nobody read."""
    return (_cause(facts, found) for found in refusals(facts) if found.machine is None)


def _cause(facts: Facts, refusal: Refusal) -> Cause:
    host = refusal.host
    return Cause(
        id=("instance-not-registered", "tracking-password-mismatch"),
        statement=f"The tracking server {refusal.name} does not accept this platform: the instance "
        "is not registered there, or its tracking password is another one.",
        likely=True,
        subject=refusal.id,
        evidence=tuple(refusal.evidence),
        owner=owner(facts, "Campaign administrator, with the server administrator"),
        remedy=remedy(
            facts,
            f"On {host} look into config-<instance>.xml: is there a redirection/@databaseId? If "
            "not, the instance is not registered there.",
            "If it is, compare its trackingPassword with that of the other tracking servers.",
            REGISTER_AGAIN,
        ),
        told_apart_by=f"The files of {host}: redirection/@databaseId missing speaks for the "
        "registration, a different trackingPassword for the password. Declared as a [[host]], they "
        "are read here."
        + ("" if refusal.answers else " Nobody asked here whether it can be reached at all."),
        source="deploying-an-instance.md",
    )
