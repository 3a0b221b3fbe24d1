"""Step 1, on the servers themselves: relay, zones, masks and proxy let through what must pass."""

import re
from collections.abc import Iterator, Mapping

import pytest

from campaign_tracking import urls
from campaign_tracking.environment import Environment
from campaign_tracking.judgement import NotApplicable, NotConfigured, explained_by
from campaign_tracking.redirection.endpoint import Endpoint
from campaign_tracking.rules import APPLICATION, EVERY_ROLE, TRACKING, file_rule
from campaign_tracking.server_files import masks, outgoing_proxy, zones
from campaign_tracking.server_files.admission import (
    SOAP_ROUTER,
    denying_rule,
    refuses_http,
    through_the_relay,
)
from campaign_tracking.server_files.document import Node
from campaign_tracking.server_files.identity import means, uploaders, uploaders_addresses
from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.settings import (
    DEFAULT_FILE,
    effective,
    elements,
    instance_file,
)
from campaign_tracking.server_files.spares import read_spares, those_of_a_role
from campaign_tracking.server_files.tracking_hosts import MASKS, unmatched_hosts
from checks import test_1_network as network
from checks import test_1_server_files as files

pytestmark = [pytest.mark.configuration, pytest.mark.stage("server files")]


def callers(machines: Mapping[str, Machine], environment: Environment) -> list[str]:
    """Return the addresses from which uploads come; leave the check if none is known."""
    found = uploaders_addresses(machines.values(), environment)
    if not found:
        raise NotConfigured("declare address of the [[host]] that uploads: the application server")
    return found


def internal_url(machine: Machine, environment: Environment) -> str:
    """Return the URL at which the machine is uploaded to; leave the check if there is none."""
    url = environment.tracking.internal_urls.get(machine.name, "")
    if not url:
        raise NotConfigured(f"declare [tracking] internal_urls with the key {machine.name}")
    return url


def hosts_of(data_store: Node) -> str:
    """Return an instance's DNS masks; without any it takes every host."""
    held = data_store.attribute("hosts")
    return held.value if held else "*"


def asking_through_the_relay(
    machine: Machine, machines: Mapping[str, Machine], environment: Environment
) -> list[Machine]:
    """Return the other tracking servers that have this one for a spare, through its relay."""
    return [
        other
        for other in those_of_a_role(machines.values(), "tracking")
        if other.name != machine.name
        and any(
            means(urls.host(spare.url), machine, environment)
            and through_the_relay(spare.url, environment)
            for spare in read_spares(other)
        )
    ]


@file_rule(
    "R-48",
    "R-12",
    reads="web/relay/url: urlPath, IPMask, deny",
    why="the application server is refused (403) when it uploads: RED-520025",
    source="configuring-campaign-server.md",
    on=TRACKING,
)
@explained_by(*files.READ)
def test_relay_admits_uploads(
    machine: Machine, machines: Mapping[str, Machine], environment: Environment
) -> None:
    """The relay lets the application server and the other tracking servers to the SOAP router.

    If it fails: the server administrator adds the address to the IPMask of the rule that admits
    *.jsp, before the one that denies it, and restarts the web server.
    """
    url = internal_url(machine, environment)
    uploads = callers(machines, environment) if through_the_relay(url, environment) else []
    spares = asking_through_the_relay(machine, machines, environment)
    if not (uploads or spares):
        raise NotApplicable("its URLs lead to Tomcat, past the relay")
    denied = [
        f"{found.where}: web/relay/url[{found.url_path}]/@deny = 'true' for {address}"
        for address in (*uploads, *(other.address for other in spares if other.address))
        if (found := denying_rule(machine, url, address))
    ]
    unknown = [other.name for other in spares if not other.address]
    if unknown and not denied:
        raise NotConfigured(f"declare address of [[host]] {', '.join(unknown)}")

    assert not denied, f"{SOAP_ROUTER} is refused: {'; '.join(denied)}"


@file_rule(
    "R-51",
    reads="securityZone, subNetwork/@mask, @allowHTTP; web/relay/url/@httpAllowed",
    why="a zone that demands https refuses uploads to an http internal URL: RED-520025",
    source="security-zones.md",
    on=TRACKING,
)
@explained_by(test_relay_admits_uploads, *files.READ)
def test_zone_admits_uploads(
    machine: Machine, machines: Mapping[str, Machine], environment: Environment
) -> None:
    """The application server's zone permits what the internal URL needs: HTTP, if it is http.

    If it fails: the server administrator puts the application server's address into a zone with
    allowHTTP="true", or the Campaign administrator makes the internal URL https and registers.
    """
    url = internal_url(machine, environment)
    if urls.parts(url).scheme != "http":
        raise NotApplicable("the internal URL is https, which every zone permits")
    relayed = through_the_relay(url, environment)
    refused = [
        address
        for address in callers(machines, environment)
        if refuses_http(machine, url, address, relayed=relayed)
    ]
    places = [
        network
        for network in zones.read_zones(machine)
        for address in refused
        if network.mask.strip() != "*" and network.holds(address)
    ]
    told = "; ".join(
        f"{place.where}: {place.mask!r} in the zone {place.zone!r}" for place in places
    )

    assert not refused, (
        f"securityZone/@allowHTTP is not true for {', '.join(refused)} "
        f"({told or 'in no subNetwork but that of everybody'})"
    )


@file_rule(
    "R-50",
    reads="securityZone > subNetwork: @mask, @proxy",
    why="all traffic that a trusted proxy forwards would be trusted",
    source="security-zones.md",
    on=EVERY_ROLE,
)
@explained_by(*files.READ)
@explained_by(of=files.earlier_on_the_same_server)
def test_reverse_proxies_are_not_trusted(machine: Machine, environment: Environment) -> None:
    """No reverse proxy's own address lies in the mask of a zone with rights.

    If it fails: the server administrator narrows the mask, and lists the proxy in the zone's
    @proxy and in that of the outermost zone.
    """
    places = zones.read_zones(machine)
    listed = {proxy for place in places for proxy in place.proxies}
    proxies = sorted({*listed, *environment.tracking.reverse_proxies} - set(zones.LOOPBACK))
    if not proxies:
        raise NotApplicable("no reverse proxy is listed in a zone, or declared")
    trusted = [
        f"{place.where}: subNetwork/@mask = {place.mask!r} of zone {place.zone!r} holds {proxy}"
        for proxy in proxies
        for place in places
        if place.rights and place.touches(proxy)
    ]
    names = [proxy for proxy in proxies if not zones.is_network(proxy)]
    if names and not trusted:
        raise NotConfigured(f"declare [tracking] reverse_proxies: the address of {names[0]}")

    assert not trusted, "; ".join(trusted)


@file_rule(
    "R-53",
    reads="config-<instance>.xml: dataStore/@hosts",
    why="a request whose host matches no mask is another instance's: RED-520005, dead links",
    source="creating-an-instance-and-logging-on.md",
    on=TRACKING,
)
@explained_by(files.test_instance_has_its_file, *files.READ)
def test_masks_match_the_tracking_hosts(
    machine: Machine, environment: Environment, servers: Mapping[str, Endpoint]
) -> None:
    """The instance's DNS masks match the hosts of the external, secure and internal URLs.

    If it fails: the server administrator adds the host to dataStore/@hosts of the instance's file
    and reloads (nlserver config -reload).
    """
    missed = unmatched_hosts(machine, environment, servers)
    told = effective(machine, MASKS).told

    assert not missed, f"{told} does not match {', '.join(missed)}"


@file_rule(
    "R-53",
    reads="every other config-*.xml: dataStore/@hosts",
    why="which instance a request belongs to is not certain where two match its host",
    source="creating-an-instance-and-logging-on.md",
    on=TRACKING,
)
@explained_by(
    files.test_other_instances_files_are_well_formed, files.test_instance_has_its_file, *files.READ
)
def test_no_other_instance_takes_the_tracking_hosts(
    machine: Machine, environment: Environment
) -> None:
    """No other instance's DNS masks match the hosts of the tracking URLs.

    If it fails: the server administrator narrows the other instance's dataStore/@hosts and reloads
    (nlserver config -reload).
    """
    tracking = environment.tracking
    wanted = (tracking.url, tracking.secure_url, tracking.internal_urls.get(machine.name))
    hosts = list(dict.fromkeys(urls.netloc(url) for url in wanted if url))
    own = {instance_file(machine), DEFAULT_FILE}
    others = [
        file
        for file in machine.files
        if re.fullmatch(r"config-.+\.xml", file.name) and file.name not in own
    ]
    taking = [
        f"{file.name}, line {node.line}: dataStore/@hosts = {held!r} matches {host}"
        for file in others
        for node in elements(file, "dataStore")
        for held in [hosts_of(node)]
        for host in hosts
        if any(masks.matches_host(mask, host) for mask in masks.split(held))
    ]
    unread = [file.name for file in others if file.trouble]

    assert not unread, f"not read: {', '.join(unread)}"
    assert not taking, "; ".join(taking)


@file_rule(
    "R-54",
    reads="proxyConfig: @enabled, @override",
    why="uploads go to the outgoing proxy instead of the tracking server: RED-520025",
    source="file-res-management.md",
    on=APPLICATION,
)
@explained_by(*files.READ)
def test_proxy_leaves_tracking_hosts_alone(
    machine: Machine, machines: Mapping[str, Machine], environment: Environment
) -> None:
    """The outgoing proxy, if there is one, is not used for the tracking servers.

    If it fails: the server administrator adds the hosts to proxyConfig/@override and restarts.
    """
    if not outgoing_proxy.is_enabled(machine):
        raise NotApplicable("no outgoing proxy is enabled")
    if machine.name not in {found.name for found in uploaders(machines.values(), environment)}:
        raise NotApplicable("another server uploads to the tracking servers")
    hosts = [urls.host(url) for url in environment.tracking.internal_urls.values()]
    if not hosts:
        raise NotConfigured("declare [tracking] internal_urls")
    captured = outgoing_proxy.captured(machine, hosts)
    told = effective(machine, outgoing_proxy.OVERRIDE).told

    assert not captured, f"{told} leaves out {', '.join(captured)}"


def earlier_that_misses_the_same(
    machine: Machine, machines: Mapping[str, Machine]
) -> Iterator[str]:
    """Name the servers before this one that do not reach what this one does not reach either."""
    own = {reach.url for reach in machine.reached if reach.trouble}
    for other in machines.values():
        if other.name == machine.name:
            return
        if own and own <= {reach.url for reach in other.reached if reach.trouble}:
            yield other.name


def servers_that_it_misses(machine: Machine, environment: Environment) -> list[str]:
    """Name the tracking servers that the machine does not reach."""
    silent = {urls.host(reach.url) for reach in machine.reached if reach.trouble}
    return list(filter(None, map(environment.tracking_server_id, sorted(silent))))


@file_rule(
    "R-01",
    reads="a connection from this server to each internal URL",
    why="what the application server does not reach, it cannot upload to: RED-520025",
    source="deploying-an-instance.md",
    on=APPLICATION,
)
@explained_by(network.test_port_opens, of=servers_that_it_misses, each=True, needed=False)
@explained_by(test_proxy_leaves_tracking_hosts_alone, *files.READ)
@explained_by(of=earlier_that_misses_the_same)
def test_tracking_servers_are_reached_from_it(
    machine: Machine, machines: Mapping[str, Machine], environment: Environment
) -> None:
    """The server that uploads reaches every tracking server: name and port.

    If it fails: refused means that nothing listens there. A name that is not known, or no answer,
    is for the network administrator: the port of each internal URL is open from this server.
    """
    if machine.name not in {found.name for found in uploaders(machines.values(), environment)}:
        raise NotApplicable("another server uploads to the tracking servers")
    if machine.reach_untold:
        raise NotApplicable(machine.reach_untold)
    if not machine.reached:
        raise NotConfigured("declare [tracking] internal_urls")
    silent = [f"{reach.url}: {reach.trouble}" for reach in machine.reached if reach.trouble]

    assert not silent, f"from {machine.name}: {'; '.join(silent)}"
