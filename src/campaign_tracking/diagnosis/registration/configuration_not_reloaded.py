"""``configuration-not-reloaded``: the file is right, and what runs has not loaded it."""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.registration.by_files import is_explained
from campaign_tracking.diagnosis.registration.other_password import other_passwords
from campaign_tracking.diagnosis.registration.refusal import refusals
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.server_files.loading import changed_since_loaded

SEEN: Final = Text("{files} on {host} was changed after the processes there had been started.")
RIGHT: Final = Text("What stands in the files of {host} now is right.")
RELOADED: Final = Text(
    "It may have been reloaded by hand since, which nothing shows: reload it again, or declare "
    "[[host]] reloaded_at."
)


def find(facts: Facts) -> Iterator[Sign]:
    """Find servers that refuse though their files are right, which were changed since (R-30)."""
    others = {sign.subject for sign in other_passwords(facts)}
    for refusal in refusals(facts):
        machine = refusal.machine
        changed = changed_since_loaded(machine) if machine else []
        if changed and refusal.id not in others and not is_explained(facts, refusal.id):
            names = ", ".join(file.name for file in changed)
            yield refusal.sign(SEEN.with_values(files=names), RIGHT, doubt=RELOADED)


CONFIGURATION_NOT_RELOADED = KnownCause(
    id=("configuration-not-reloaded",),
    statement=Text(
        "The configuration of the tracking server {server} was corrected, and not reloaded."
    ),
    owner=Owner.SERVER,
    steps=(
        Text(
            "On {host} reload: nlserver config -reload. Restart the web server, which reads the "
            "redirection's part by itself."
        ),
    ),
    source="configuring-campaign-server.md",
    find=find,
)
