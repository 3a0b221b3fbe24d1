"""``config-file-invalid``: a configuration file is no XML."""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts
from campaign_tracking.server_files.tree import NOT_WELL_FORMED

SEEN: Final = Text("Of {file} was said: {trouble}.")


def find(facts: Facts) -> Iterator[Sign]:
    """Find files that are not well-formed (R-28)."""
    for machine in (facts.machines or {}).values():
        for file in machine.files:
            if file.trouble.startswith(NOT_WELL_FORMED):
                yield Sign(
                    subject=machine.name,
                    evidence=(SEEN.with_values(file=file.name, trouble=file.trouble),),
                    values={"server": machine.name, "file": file.name},
                )


CONFIG_FILE_INVALID = KnownCause(
    id=("config-file-invalid",),
    statement=Text("The configuration file {file} of the server {server} is no valid XML."),
    owner=Owner.SERVER,
    steps=(
        Text(
            "Mend {file} on {server} at the line that is named: an element that is not closed, a "
            "missing quote, and quotes pasted from a web page are the usual mistakes."
        ),
        Text("Reload: nlserver config -reload; restart what did not start."),
    ),
    source="enterprise-deployment.md",
    find=find,
)
