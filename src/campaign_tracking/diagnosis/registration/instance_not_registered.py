"""``instance-not-registered``: no database identifier stands in the server's files."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.registration.refusal import REGISTER_AGAIN, refusals
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts


def find(facts: Facts) -> Iterator[Sign]:
    """Find servers that refuse the upload and hold no ``redirection/@databaseId``."""
    for refusal in refusals(facts):
        held = refusal.held("databaseId")
        if held is not None and not held.value:
            seen = Text("{where}: {path} is empty or missing.", where=held.where, path=held.path)
            yield refusal.sign(seen)


INSTANCE_NOT_REGISTERED = KnownCause(
    id=("instance-not-registered",),
    statement=Text("The instance is not registered on the tracking server {server}."),
    owner=Owner.CAMPAIGN,
    steps=(REGISTER_AGAIN,),
    source="deploying-an-instance.md",
    find=find,
    registers=True,
)
