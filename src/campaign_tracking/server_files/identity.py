"""Who is who among the servers: one has a name of its own, an address, and a host in a URL."""

from collections.abc import Collection, Iterable, Mapping
from ipaddress import ip_address

from campaign_tracking import urls
from campaign_tracking.environment import Environment
from campaign_tracking.server_files.machine import Machine


def names_of(machine: Machine, environment: Environment) -> frozenset[str]:
    """Return the names by which a URL may mean the machine, in lower case."""
    internal = environment.tracking.internal_urls.get(machine.name, "")
    declared = {machine.name, machine.hostname, machine.address, *machine.aliases}
    names = {*declared, urls.host(internal)}
    return frozenset(name.lower() for name in names if name)


def means(host: str, machine: Machine, environment: Environment) -> bool:
    """Whether *host* of a URL means the machine: by a name of it, or by its short name."""
    known = names_of(machine, environment)
    return bool(host) and (host.lower() in known or short(host) in known)


def short(host: str) -> str:
    """Return the host's short name, as ``hostname -s`` prints it; an address stays whole."""
    return host.lower() if is_address(host) else host.lower().partition(".")[0]


def is_address(host: str) -> bool:
    """Whether *host* is an IP address."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def uploaders(machines: Iterable[Machine], environment: Environment) -> list[Machine]:
    """Return the machines that upload to tracking servers: with a mid the mid, else marketing."""
    role = "mid-sourcing" if environment.mid_sourcing else "application"
    return [machine for machine in machines if machine.role == role]


def uploaders_addresses(machines: Iterable[Machine], environment: Environment) -> list[str]:
    """Return the addresses from which tracking servers are called to upload, as far as known."""
    declared = [found.address for found in uploaders(machines, environment) if found.address]
    server = environment.mid_sourcing or environment.campaign
    host = urls.host(server.url)
    return declared or ([host] if is_address(host) else [])


def undeclared(
    machines: Mapping[str, Machine], environment: Environment, roles: Collection[str]
) -> list[str]:
    """Return the servers of these roles that there must be, and that no ``[[host]]`` declares."""
    return [
        name
        for name, role in environment.machine_roles.items()
        if role in roles and name not in machines
    ]
