"""Whether a tracking server lets an upload in: relay rules and security zones.

Uploads are calls of the SOAP router (configuring-campaign-server.md, security-zones.md).
"""

from typing import Final

from campaign_tracking import urls
from campaign_tracking.environment import Environment
from campaign_tracking.server_files import relay, zones
from campaign_tracking.server_files.machine import Machine

SOAP_ROUTER: Final = "/nl/jsp/soaprouter.jsp"


def through_the_relay(url: str, environment: Environment) -> bool:
    """Whether a URL leads to the web server, and not past its relay to Tomcat."""
    return urls.parts(url).port not in environment.tracking.tomcat_ports


def denying_rule(machine: Machine, url: str, address: str) -> relay.RelayRule | None:
    """Return the rule that denies the SOAP router at *url* to a caller; None if none does."""
    rules, host = relay.read_relay(machine), urls.netloc(url)
    found = relay.first_applying(rules, SOAP_ROUTER, host=host, address=address)
    return found if found and found.deny else None


def refuses_http(machine: Machine, url: str, address: str, *, relayed: bool) -> bool:
    """Whether a caller at *address* may not use plain HTTP at *url*.

    Args:
        machine: The tracking server.
        url: Its internal URL.
        address: Of the caller, as the server sees it.
        relayed: Whether the URL leads through the relay, a rule of which may allow it (R-51).
    """
    if zones.ALLOW_HTTP in zones.rights_of(zones.read_zones(machine), address):
        return False
    rules, host = relay.read_relay(machine) if relayed else [], urls.netloc(url)
    found = relay.first_applying(rules, SOAP_ROUTER, host=host, address=address)
    return found is None or not found.http_allowed
