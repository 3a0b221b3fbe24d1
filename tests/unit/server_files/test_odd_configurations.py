"""Configurations that are valid and look odd, and faults that look fine: what a review found."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from campaign_tracking.judgement import Judged, Judgement
from campaign_tracking.server_files.machine import Machine, Reach
from tests.unit.server_files.judging import judge_files, known_of
from tests.unit.server_files.platforms import Sample, enterprise, mid_sourcing, standard
from tests.unit.server_files.test_rules import not_green
from tests.unit.server_files.violations import SERVER, TOMCAT

INSTANCE = "config-prod.xml"
Edit = Callable[[Sample], object]


def red(judged: dict[str, Judgement]) -> list[str]:
    """Return the checks that fail."""
    return [name for name, one in judged.items() if one.judged is Judged.FAILS]


def judged_with(
    sample: Sample, change: Callable[[dict[str, Machine]], dict[str, Machine]] = dict
) -> dict[str, Judgement]:
    """Judge a sample whose machines were seen otherwise."""
    known = known_of(sample)
    machines = known["machines"]
    assert isinstance(machines, dict)
    seen = change(machines)
    return judge_files(known | {"machines": seen, "every_machine": seen})


def part_of_the_zones(sample: Sample) -> None:
    """Add a subnetwork in the instance's file, as security-zones.md recommends."""
    for server in sample.trackers:
        path = "shared/authentication/securityZone"
        outer = server.element(INSTANCE, path)
        outer.set("name", "public")
        inner = outer.makeelement("securityZone", {"name": "vpn"})
        inner.append(inner.makeelement("subNetwork", {"name": "cus1", "mask": "198.51.100.0/24"}))
        outer.append(inner)


def tls_connector(sample: Sample) -> None:
    """Let Tomcat have a port with TLS, too."""
    service = sample.last.element(TOMCAT, "Service")
    attributes = {"port": "8443", "protocol": "HTTP/1.1", "SSLEnabled": "true"}
    service.append(service.makeelement("Connector", attributes))


def daemon_in_the_instance_file(sample: Sample) -> None:
    """Switch trackinglogd on in the instance's file, as enterprise-deployment.md has it."""
    default = sample.last.files["config-default.xml"]
    default.remove(sample.last.element("config-default.xml", "trackinglogd"))
    sample.last.element(INSTANCE, "trackinglogd").set("autoStart", "true")


def updated_spare(sample: Sample) -> None:
    """Change one entry of the server's list in the instance's file, to what it is already."""
    for server in sample.trackers:
        entry = server.element(SERVER, "web/redirection").findall("spareServer")[0]
        place = server.element(INSTANCE, "web/redirection")
        place.append(place.makeelement("spareServer", {**entry.attrib, "_operation": "update"}))


def relay_rule(sample: Sample, at: int = 0, file: str = SERVER, **attributes: str) -> Sample:
    """Insert a relay rule on the last server."""
    relay = sample.last.element(file, "web/relay")
    relay.insert(at, relay.makeelement("url", attributes))
    return sample


def hardened(sample: Sample) -> None:
    """Admit the application server alone to JSP pages; spares go to Tomcat, past the relay."""
    for server in sample.trackers:
        relay = server.element(SERVER, "web/relay")
        for url in relay.findall("url"):
            if url.get("urlPath") == "/nl/jsp/*.jsp":
                url.set("IPMask", "10.30.1.5")
        relay.append(relay.makeelement("url", {"urlPath": "*.jsp", "deny": "true"}))


def set_on(file: str, path: str, name: str, value: str) -> Edit:
    """Return what sets an attribute on the last server."""
    return lambda sample: sample.last.element(file, path).set(name, value)


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(part_of_the_zones, id="zones-of-both-files"),
        pytest.param(tls_connector, id="tls-connector"),
        pytest.param(daemon_in_the_instance_file, id="daemon-in-the-instance-file"),
        pytest.param(updated_spare, id="spare-updated"),
        pytest.param(hardened, id="hardened"),
        pytest.param(set_on(SERVER, "mta", "signEmailLinks", "1"), id="one-is-true"),
        pytest.param(set_on(SERVER, "web/redirection", "defLogCount", "030"), id="same-number"),
        pytest.param(
            lambda sample: relay_rule(
                sample, urlPath="*.jsp", hostMask="public.example.com", deny="true"
            ),
            id="denied-for-another-host",
        ),
        pytest.param(
            lambda sample: (
                sample.servers["app"].element(INSTANCE, "mta").set("statServerAddress", "fd00::7")
            ),
            id="statistics-server-by-ipv6",
        ),
    ],
)
def test_valid(edit: Edit) -> None:
    """It is no fault by any rule."""
    sample = enterprise()
    edit(sample)

    assert not_green(judge_files(known_of(sample))) == {}


def test_newer_mid_is_valid() -> None:
    """The mid runs the same version as marketing, or a newer one (build-upgrade.md)."""

    def older(machines: dict[str, Machine]) -> dict[str, Machine]:
        app = machines["app"]
        behind = replace(app, processes=replace(app.processes, build="9350"))
        return machines | {"app": behind}

    assert red(judged_with(mid_sourcing(), older)) == []
    assert red(judged_with(standard(), older)) == ["test_servers_tell_the_same_build"]


@pytest.mark.parametrize(
    ("edit", "root"),
    [
        pytest.param(
            lambda sample: (
                relay_rule(sample, urlPath="*", hostMask="console.example.com"),
                relay_rule(sample, at=1, urlPath="*/soaprouter.jsp", deny="true"),
            ),
            "test_relay_admits_uploads[trk3]",
            id="admitted-for-another-host",
        ),
        pytest.param(
            lambda sample: (
                relay_rule(sample, urlPath="/nl/jsp/soaprouter.jsp", deny="true"),
                relay_rule(sample, file=INSTANCE, urlPath="/custom/*", _operation="insert"),
            ),
            "test_relay_admits_uploads[trk3]",
            id="rule-inserted-by-the-instance",
        ),
        pytest.param(
            lambda sample: (
                [
                    zone.set("allowHTTP", "false")
                    for zone in sample.last.element(SERVER, "shared/authentication").iter()
                ]
            ),
            "test_zone_admits_uploads[trk3]",
            id="no-zone-with-http",
        ),
    ],
)
def test_fault(edit: Edit, root: str) -> None:
    """It is one red line."""
    sample = enterprise()
    edit(sample)

    assert red(judge_files(known_of(sample))) == [root]


def test_broken_file_of_another_instance_blocks_nothing() -> None:
    """What is wrong with this instance is told besides."""
    sample = enterprise()
    sample.last.element(SERVER, "web/redirection").set("startRedirection", "false")
    sample.last.files["config-old.xml"] = sample.last.files[SERVER].makeelement("html", {})

    judged = judge_files(known_of(sample))

    assert red(judged) == [
        "test_other_instances_files_are_well_formed[trk3]",
        "test_redirection_is_started[trk3]",
    ]


@pytest.mark.parametrize("proxy", ["127.0.0.1, ::1, rproxy.example.com", "172.20.0.0/16", "[::1]"])
def test_any_proxy(proxy: str) -> None:
    """A proxy that is no address of its own is not judged by its name, and nothing crashes."""
    sample = enterprise()
    for zone in sample.last.element(SERVER, "shared/authentication").iter("subNetwork"):
        zone.set("proxy", proxy)

    assert red(judge_files(known_of(sample))) == []


@pytest.mark.parametrize(
    ("path", "name"),
    [("web/redirection", "maxJobsInCache"), ("trackinglogd", "maxSharedLogs"), ("web", "httpPort")],
)
def test_endless_number(path: str, name: str) -> None:
    """A number without an end is no number, and one red line."""
    sample = enterprise()
    sample.last.element(SERVER, path).set(name, "9" * 5_000)

    assert len(red(judge_files(known_of(sample)))) == 1


def without(name: str) -> Callable[[dict[str, Machine]], dict[str, Machine]]:
    """Return what leaves one machine undeclared."""
    return lambda machines: {each: seen for each, seen in machines.items() if each != name}


def test_undeclared_server_is_not_taken_for_good() -> None:
    """What must be the same on all servers is not proved by some of them."""
    judged = judged_with(enterprise(), without("trk3"))

    for check in (
        "test_tracking_passwords_are_the_same",
        "test_spare_servers_are_the_same",
        "test_tracking_servers_are_configured_alike",
        "test_links_are_signed_alike",
        "test_every_other_tracking_server_is_a_spare[trk1]",
        "test_spare_servers_leave_the_server_itself_out[trk1]",
    ):
        assert judged[check].judged is Judged.NOT_CONFIGURED, check
        assert "trk3" in judged[check].why


def unreached(*names: str) -> Callable[[dict[str, Machine]], dict[str, Machine]]:
    """Return what keeps these machines from reaching the first tracking server."""

    def change(machines: dict[str, Machine]) -> dict[str, Machine]:
        missed = (Reach(url="http://trk1-srv:8080", trouble="refused"),)
        return machines | {name: replace(machines[name], reached=missed) for name in names}

    return change


def test_one_closed_port_is_one_red_line() -> None:
    """However many servers do not reach it."""
    judged = judged_with(enterprise(), unreached("trk2", "trk3"))

    assert red(judged) == ["test_spare_servers_can_be_reached[trk2]"]


def test_stopped_process_explains_who_is_not_reached() -> None:
    """Others do not reach a web process that does not run."""

    def change(machines: dict[str, Machine]) -> dict[str, Machine]:
        first = machines["trk1"]
        left = tuple(process for process in first.processes.running if process.name != "web")
        stopped = replace(first, processes=replace(first.processes, running=left))
        return unreached("trk2", "trk3")(machines | {"trk1": stopped})

    assert red(judged_with(enterprise(), change)) == ["test_processes_run[trk1]"]


def test_same_line_missing_everywhere_is_one_red_line() -> None:
    """A list that was copied has its mistake once."""
    sample = enterprise()
    for server in sample.trackers:
        place = server.element(SERVER, "web/redirection")
        place.remove(place.findall("spareServer")[-1])

    assert red(judge_files(known_of(sample))) == [
        "test_every_other_tracking_server_is_a_spare[trk1]"
    ]


def test_same_server_in_two_roles_is_one_red_line() -> None:
    """A stand-alone machine is declared twice: what is wrong on it is wrong once."""

    def same(machines: dict[str, Machine]) -> dict[str, Machine]:
        first = machines["trk1"]
        return {"app": replace(first, name="app", role="application"), "trk1": first}

    sample = standard(1)
    sample.last.element("config-default.xml", "web").set("autoStart", "false")
    sample.last.element(INSTANCE, "wfserver").set("autoStart", "true")

    assert red(judged_with(sample, same)) == ["test_web_process_is_enabled[app]"]


def test_unknown_names_ask_for_them() -> None:
    """Where spares have names that nobody is known by, it is asked for names, and not for lines."""
    sample = standard()
    for server in sample.trackers:
        for entry in server.element(SERVER, "web/redirection").findall("spareServer"):
            number = entry.get("id", "")
            entry.set("url", f"http://frontal{number}.example.com:8080")
            entry.set("enabledIf", f"$(hostname)!='frontal{number}'")

    judged = judge_files(known_of(sample))

    assert red(judged) == []
    name = "test_every_other_tracking_server_is_a_spare[trk1]"
    assert judged[name].judged is Judged.NOT_CONFIGURED
    assert "aliases of [[host]] trk2" in judged[name].why
