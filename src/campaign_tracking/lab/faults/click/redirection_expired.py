"""Fault: the web validity of deliveries is over as soon as they are sent."""

from campaign_tracking.lab.application.first_rows import TEMPLATE_ID
from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, HOSTED, Fault, Shown
from campaign_tracking.lab.machine import SERVER_FILE
from campaign_tracking.lab.platform import Platform

_PAGE = "https://www.client.example/expired"


def apply(platform: Platform) -> None:
    """Give the template a validity of no time, and all servers a page for what has expired."""
    for scenario in platform.database.deliveries[TEMPLATE_ID].document.iter("scenario"):
        scenario.set("webValidityDuration", "0")
    for server in platform.servers:
        server.machine.set_attribute(SERVER_FILE, "expirationURL", _PAGE)


REDIRECTION_EXPIRED = Fault(
    id="redirection-expired",
    summary="the web validity of the delivery is over: its links lead to expirationURL",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_tracking_server_resolves_the_link[{first}]",
            says=rf"got HTTP 302 to {_PAGE}$",
        ),
        Shown(
            in_=(HOSTED,),
            check="test_click_leads_to_the_landing_url",
            says=rf"got {_PAGE}$",
        ),
    ),
    apply=apply,
)
