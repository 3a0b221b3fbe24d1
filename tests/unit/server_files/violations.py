"""One documented rule broken at a time: what is edited, and the one check that must say so."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from campaign_tracking.judgement import Check
from checks import test_1_server_files as files
from checks import test_1_server_redirection as redirection
from checks import test_1_server_relay as relay
from checks import test_1_server_spares as spares
from checks import test_1_servers_alike as alike
from checks import test_3_server_registration as registration
from tests.unit.server_files.platforms import Sample, Server

SERVER, DEFAULT, TOMCAT = "serverConf.xml", "config-default.xml", "server.xml"
REDIRECTION = "web/redirection"
Break = Callable[[Sample], str]  # edits the sample; returns the machine that the check is about


@dataclass(frozen=True)
class Violation:
    """One broken rule.

    Attributes:
        rule: Its id.
        case: What is wrong, in a word or two.
        check: The check that must fail.
        apply: Breaks it in a sample.
        words: What the failure must name: file and attribute.
        servers: How many tracking servers it takes.
    """

    rule: str
    case: str
    check: Check
    apply: Break
    words: tuple[str, ...]
    servers: int = 1

    @property
    def id(self) -> str:
        """Its name as a test's parameter."""
        return f"{self.rule}-{self.case}"


def _machine(sample: Sample, name: str) -> Server:
    return sample.last if name == "last" else sample.servers[name]


def sets(path: str, value: str, *, file: str = SERVER, on: str = "last") -> Break:
    """Return what sets an attribute, such as ``web/redirection/@startRedirection``."""
    element, _, name = path.rpartition("/@")

    def apply(sample: Sample) -> str:
        server = _machine(sample, on)
        where = f"config-{server.instance}.xml" if file == "instance" else file
        server.element(where, element).set(name, value)
        return server.name

    return apply


def drops(path: str, *, file: str, on: str = "last") -> Break:
    """Return what removes an attribute."""
    element, _, name = path.rpartition("/@")

    def apply(sample: Sample) -> str:
        server = _machine(sample, on)
        where = f"config-{server.instance}.xml" if file == "instance" else file
        server.element(where, element).attrib.pop(name)
        return server.name

    return apply


def spare(number: int, name: str, value: str) -> Break:
    """Return what sets an attribute of a spare server's entry of the last tracking server."""

    def apply(sample: Sample) -> str:
        entries = sample.last.element(SERVER, REDIRECTION).findall("spareServer")
        entries[number].set(name, value)
        return sample.last.name

    return apply


def nowhere(apply: Break) -> Break:
    """Return the same, of a check that is about no single machine."""

    def of_none(sample: Sample) -> str:
        apply(sample)
        return ""

    return of_none


def _drop_first_spare(sample: Sample) -> str:
    element = sample.last.element(SERVER, REDIRECTION)
    element.remove(element.findall("spareServer")[0])
    return sample.last.name


def _other_order_of_spares(sample: Sample) -> str:
    """Renumber the entries on one server: nothing is wrong with any of them."""
    entries = sample.last.element(SERVER, REDIRECTION).findall("spareServer")
    for number, entry in enumerate(entries):
        entry.set("id", f"spare-{number}")
    return ""


def _deny(path: str) -> Break:
    def apply(sample: Sample) -> str:
        for url in sample.last.element(SERVER, "web/relay").findall("url"):
            if url.get("urlPath") == path:
                url.set("deny", "true")
        return sample.last.name

    return apply


def _mask_without_the_application_server(sample: Sample) -> str:
    """Restrict the rule, and deny the rest, as in the documentation's hardening example."""
    element = sample.last.element(SERVER, "web/relay")
    for url in element.findall("url"):
        if url.get("urlPath") == "/nl/jsp/*.jsp":
            url.set("IPMask", "10.99.0.1,10.99.0.2")
    last = element.makeelement("url", {"urlPath": "*.jsp", "targetUrl": "", "deny": "true"})
    element.append(last)
    return sample.last.name


def _trusted_proxy(sample: Sample) -> str:
    zone = sample.last.element(SERVER, "shared/authentication/securityZone")
    for network in zone.iter("subNetwork"):
        if network.get("name") == "lan2":
            network.set("proxy", "127.0.0.1, 10.1.2.3")
    return sample.last.name


def _zone_without_http(sample: Sample) -> str:
    zone = sample.last.element(SERVER, "shared/authentication/securityZone")
    for inner in zone.iter("securityZone"):
        if inner.get("name") == "lan":
            inner.set("allowHTTP", "false")
    return sample.last.name


def _other_instance(sample: Sample) -> str:
    other = sample.last.files[DEFAULT].makeelement("serverconf", {})
    sample.last.files["config-other.xml"] = other
    sample.last.element("config-other.xml", "shared/dataStore").set("hosts", "other*,t.*")
    return sample.last.name


def _relay_port(sample: Sample) -> str:
    for url in sample.last.element(SERVER, "web/relay").findall("url"):
        if url.get("urlPath") == "/nl/jsp/m.jsp":
            url.set("targetUrl", "http://localhost:8090")
    return sample.last.name


def _tomcat_port(sample: Sample) -> str:
    sample.last.element(TOMCAT, "Service/Connector").set("port", "8090")
    return sample.last.name


def _moved_tomcat(sample: Sample) -> str:
    """Move the first server's Tomcat, in all three places, and leave the others' lists alone."""
    first, second, *_ = sample.trackers
    first.element(SERVER, "web").set("httpPort", "8081")
    first.element(TOMCAT, "Service/Connector").set("port", "8081")
    for url in first.element(SERVER, "web/relay").findall("url"):
        target = url.get("targetUrl", "")
        url.set("targetUrl", target.replace(":8080", ":8081"))
    return second.name


def _no_instance_file(sample: Sample) -> str:
    server = sample.last
    server.files["config-elsewhere.xml"] = server.files.pop(f"config-{server.instance}.xml")
    server.element("config-elsewhere.xml", "shared/dataStore").set("hosts", "elsewhere*")
    return server.name


def _proxy_captures(sample: Sample) -> str:
    uploading = sample.servers.get("mid") or sample.servers["app"]
    uploading.element(SERVER, "shared/proxyConfig").set("enabled", "true")
    return uploading.name


def _delivering(path: str, value: str) -> Break:
    def apply(sample: Sample) -> str:
        for server in sample.servers.values():
            file = f"config-{server.instance}.xml"
            if server.element(file, "mta").get("autoStart") == "true":
                server.element(file, "mta").set(path, value)
                return server.name
        raise AssertionError("no server delivers")

    return apply


def _registered(attribute: str, value: str) -> Break:
    return sets(f"{REDIRECTION}/@{attribute}", value, file="instance")


VIOLATIONS: Final = (
    Violation(
        "R-13",
        "not-registered",
        redirection.test_instance_is_registered,
        _registered("databaseId", ""),
        ("config-", "databaseId"),
    ),
    Violation(
        "R-13",
        "other-database",
        registration.test_tracking_server_knows_the_database,
        _registered("databaseId", "u0000000000000001"),
        ("config-", "line", "databaseId"),
    ),
    Violation(
        "R-13",
        "unicode-prefix",
        registration.test_tracking_server_knows_the_database,
        _registered("databaseId", "7F0000010554364C"),
        ("the leading u", "databaseId"),
    ),
    Violation(
        "R-19",
        "no-file",
        files.test_instance_has_its_file,
        _no_instance_file,
        ("config-", "config-elsewhere.xml"),
    ),
    Violation(
        "R-20",
        "differs",
        alike.test_tracking_passwords_are_the_same,
        nowhere(_registered("trackingPassword", "another=")),
        ("config-", "line", "trackingPassword"),
        2,
    ),
    Violation(
        "R-31",
        "empty",
        redirection.test_tracking_server_has_its_password,
        _registered("trackingPassword", ""),
        ("config-", "trackingPassword"),
    ),
    Violation(
        "R-32",
        "off",
        redirection.test_redirection_is_started,
        sets("web/redirection/@startRedirection", "false"),
        (SERVER, "startRedirection"),
    ),
    Violation(
        "R-32",
        "overridden",
        redirection.test_redirection_is_started,
        sets("web/redirection/@startRedirection", "false", file="instance"),
        ("config-", "startRedirection"),
    ),
    Violation(
        "R-33",
        "off",
        redirection.test_redirection_runs_in_the_web_server,
        sets("web/redirection/@startRedirectionInModule", "false"),
        (SERVER, "startRedirectionInModule"),
    ),
    Violation(
        "R-34",
        "too-small",
        redirection.test_delivery_cache_is_large_enough,
        sets("web/redirection/@maxJobsInCache", "49"),
        (SERVER, "maxJobsInCache"),
    ),
    Violation(
        "R-34",
        "no-number",
        redirection.test_delivery_cache_is_large_enough,
        sets("web/redirection/@maxJobsInCache", "many"),
        (SERVER, "maxJobsInCache"),
    ),
    Violation(
        "R-35",
        "missing",
        spares.test_every_other_tracking_server_is_a_spare,
        _drop_first_spare,
        (SERVER, "spareServer", "trk1"),
        2,
    ),
    Violation(
        "R-36",
        "double",
        spares.test_spare_server_ids_are_unique,
        spare(0, "id", "2"),
        (SERVER, "line", "spareServer/@id"),
        2,
    ),
    Violation(
        "R-37",
        "quote",
        spares.test_spare_server_conditions_are_well_formed,
        spare(0, "enabledIf", "$(hostname)!=trk1-srv'"),
        ("a quote is missing", SERVER, "line", "enabledIf"),
        2,
    ),
    Violation(
        "R-37",
        "other-form",
        spares.test_spare_server_conditions_are_well_formed,
        spare(0, "enabledIf", "hostname() != 'trk1-srv'"),
        ("not a form", SERVER, "line", "enabledIf"),
        2,
    ),
    Violation(
        "R-39",
        "other-host",
        spares.test_spare_servers_exclude_the_server_that_they_name,
        spare(-1, "enabledIf", "$(hostname)!='trk1-srv'"),
        (SERVER, "line", "enabledIf"),
        2,
    ),
    Violation(
        "R-38",
        "itself",
        spares.test_spare_servers_leave_the_server_itself_out,
        spare(-1, "enabledIf", ""),
        (SERVER, "line", "counts itself"),
        2,
    ),
    Violation(
        "R-40",
        "no-url",
        spares.test_spare_server_urls_are_well_formed,
        spare(0, "url", "trk1-srv:8080"),
        (SERVER, "line", "spareServer/@url"),
        2,
    ),
    Violation(
        "R-40",
        "other-port",
        spares.test_spare_server_ports_are_tomcats,
        _moved_tomcat,
        (SERVER, "line", "spareServer/@url", "8081"),
        2,
    ),
    Violation(
        "R-41",
        "differs",
        alike.test_spare_servers_are_the_same,
        _other_order_of_spares,
        (SERVER, "line", "spareServer"),
        2,
    ),
    Violation(
        "R-42",
        "too-many",
        files.test_log_count_per_request_is_in_bounds,
        sets("tracking/@logCountPerRequest", "10001", on="app"),
        (SERVER, "line", "logCountPerRequest"),
    ),
    Violation(
        "R-42",
        "negative",
        files.test_log_count_per_request_is_in_bounds,
        sets("tracking/@logCountPerRequest", "-1", on="app"),
        (SERVER, "line", "logCountPerRequest"),
    ),
    Violation(
        "R-43",
        "off",
        files.test_trackinglogd_is_enabled,
        sets("trackinglogd/@autoStart", "false", file=DEFAULT),
        (DEFAULT, "line", "trackinglogd/@autoStart"),
    ),
    Violation(
        "R-43",
        "absent",
        files.test_trackinglogd_is_enabled,
        drops("trackinglogd/@autoStart", file=DEFAULT),
        ("trackinglogd/@autoStart",),
    ),
    Violation(
        "R-44",
        "too-small",
        redirection.test_shared_memory_is_large_enough,
        sets("trackinglogd/@maxSharedLogs", "9999"),
        (SERVER, "line", "maxSharedLogs"),
    ),
    Violation(
        "R-45",
        "too-small",
        redirection.test_log_files_may_grow_enough,
        sets("trackinglogd/@maxLogsSizeOnDiskMb", "99"),
        (SERVER, "line", "maxLogsSizeOnDiskMb"),
    ),
    Violation(
        "R-46",
        "too-often",
        redirection.test_log_files_are_not_purged_too_often,
        sets("trackinglogd/@purgeLogsPeriod", "49999"),
        (SERVER, "line", "purgeLogsPeriod"),
    ),
    Violation(
        "R-47", "relay", files.test_tomcat_has_one_port, _relay_port, (SERVER, "line", "targetUrl")
    ),
    Violation(
        "R-47",
        "tomcat",
        files.test_tomcat_has_one_port,
        _tomcat_port,
        ("server.xml", "line", "Connector/@port"),
    ),
    Violation(
        "R-48",
        "denied",
        relay.test_relay_admits_uploads,
        _deny("/nl/jsp/*.jsp"),
        (SERVER, "line", "deny"),
    ),
    Violation(
        "R-48",
        "mask",
        relay.test_relay_admits_uploads,
        _mask_without_the_application_server,
        (SERVER, "line", "deny"),
    ),
    Violation(
        "R-49",
        "denied",
        registration.test_relay_admits_mirror_pages,
        _deny("/nl/jsp/m.jsp"),
        (SERVER, "line", "deny"),
    ),
    Violation(
        "R-50",
        "trusted",
        relay.test_reverse_proxies_are_not_trusted,
        _trusted_proxy,
        (SERVER, "line", "subNetwork/@mask"),
    ),
    Violation(
        "R-51",
        "https-only",
        relay.test_zone_admits_uploads,
        _zone_without_http,
        (SERVER, "line", "allowHTTP"),
    ),
    Violation(
        "R-53",
        "misses",
        relay.test_masks_match_the_tracking_hosts,
        sets("shared/dataStore/@hosts", "campaign*", file="instance"),
        ("config-", "line", "dataStore/@hosts"),
    ),
    Violation(
        "R-53",
        "other-instance",
        relay.test_no_other_instance_takes_the_tracking_hosts,
        _other_instance,
        ("config-other.xml", "line", "dataStore/@hosts"),
    ),
    Violation(
        "R-54",
        "captured",
        relay.test_proxy_leaves_tracking_hosts_alone,
        _proxy_captures,
        (SERVER, "line", "proxyConfig/@override"),
    ),
    Violation(
        "R-55",
        "signing",
        alike.test_links_are_signed_alike,
        nowhere(sets("mta/@signEmailLinks", "false", file="instance")),
        ("config-", "line", "signEmailLinks"),
    ),
    Violation(
        "R-55",
        "unsigned",
        alike.test_unsigned_links_are_treated_alike,
        nowhere(sets("tracking/@blockRedirectForUnsignedTrackingLink", "true")),
        (SERVER, "line", "blockRedirectForUnsignedTrackingLink"),
    ),
    Violation(
        "R-56",
        "empty",
        files.test_statistics_server_is_named,
        _delivering("statServerAddress", ""),
        ("config-", "line", "statServerAddress"),
    ),
    Violation(
        "R-57",
        "on",
        files.test_mails_are_really_sent,
        _delivering("verifyMode", "true"),
        ("config-", "line", "verifyMode"),
    ),
    Violation(
        "R-58",
        "affinity",
        files.test_a_workflow_server_takes_the_tracking_workflow,
        nowhere(sets("wfserver/@affinity", "big,night", file="instance", on="app")),
        ("config-", "line", "affinity"),
    ),
    Violation(
        "R-58",
        "off",
        files.test_a_workflow_server_takes_the_tracking_workflow,
        nowhere(sets("wfserver/@autoStart", "false", file="instance", on="app")),
        ("config-", "line", "autoStart"),
    ),
    Violation(
        "R-59",
        "web-off",
        files.test_web_process_is_enabled,
        sets("web/@autoStart", "false", file=DEFAULT),
        (DEFAULT, "line", "web/@autoStart"),
    ),
    Violation(
        "alike",
        "differs",
        alike.test_tracking_servers_are_configured_alike,
        nowhere(sets("web/redirection/@defLogCount", "40")),
        (SERVER, "line", "defLogCount"),
        2,
    ),
)
