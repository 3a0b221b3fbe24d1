"""Hosts under which a tracking server is called, and the DNS masks of its instance (R-53)."""

from collections.abc import Mapping

from campaign_tracking import urls
from campaign_tracking.environment import Environment
from campaign_tracking.redirection.endpoint import Endpoint
from campaign_tracking.server_files import masks
from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.settings import effective

MASKS = "dataStore/@hosts"
LOCAL = ("localhost", "127.0.0.1", "::1")  # standalone-deployment.md: no mask names it


def unmatched_hosts(
    machine: Machine, environment: Environment, servers: Mapping[str, Endpoint]
) -> list[str]:
    """Return the hosts of external, secure and internal URL that none of the masks matches.

    The internal one is left out where the server itself says under it that it serves the instance.
    """
    tracking = environment.tracking
    internal = tracking.internal_urls.get(machine.name, "")
    judged = urls.host(internal) not in LOCAL and not serves_the_instance(machine, servers)
    wanted = (tracking.url, tracking.secure_url, internal if judged else "")
    hosts = list(dict.fromkeys(urls.netloc(url) for url in wanted if url))
    own = masks.split(effective(machine, MASKS).value)
    return [host for host in hosts if not any(masks.matches_host(mask, host) for mask in own)]


def serves_the_instance(machine: Machine, servers: Mapping[str, Endpoint]) -> bool:
    """Whether the server itself says, at its internal URL, that it serves the instance (R-07)."""
    server = servers.get(machine.name)
    rtests = [address.rtest for address in server.addresses] if server else []
    return bool(rtests) and all(each and each.instance == machine.instance for each in rtests)
