"""``tracking-url-id-missing``: a delivery's file lacks a URL that the mail holds."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.click.uploaded_files import files
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.read_machines import sign
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts


def find(facts: Facts) -> Iterator[Sign]:
    """Find files without the id of one of our links (R-68)."""
    for machine, file in files(facts):
        if file.found and file.missing_url_ids:
            ids = ", ".join(f"{url_id:x}" for url_id in file.missing_url_ids)
            seen = Text("{path} lacks {ids} (hexadecimal).", path=file.path, ids=ids)
            yield sign(machine, seen)


TRACKING_URL_ID_MISSING = KnownCause(
    id=("tracking-url-id-missing",),
    statement=Text(
        "On the tracking server {server} the file of a delivery lacks one of its links: that link "
        "fails there."
    ),
    owner=Owner.CAMPAIGN_AND_SERVER,
    steps=(
        Text("Prepare the delivery again, and send it again: its content changed after the upload"),
        Text("See on {server} whether the file was written to its end: disk space, rights."),
    ),
    source="about-message-tracking.md",
    find=find,
)
