"""Step 1, on the tracking servers themselves: each turns to the others for what it lacks.

The documented form is one ``spareServer`` line for each tracking server, the same list on all of
them; its condition takes a server's own line away (configuring-campaign-server.md).
"""

from collections.abc import Iterator, Mapping

import pytest

from campaign_tracking import urls
from campaign_tracking.environment import Environment, url_flaw
from campaign_tracking.judgement import NotApplicable, NotConfigured, explained_by
from campaign_tracking.rules import TRACKING, file_rule
from campaign_tracking.server_files import identity, spare_lists
from campaign_tracking.server_files.identity import undeclared
from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.settings import effective
from campaign_tracking.server_files.spares import SpareServer, read_spares, those_of_a_role
from checks import test_1_network as network
from checks import test_1_server_files as files
from checks import test_1_server_processes as processes
from checks.test_1_server_relay import earlier_that_misses_the_same

pytestmark = [pytest.mark.configuration, pytest.mark.stage("server files")]


def others(
    machine: Machine, machines: Mapping[str, Machine], environment: Environment
) -> list[Machine]:
    """Return the other tracking servers that were read; leave the check if there is but one."""
    if len(environment.tracking.internal_urls) == 1:
        raise NotApplicable("there is one tracking server")
    found = those_of_a_role(machines.values(), "tracking")
    there = [other for other in found if other.name != machine.name]
    if not there:
        raise NotConfigured("declare the other tracking servers as [[host]], too")
    return there


def all_are_declared(machines: Mapping[str, Machine], environment: Environment) -> None:
    """Leave a check that holds for all that were read, and of some nothing was."""
    missing = undeclared(machines, environment, TRACKING)
    if missing:
        raise NotConfigured(f"declare [[host]] {', '.join(missing)}, too")


def everybody_is_known(
    missing: list[str],
    spares: list[SpareServer],
    machines: Mapping[str, Machine],
    environment: Environment,
) -> None:
    """Leave a check that misses servers, where spares have names that nobody is known by."""
    unknown = spare_lists.unknown_hosts(spares, machines.values(), environment)
    if missing and unknown:
        raise NotConfigured(
            f"declare hostname or aliases of [[host]] {', '.join(missing)}: nobody is known by the "
            f"name {', '.join(unknown)}, which spareServer has"
        )


def asked_at_another_port(
    machine: Machine, machines: Mapping[str, Machine], environment: Environment
) -> Iterator[tuple[SpareServer, Machine]]:
    """Yield entries that lead to Tomcat, and the server that has it at another port."""
    for spare in read_spares(machine):
        port = urls.parts(spare.url).port
        for other in those_of_a_role(machines.values(), "tracking"):
            meant = identity.means(urls.host(spare.url), other, environment)
            listens = effective(other, "web/@httpPort").number
            if meant and port in environment.tracking.tomcat_ports and port != listens:
                yield spare, other


def servers_asked_at_another_port(
    machine: Machine, machines: Mapping[str, Machine], environment: Environment
) -> list[str]:
    """Name the servers that have Tomcat at another port."""
    return [other.name for _, other in asked_at_another_port(machine, machines, environment)]


def earlier_with_the_same_list(machine: Machine, machines: Mapping[str, Machine]) -> Iterator[str]:
    """Name the tracking servers before this one that hold the same list: one mistake, copied."""
    own = [(spare.id, spare.url, spare.enabled_if) for spare in read_spares(machine)]
    for other in those_of_a_role(machines.values(), "tracking"):
        if other.name == machine.name:
            return
        if own == [(spare.id, spare.url, spare.enabled_if) for spare in read_spares(other)]:
            yield other.name


def servers_that_it_misses(
    machine: Machine, machines: Mapping[str, Machine], environment: Environment
) -> Iterator[str]:
    """Name the tracking servers that the machine does not reach."""
    silent = {urls.host(reach.url) for reach in machine.reached if reach.trouble}
    for other in machines.values():
        if any(identity.means(host, other, environment) for host in silent):
            yield other.name


def hostname_of(machine: Machine) -> str:
    """Return what the server calls itself; leave the check if it is not known."""
    if not machine.hostname:
        raise NotConfigured(f"declare hostname of [[host]] {machine.name}")
    return machine.hostname


def told(entries: list[SpareServer], what: str = "enabled_if") -> str:
    """Name entries, each with its place and one of its attributes."""
    names = {"enabled_if": "enabledIf", "url": "url", "id": "id"}
    return "; ".join(
        f"{entry.where}: spareServer/@{names[what]} = {getattr(entry, what)!r}" for entry in entries
    )


@file_rule(
    "R-36",
    reads="web/redirection/spareServer/@id",
    why="of two entries with one name, which one counts is not documented",
    source="configuring-campaign-server.md",
    on=TRACKING,
)
@explained_by(of=earlier_with_the_same_list)
@explained_by(*files.READ)
def test_spare_server_ids_are_unique(machine: Machine) -> None:
    """No two spare servers have the same id.

    If it fails: the server administrator numbers the entries.
    """
    spares = read_spares(machine)
    ids = [spare.id for spare in spares]
    double = [spare for spare in spares if ids.count(spare.id) > 1]

    assert not double, told(double, "id")


@file_rule(
    "R-37",
    reads="web/redirection/spareServer/@enabledIf",
    why="whether a malformed condition is true or false is not documented",
    source="about-message-tracking.md",
    on=TRACKING,
)
@explained_by(of=earlier_with_the_same_list)
@explained_by(*files.READ)
def test_spare_server_conditions_are_well_formed(machine: Machine) -> None:
    """Each spare server's condition is empty, or reads $(hostname)!='name'.

    If it fails: the server administrator corrects the line. The documentation prints one with its
    opening quote missing: $(hostname)!=test-rt2' is to be $(hostname)!='test-rt2'.
    """
    spares = read_spares(machine)
    odd = [spare for spare in spares if not spare.condition_is_well_formed]
    unbalanced = [spare for spare in odd if spare.enabled_if.count("'") % 2]
    misspelt = [spare.where for spare in spares if spare.misspelt]

    assert not misspelt, (
        f"enableIf is to be enabledIf: {'; '.join(misspelt)}: spareServer/@enableIf"
    )
    assert not unbalanced, f"a quote is missing: {told(unbalanced)}"
    assert not odd, f"not a form that the documentation shows: {told(odd)}"


@file_rule(
    "R-40",
    reads="web/redirection/spareServer/@url",
    why="a server cannot ask another for what it lacks",
    source="configuring-campaign-server.md",
    on=TRACKING,
)
@explained_by(of=earlier_with_the_same_list)
@explained_by(*files.READ)
def test_spare_server_urls_are_well_formed(machine: Machine) -> None:
    """Each spare server's URL is an absolute http(s) URL.

    If it fails: the server administrator corrects it; the documented form is http://host:8080.
    """
    odd = [spare for spare in read_spares(machine) if url_flaw(spare.url, "http|https")]

    assert not odd, told(odd, "url")


@file_rule(
    "R-35",
    reads="web/redirection/spareServer",
    why="a click that reaches a server without the delivery fails: its file is on another one",
    source="configuring-campaign-server.md",
    on=TRACKING,
)
@explained_by(test_spare_server_urls_are_well_formed, *files.READ)
@explained_by(of=earlier_with_the_same_list)
def test_every_other_tracking_server_is_a_spare(
    machine: Machine, machines: Mapping[str, Machine], environment: Environment
) -> None:
    """Each other tracking server is a spare server of this one.

    If it fails: the server administrator adds the line on all tracking servers, the same list
    everywhere.
    """
    there = others(machine, machines, environment)
    spares = read_spares(machine)
    missing = spare_lists.not_listed(there, spares, environment)

    everybody_is_known(missing, spares, machines, environment)
    if not missing:
        all_are_declared(machines, environment)

    where = spares[0].where if spares else "serverConf.xml has no spareServer"
    assert not missing, f"no web/redirection/spareServer for {', '.join(missing)} ({where})"


@file_rule(
    "R-39",
    reads="web/redirection/spareServer: @enabledIf and @url",
    why="a server takes another one's line away, and asks itself",
    source="configuring-campaign-server.md",
    on=TRACKING,
)
@explained_by(of=earlier_with_the_same_list)
@explained_by(
    test_spare_server_urls_are_well_formed,
    test_spare_server_conditions_are_well_formed,
    *files.READ,
)
def test_spare_servers_exclude_the_server_that_they_name(
    machine: Machine, machines: Mapping[str, Machine], environment: Environment
) -> None:
    """The host in a spare server's condition is the host in its URL.

    If it fails: the server administrator corrects the pair; the name is what hostname -s prints
    there, without the domain.
    """
    known = [machine, *(found for found in machines.values() if found.name != machine.name)]
    wrong = [
        spare
        for spare in read_spares(machine)
        if spare_lists.excludes_another(spare, known, environment)
    ]
    pairs = "; ".join(
        f"{spare.where}: spareServer/@enabledIf excludes {spare.excludes!r}, @url is {spare.url!r}"
        for spare in wrong
    )

    assert not wrong, pairs


@file_rule(
    "R-38",
    reads="web/redirection/spareServer, with hostname -s",
    why="a server that asks itself finds nothing, and one that asks not all may find nothing",
    source="configuring-campaign-server.md",
    on=TRACKING,
)
@explained_by(
    test_every_other_tracking_server_is_a_spare,
    test_spare_servers_exclude_the_server_that_they_name,
    test_spare_server_conditions_are_well_formed,
    test_spare_server_urls_are_well_formed,
    *files.READ,
)
def test_spare_servers_leave_the_server_itself_out(
    machine: Machine, machines: Mapping[str, Machine], environment: Environment
) -> None:
    """On each server the spare servers that count are the others, and not itself.

    If it fails: the server administrator corrects enabledIf; the name is what hostname -s prints.
    """
    there = others(machine, machines, environment)
    hostname = hostname_of(machine)
    counting = [spare for spare in read_spares(machine) if spare.counts_on(hostname)]
    itself = spare_lists.counting_itself(machine, environment)
    missing = spare_lists.not_listed(there, counting, environment)

    everybody_is_known(missing, counting, machines, environment)
    if not (itself or missing):
        all_are_declared(machines, environment)

    assert not itself, f"on {hostname} it counts itself: {told(itself)}"
    assert not missing, f"on {hostname} no entry counts for {', '.join(missing)}"


@file_rule(
    "R-40",
    reads="web/redirection/spareServer/@url, web/@httpPort of the other server",
    why="the other server's Tomcat does not listen there",
    source="configure-tomcat.md",
    on=TRACKING,
)
@explained_by(of=earlier_with_the_same_list)
@explained_by(files.test_tomcat_has_one_port, of=servers_asked_at_another_port)
@explained_by(test_spare_server_urls_are_well_formed, *files.READ)
def test_spare_server_ports_are_tomcats(
    machine: Machine, machines: Mapping[str, Machine], environment: Environment
) -> None:
    """A spare server's URL that leads to Tomcat names the port on which it listens there.

    If it fails: the server administrator corrects the port in the URL, on all tracking servers.
    """
    others(machine, machines, environment)
    wrong = [
        f"{told([spare], 'url')}, {other.name} listens on {effective(other, 'web/@httpPort').value}"
        for spare, other in asked_at_another_port(machine, machines, environment)
        if other.name != machine.name
    ]

    assert not wrong, "; ".join(wrong)


@file_rule(
    "R-03",
    "R-40",
    reads="a connection from this server to each spareServer/@url",
    why="a server cannot ask another for what it lacks",
    source="network-configuration.md",
    on=TRACKING,
)
@explained_by(
    network.test_port_opens,
    files.test_web_process_is_enabled,
    processes.test_processes_run,
    of=servers_that_it_misses,
    each=True,
    needed=False,
)
@explained_by(
    test_spare_servers_leave_the_server_itself_out,
    test_spare_server_ports_are_tomcats,
    test_spare_server_urls_are_well_formed,
    *files.READ,
)
@explained_by(of=earlier_that_misses_the_same)
def test_spare_servers_can_be_reached(machine: Machine) -> None:
    """The server reaches every spare server: its name resolves there, and its port opens.

    If it fails: the network administrator opens the port between the tracking servers, in both
    directions.
    """
    if machine.reach_untold:
        raise NotApplicable(machine.reach_untold)
    if not machine.reached:
        raise NotApplicable("there is no other server to reach")
    silent = [f"{reach.url}: {reach.trouble}" for reach in machine.reached if reach.trouble]

    assert not silent, f"from {machine.name}: {'; '.join(silent)}"
