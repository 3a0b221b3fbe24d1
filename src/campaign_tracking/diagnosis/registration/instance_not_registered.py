"""``instance-not-registered``: no database identifier stands in the server's files."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.registration.refusal import (
    REGISTER_AGAIN,
    Refusal,
    refusals,
)
from campaign_tracking.diagnosis.registration.registration_partial import (
    knows_the_instance,
    those_that_know,
)
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts


def find(facts: Facts) -> Iterator[Sign]:
    """Find servers that refuse the upload and hold no ``redirection/@databaseId``."""
    for refusal in refusals(facts):
        held = refusal.held("databaseId")
        if held is not None and not held.value and not _was_added(facts, refusal):
            seen = Text("{where}: {path} is empty or missing.", where=held.where, path=held.path)
            yield refusal.sign(seen)


def _was_added(facts: Facts, refusal: Refusal) -> bool:
    """Whether it does not even have the instance's file, which other tracking servers have."""
    machine = refusal.machine
    if machine is None or knows_the_instance(machine):
        return False
    return bool(those_that_know(facts, machine))


INSTANCE_NOT_REGISTERED = KnownCause(
    id=("instance-not-registered",),
    statement=Text("The instance is not registered on the tracking server {server}."),
    owner=Owner.CAMPAIGN,
    steps=(REGISTER_AGAIN,),
    source="deploying-an-instance.md",
    find=find,
    registers=True,
)
