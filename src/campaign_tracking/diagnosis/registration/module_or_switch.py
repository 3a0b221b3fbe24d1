"""``redirection-disabled`` and ``redirection-module-not-loaded``, which share all their evidence.

From outside both are a web server that knows no ``/r/test``. The server's files tell them apart,
where they were read: then each cause has a module of its own.
"""

from collections.abc import Iterator
from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.registration.foreign_page import foreign_pages
from campaign_tracking.diagnosis.registration.redirection_module_not_loaded import LOAD_IT
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts

ITS_FILES: Final = Text(
    "The files of {host}: startRedirection or startRedirectionInModule that is false speaks for "
    "the switch, true for the module. Declared as a [[host]], they are read here."
)


def find(facts: Facts) -> Iterator[Sign]:
    """Find servers that serve another page, and whose files nobody read."""
    for page in foreign_pages(facts):
        machine = (facts.machines or {}).get(page.server.id)
        if page.machine is None and (machine is None or machine.trouble):
            yield page.sign(doubt=ITS_FILES)


MODULE_OR_SWITCH = KnownCause(
    id=("redirection-disabled", "redirection-module-not-loaded"),
    statement=Text(
        "The web server of {server} does not serve the redirection: its module is not loaded, or "
        "the service is switched off."
    ),
    owner=Owner.SERVER,
    steps=(
        LOAD_IT,
        Text("If it is loaded, set startRedirection and startRedirectionInModule to true."),
    ),
    source="failure-to-connect.md",
    find=find,
)
