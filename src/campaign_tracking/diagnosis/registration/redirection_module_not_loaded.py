"""``redirection-module-not-loaded``: the web server lives, and Campaign's module is not in it."""

from collections.abc import Iterator

from campaign_tracking.diagnosis.cause import KnownCause, Sign
from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.registration.foreign_page import SWITCHED_ON, foreign_pages
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.facts import Facts

LOAD_IT = Text(
    "On {host} load the module into the web server (requesthandler24_module of Apache, the ISAPI "
    "filter of IIS), and restart the web server."
)


def find(facts: Facts) -> Iterator[Sign]:
    """Find servers that serve another page though their files switch the redirection on."""
    for page in foreign_pages(facts):
        if page.machine is not None and not page.switched_off:
            yield page.sign(SWITCHED_ON)


REDIRECTION_MODULE_NOT_LOADED = KnownCause(
    id=("redirection-module-not-loaded",),
    statement=Text("The web server of {server} runs without Campaign's redirection module."),
    owner=Owner.SERVER,
    steps=(LOAD_IT,),
    source="failure-to-connect.md",
    find=find,
)
