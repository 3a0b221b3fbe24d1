"""Step 1, on the servers themselves: their configuration files can be read, and start what must.

Only where ``[[host]]`` declares how to read them; nothing is ever written there.
"""

from collections.abc import Iterator, Mapping

import pytest

from campaign_tracking import urls
from campaign_tracking.environment import Environment
from campaign_tracking.judgement import NotApplicable, NotConfigured, explained_by
from campaign_tracking.redirection.endpoint import Endpoint
from campaign_tracking.redirection.silence import Silence
from campaign_tracking.rules import APPLICATION, EVERY_ROLE, TRACKING, file_rule, rule
from campaign_tracking.server_files import ports
from campaign_tracking.server_files.affinity import takes
from campaign_tracking.server_files.flaws import not_off, not_on, out_of_bounds
from campaign_tracking.server_files.identity import is_address
from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.settings import effective, instance_file
from checks import test_1_network as network

pytestmark = [pytest.mark.configuration, pytest.mark.stage("server files")]


def gone_from_the_network(machine: Machine, servers: Mapping[str, Endpoint]) -> Iterator[str]:
    """Name the tracking server that the machine is, if nothing of it answers."""
    server = servers.get(machine.name)
    tcps = [address.tcp for address in server.addresses if address.tcp] if server else []
    if tcps and all(tcp.silence not in {None, Silence.REFUSED} for tcp in tcps):
        yield machine.name


def earlier_on_the_same_server(machine: Machine, machines: Mapping[str, Machine]) -> Iterator[str]:
    """Name the hosts before this one that are the same server, declared in another role."""
    own = [file.path for file in machine.files]
    for other in machines.values():
        if other.name == machine.name:
            return
        if own and machine.hostname == other.hostname and own == [f.path for f in other.files]:
            yield other.name


def earlier_without_the_instance(
    machine: Machine, machines: Mapping[str, Machine]
) -> Iterator[str]:
    """Name the servers before this one that lack the same file: the declared name is wrong."""
    for other in machines.values():
        if other.name == machine.name:
            return
        if other.instance == machine.instance:
            yield other.name


def runs(machine: Machine, process: str) -> bool:
    """Whether a process is set to start on the machine."""
    return effective(machine, f"{process}/@autoStart").is_true


@explained_by(network.test_port_opens, of=gone_from_the_network)
def test_server_can_be_read(machine: Machine) -> None:
    """A declared server lets us in, and its folder of configuration files is there.

    If it fails: whoever set up this verification corrects the [[host]] of that name: connection,
    conf_dir, and the rights of the user who reads there.
    """
    assert not machine.trouble, machine.trouble


@rule(
    "R-28",
    reads="serverConf.xml and each config-*.xml",
    why="a process whose file is no XML does not start, or ignores what stands in it",
    source="enterprise-deployment.md",
    on=EVERY_ROLE,
)
@explained_by(test_server_can_be_read)
@explained_by(of=earlier_on_the_same_server)
def test_files_are_well_formed(machine: Machine) -> None:
    """Every configuration file of the server and of the instance can be read and is XML.

    If it fails: the server administrator mends the line that is named; an element that is not
    closed, a missing quote, and quotes pasted from a web page are the usual mistakes.
    """
    assert not machine.trouble, "nothing was read"
    assert not machine.unread, machine.unread


READ = (test_files_are_well_formed, test_server_can_be_read)


@file_rule(
    "R-28",
    reads="every other config-*.xml",
    why="another instance on the server ignores what stands in it, or does not start",
    source="enterprise-deployment.md",
    on=EVERY_ROLE,
)
@explained_by(*READ)
@explained_by(of=earlier_on_the_same_server)
def test_other_instances_files_are_well_formed(machine: Machine) -> None:
    """Every other instance's configuration file on the server can be read and is XML.

    If it fails: the server administrator mends the line that is named; this instance does without.
    """
    others = machine.troubles_of_others

    assert not others, others


@file_rule(
    "R-19",
    reads="the name of config-<instance>.xml",
    why="a tracking server serves an instance that has a file there, and no other",
    source="deploying-an-instance.md",
    on=EVERY_ROLE,
)
@explained_by(*READ)
@explained_by(of=earlier_without_the_instance)
def test_instance_has_its_file(machine: Machine) -> None:
    """The instance has its configuration file on the server.

    If it fails: correct [campaign] or [mid_sourcing] instance, or declare [[host]] instance, if it
    is called otherwise there. If a tracking server lacks the file alone, the Campaign administrator
    registers the instance there in the deployment wizard.
    """
    others = [file.name for file in machine.files if file.name.startswith("config-")]
    name = instance_file(machine)

    assert machine.file(name), (
        f"there is no {name}; there are {', '.join(sorted(others)) or 'none'}"
    )


@file_rule(
    "R-59",
    reads="config-default.xml: web/@autoStart",
    why="uploads, log collection and every JSP page go through the web process",
    source="configuring-campaign-server.md",
    on=EVERY_ROLE,
)
@explained_by(*READ)
@explained_by(of=earlier_on_the_same_server)
def test_web_process_is_enabled(machine: Machine) -> None:
    """The web process (Tomcat) starts by itself.

    If it fails: the server administrator writes <web args="-tomcat" autoStart="true"/> into
    config-default.xml, reloads (nlserver config -reload), and starts it (nlserver start web).
    """
    flaw = not_on(machine, "web/@autoStart")

    assert not flaw, flaw


@file_rule(
    "R-43",
    reads="config-default.xml: trackinglogd/@autoStart",
    why="without it links still lead on, and no click is ever written to a log file",
    source="configuring-campaign-server.md",
    on=TRACKING,
)
@explained_by(*READ)
def test_trackinglogd_is_enabled(machine: Machine) -> None:
    """The daemon that writes clicks to disk, trackinglogd, starts by itself.

    If it fails: the server administrator writes <trackinglogd autoStart="true"/> into
    config-default.xml, reloads (nlserver config -reload), and starts it (nlserver start
    trackinglogd).
    """
    flaw = not_on(machine, "trackinglogd/@autoStart")

    assert not flaw, flaw


@file_rule(
    "R-42",
    reads="tracking/@logCountPerRequest",
    why="beyond the bound the collection of logs is not supported; too few let a backlog grow",
    source="about-message-tracking.md",
    on=APPLICATION,
)
@explained_by(*READ)
def test_log_count_per_request_is_in_bounds(machine: Machine) -> None:
    """The Tracking workflow asks for 0 to 10000 logs at a time.

    If it fails: the server administrator corrects logCountPerRequest; 0 and 10000 are the bounds.
    """
    flaw = out_of_bounds(machine, "tracking/@logCountPerRequest", 0, 10_000)

    assert not flaw, flaw


@file_rule(
    "R-47",
    reads="web/@httpPort, Tomcat's server.xml, web/relay/url/@targetUrl",
    why="the web server relays to a port where Tomcat does not listen: every JSP page fails",
    source="configure-tomcat.md",
    on=EVERY_ROLE,
)
@explained_by(*READ)
@explained_by(of=earlier_on_the_same_server)
def test_tomcat_has_one_port(machine: Machine) -> None:
    """Tomcat's port is the same in its own file, in web/@httpPort, and in every relay rule.

    If it fails: the server administrator writes the same port in all three places, and restarts
    the web process and the web server.
    """
    expected = effective(machine, "web/@httpPort")
    others = [
        f"{where}: port {port}"
        for where, port in ports.of_tomcat(machine)
        if port != expected.number
    ]

    assert not others, f"{expected.told}, but {'; '.join(others[:5])}"


@file_rule(
    "R-57",
    reads="mta/@verifyMode",
    why="in this mode mails are counted as sent and never leave",
    source="the-server-configuration-file.md",
    on=EVERY_ROLE,
)
@explained_by(*READ)
@explained_by(of=earlier_on_the_same_server)
def test_mails_are_really_sent(machine: Machine) -> None:
    """The mail transfer agent does not merely pretend to send (verifyMode).

    If it fails: the server administrator sets verifyMode="false" and restarts the mta.
    """
    if not runs(machine, "mta"):
        raise NotApplicable("no mta runs there")
    flaw = not_off(machine, "mta/@verifyMode")

    assert not flaw, flaw


@file_rule(
    "R-56",
    reads="mta/@statServerAddress",
    why="the mta asks the statistics server how much it may send; without it sending stalls",
    source="the-server-configuration-file.md",
    on=EVERY_ROLE,
)
@explained_by(*READ)
@explained_by(of=earlier_on_the_same_server)
def test_statistics_server_is_named(machine: Machine) -> None:
    """The mail transfer agent knows its statistics server.

    If it fails: the server administrator enters statServerAddress, host or host:port. Whether it
    answers is not asked here: it speaks UDP.
    """
    if not runs(machine, "mta"):
        raise NotApplicable("no mta runs there")
    setting = effective(machine, "mta/@statServerAddress")
    value = setting.value.strip()
    is_host = is_address(value) or urls.parts(f"//{value}").hostname

    assert is_host, f"{setting.told}, expected host or host:port"


@rule(
    "R-58",
    reads="wfserver/@autoStart, wfserver/@affinity",
    why="a workflow that no server accepts never runs: clicks stay on the tracking servers",
    source="configuring-campaign-server.md",
)
@explained_by(test_instance_has_its_file, *READ)
def test_a_workflow_server_takes_the_tracking_workflow(
    machines: Mapping[str, Machine], environment: Environment
) -> None:
    """Some workflow server takes workflows without affinity, as the Tracking workflow is.

    If it fails: the server administrator enables wfserver on an application server; an affinity
    there must end in a comma to take workflows without one, too. If the Tracking workflow has an
    affinity, declare [campaign] tracking_affinity.
    """
    wanted = environment.campaign.tracking_affinity
    servers = [machine for machine in machines.values() if machine.role == "application"]
    if not servers:
        raise NotConfigured("declare a [[host]] with the role application")
    unread = [machine.name for machine in servers if machine.unread]
    running = [machine for machine in servers if not machine.unread and runs(machine, "wfserver")]
    affinities = {machine.name: effective(machine, "wfserver/@affinity") for machine in running}
    taking = [name for name, affinity in affinities.items() if takes(affinity.value, wanted)]

    off = "; ".join(effective(machine, "wfserver/@autoStart").told for machine in servers)
    assert not unread, f"not read: {', '.join(unread)}"
    assert running, f"no workflow server is enabled: {off}"
    told = "; ".join(f"{name}: {affinity.told}" for name, affinity in affinities.items())
    assert taking, f"none takes a workflow with the affinity {wanted!r}: {told}"
