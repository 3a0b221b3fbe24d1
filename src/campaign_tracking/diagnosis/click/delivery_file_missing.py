"""``delivery-file-missing``: a tracking server lost what was uploaded to it."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.click.uploaded_files import files
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.read_machines import sign
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts


def find(facts: Facts) -> Iterator[Sign]:
    """Find servers without the file of our delivery (R-68)."""
    for machine, file in files(facts):
        if not file.found:
            yield sign(machine, Text("There is no {path}.", path=file.path))


DELIVERY_FILE_MISSING = KnownCause(
    id=("delivery-file-missing",),
    statement=Text(
        "The tracking server {server} does not have the file of a delivery that was uploaded to "
        "it: clicks there depend on its spare servers."
    ),
    owner=Owner.SERVER,
    steps=(
        Text("See on {server} what deletes files in redir/url, and whether it was down meanwhile."),
        Text("Copy the file from another tracking server, or prepare the delivery again."),
        Text("See that {server} can ask each spareServer for what it lacks."),
    ),
    source="about-message-tracking.md",
    find=find,
)
