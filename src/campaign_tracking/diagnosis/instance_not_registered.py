"""``instance-not-registered``: no database identifier stands in the server's files."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import Cause
from campaign_tracking.diagnosis.refusal import REGISTER_AGAIN, refusals, shown_by_files
from campaign_tracking.facts import Facts


def find(facts: Facts) -> Iterator[Cause]:
    """Find servers that refuse the upload and hold no ``redirection/@databaseId``."""
    for refusal in refusals(facts):
        held = refusal.held("databaseId")
        if held is not None and not held.value:
            yield shown_by_files(
                facts,
                refusal,
                id_="instance-not-registered",
                statement=f"The instance is not registered on the tracking server {refusal.name}.",
                seen=f"{held.where}: {held.path} is empty or missing.",
                steps=(REGISTER_AGAIN,),
                who="Campaign administrator",
                source="deploying-an-instance.md",
            )
