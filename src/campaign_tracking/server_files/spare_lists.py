"""Lists of spare servers against the servers that there are (configuring-campaign-server.md)."""

from collections.abc import Iterable, Sequence

from campaign_tracking import urls
from campaign_tracking.environment import Environment
from campaign_tracking.server_files import identity
from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.spares import SpareServer, read_spares


def not_listed(
    others: Iterable[Machine], spares: Sequence[SpareServer], environment: Environment
) -> list[str]:
    """Name the *others* that no entry's URL means (R-35)."""
    hosts = [urls.host(spare.url) for spare in spares]
    return [
        other.name
        for other in others
        if not any(identity.means(host, other, environment) for host in hosts)
    ]


def unknown_hosts(
    spares: Sequence[SpareServer], machines: Iterable[Machine], environment: Environment
) -> list[str]:
    """Return the hosts in the entries' URLs by which nobody is known: they may be anybody's."""
    known = list(machines)
    hosts = dict.fromkeys(urls.host(spare.url) for spare in spares)
    return [
        host
        for host in hosts
        if host and not any(identity.means(host, each, environment) for each in known)
    ]


def excludes_another(
    spare: SpareServer, machines: Iterable[Machine], environment: Environment
) -> bool:
    """Whether an entry's condition takes another server away than its URL means (R-39)."""
    host, excluded = urls.host(spare.url), spare.excludes.lower()
    if not excluded or identity.short(host) == excluded:
        return False
    meant = [found for found in machines if identity.means(host, found, environment)]
    names = [identity.names_of(found, environment) for found in meant]
    # A host that nobody is known by may be anybody's; so may be the name of an unknown one.
    unknown = not meant or any(not found.hostname for found in meant)
    return not unknown and not any(excluded in names_of for names_of in names)


def counting_itself(machine: Machine, environment: Environment) -> list[SpareServer]:
    """Return the entries that count on the machine itself and lead to it (R-38)."""
    if not machine.hostname:
        return []
    return [
        spare
        for spare in read_spares(machine)
        if spare.counts_on(machine.hostname)
        and identity.means(urls.host(spare.url), machine, environment)
    ]
