"""``redir-directory-not-writable``: the server cannot keep what is uploaded to it."""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.diagnosis.upload.tracking_machine import tracking_machines
from campaign_tracking.facts import Facts
from campaign_tracking.server_files.machine import UploadFolder
from campaign_tracking.server_files.upload_folder import flaw

NOBODY_WRITES: Final = Text("Nobody may write into {folder}: its mode is {mode}.")
FULL: Final = Text("The file system of {folder} is full.")


def find(facts: Facts) -> Iterator[Sign]:
    """Find tracking servers where nothing can be written into ``redir/url``."""
    for server in tracking_machines(facts):
        folder = server.machine.upload_folder
        if flaw(folder):
            yield server.sign(_seen(folder))


def _seen(folder: UploadFolder) -> Text:
    if folder.free_kb is not None and folder.free_kb <= 0:
        return FULL.with_values(folder=folder.path)
    return NOBODY_WRITES.with_values(folder=folder.path, mode=f"{folder.mode or 0:o}")


REDIR_DIRECTORY_NOT_WRITABLE = KnownCause(
    id=("redir-directory-not-writable",),
    statement=Text("The tracking server {server} cannot keep what is uploaded about deliveries."),
    owner=Owner.SERVER,
    steps=(
        Text(
            "On {host} free space, or give the folder back to the user of Campaign's processes "
            "with the right to write."
        ),
        Text("Prepare the blocked deliveries again."),
    ),
    source="monitoring-processes.md",
    find=find,
)
