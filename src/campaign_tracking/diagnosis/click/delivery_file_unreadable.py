"""``delivery-file-unreadable``: the web server's user may not read a delivery's file."""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.click.uploaded_files import files
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.read_machines import sign
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts

_READABLE: Final = 0o444


def find(facts: Facts) -> Iterator[Sign]:
    """Find files whose mode is below 644 (R-68)."""
    for machine, file in files(facts):
        if file.found and file.mode is not None and file.mode & _READABLE != _READABLE:
            seen = Text(
                "{path} has the mode {mode}, not 644.", path=file.path, mode=f"{file.mode:o}"
            )
            yield sign(machine, seen)


DELIVERY_FILE_UNREADABLE = KnownCause(
    id=("delivery-file-unreadable",),
    statement=Text(
        "On the tracking server {server} the web server may not read the file of a delivery."
    ),
    owner=Owner.SERVER,
    steps=(
        Text("On {server} let everybody read the files below redir/url: chmod 644."),
        Text("Correct the umask of the user who runs Campaign there, and the files' owner."),
    ),
    source="about-message-tracking.md",
    find=find,
)
