"""Steps 1 to 5 on the servers themselves, check by check: what each amounts to for which files.

What one broken rule amounts to is in tests/unit/server_files; here is what there is besides.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from campaign_tracking.judgement import Absent, Check, Judged, kind_of_subject
from campaign_tracking.redirection.silence import Silence
from campaign_tracking.rules import rule_of
from campaign_tracking.server_files.machine import (
    BadLine,
    DeliveryFile,
    LogScan,
    Machine,
    Process,
    Processes,
    Reach,
    UploadFolder,
)
from checks import test_1_server_files as files
from checks import test_1_server_logs as logs
from checks import test_1_server_processes as processes
from checks import test_1_server_redirection as redirection
from checks import test_1_server_relay as relay
from checks import test_1_server_spares as spares
from checks import test_1_servers_alike as alike
from checks import test_1_tracking_servers as tracking_servers
from checks import test_3_server_registration as registration
from checks import test_5_tracking_files as tracking_files
from tests.unit.checks.healthy import NOW, UNREADABLE, closed, options, redir, server, servers
from tests.unit.checks.rows import (
    Row,
    blocked,
    fails,
    holds,
    not_applicable,
    not_configured,
    table,
)
from tests.unit.server_files.judging import FILE_CHECKS, known_of
from tests.unit.server_files.platforms import Sample, enterprise, stand_alone
from tests.unit.server_files.violations import VIOLATIONS

Change = Callable[[Machine], Machine]
UNREAD = "ssh: connection refused"
NO_HOSTS = Absent(judged=Judged.NOT_CONFIGURED, why="declare the servers as [[host]]")
ADOBES = Absent(judged=Judged.NOT_APPLICABLE, why="Adobe hosts the servers")
LATER, EARLIER = NOW + timedelta(minutes=5), NOW - timedelta(minutes=5)


def known(sample: Sample | None = None, *, on: str = "", change: Change | None = None) -> Any:  # noqa: ANN401
    """Return the facts of a sample in which one machine, or with ``*`` each, is changed."""
    facts = known_of(sample or enterprise())
    machines = facts["machines"]
    assert isinstance(machines, dict)
    changed = {
        name: change(machine) if change and on in {name, "*"} else machine
        for name, machine in machines.items()
    }
    return facts | {"machines": changed, "every_machine": changed}


def with_sample(edit: Callable[[Sample], object]) -> Any:  # noqa: ANN401
    """Return the facts of an edited sample."""
    sample = enterprise()
    edit(sample)
    return known(sample)


def unread(machine: Machine) -> Machine:
    """Return a machine that lets nobody in."""
    return replace(machine, trouble=UNREAD, files=())


def about(check: Check) -> str:
    """Return the machine that a row of a check is about; empty for a check of no machine."""
    if kind_of_subject(check) != "machine":
        return ""
    rule = rule_of(check)
    return "app" if rule is None or "tracking" not in rule.on else "trk3"


NOT_HEALTHY_BY_DEFAULT = {
    relay.test_reverse_proxies_are_not_trusted,
    relay.test_proxy_leaves_tracking_hosts_alone,
    processes.test_files_are_loaded,
    files.test_mails_are_really_sent,
    files.test_statistics_server_is_named,
}


# Checks that look at other machines first.
FIRST_UNREAD = dict.fromkeys(
    (
        alike.test_tracking_passwords_are_the_same,
        alike.test_spare_servers_are_the_same,
        alike.test_tracking_servers_are_configured_alike,
    ),
    "trk1",
)


def usual() -> Iterator[Row]:
    """Yield, of each check: healthy, nobody let in, no host declared, hosted by Adobe."""
    for check in FILE_CHECKS:
        machine = about(check)
        if check not in NOT_HEALTHY_BY_DEFAULT:
            yield holds(check, "healthy", machine, **known())
        if check is not files.test_server_can_be_read:
            root = f"test_server_can_be_read[{FIRST_UNREAD.get(check, machine or 'app')}]"
            facts = known(on="*", change=unread)
            yield blocked(check, "nobody-let-in", root, machine, **facts)
        for case, absent, row in (
            ("no-host", NO_HOSTS, not_configured),
            ("hosted", ADOBES, not_applicable),
        ):
            every = dict.fromkeys(("app", "trk1", "trk2", "trk3"), absent)
            yield row(
                check,
                case,
                absent.why,
                machine,
                **known() | {"machines": absent, "every_machine": every},
            )


def broken() -> Iterator[Row]:
    """Yield a row for each broken rule."""
    for violation in VIOLATIONS:
        sample = enterprise()
        machine = violation.apply(sample)
        words = violation.words[-1] if violation.words else ""
        yield fails(violation.check, violation.id, words, machine, **known(sample))


def changed(on: str, **values: Any) -> Any:  # noqa: ANN401
    """Return the facts in which something was seen otherwise on one machine."""
    return known(on=on, change=lambda machine: replace(machine, **values))


def running(*names: str, **more: Any) -> Processes:  # noqa: ANN401
    """Return what runs."""
    there = tuple(Process(name=name, instance="prod", pid=1) for name in names)
    return Processes(running=there, build="9383", **more)


def timed(machine: Machine, started_at: datetime, modified_at: datetime) -> Machine:
    """Return a machine that tells when processes were started and files changed."""
    there = tuple(replace(process, started_at=started_at) for process in machine.processes.running)
    own = tuple(replace(file, modified_at=modified_at) for file in machine.files)
    return replace(machine, processes=Processes(running=there, build="9383"), files=own)


def malformed(machine: Machine) -> Machine:
    """Return a machine whose first file is no XML."""
    first, *others = machine.files
    bad = replace(first, root=None, trouble="not well-formed at line 12, column 8: mismatched tag")
    return replace(machine, files=(bad, *others))


def beside_a_broken_one(machine: Machine) -> Machine:
    """Return a machine on which another instance's file is no XML."""
    bad = replace(machine.files[0], name="config-old.xml", root=None, trouble="not well-formed")
    return replace(machine, files=(*machine.files, bad))


TIMED_OUT = Reach(url="http://10.30.74.13", trouble="timed out")
TRACKER = ("web", "syslogd", "watchdog", "trackinglogd")
SCANNED = LogScan(files=2, lines=10, bad=(BadLine(path="0xA.log", line=3207),), bad_count=1)
FILE = DeliveryFile(path="redir/url/2026/9001.xml", found=True, mode=0o644)


def scanned(scan: LogScan) -> Any:  # noqa: ANN401
    """Return the facts in which the last server's log was seen so."""
    return known() | {"log_scans": {"trk3": scan}}


def filed(file: DeliveryFile) -> Any:  # noqa: ANN401
    """Return the facts in which the last server, which the wizard lists, holds our delivery so."""
    seen = known()
    listed = ",".join(seen["environment"].tracking.internal_urls.values())
    held = options(NmsTracking_ServerUrlList=listed)
    return seen | {"delivery_files": {"trk3": file}, "tracking_options": held}


OLD_LIBRARY = {
    "servers": servers(server("trk2", rtest=redir(instance="", build="9187"))),
}


def proxy(mask: str) -> Callable[[Sample], None]:
    """Return what lists a reverse proxy, and narrows the mask of the lan."""

    def edit(sample: Sample) -> None:
        zone = sample.last.element("serverConf.xml", "shared/authentication/securityZone")
        for network in zone.iter("subNetwork"):
            if network.get("name") == "lan2":
                network.set("proxy", "127.0.0.1, 10.1.2.3")
                network.set("mask", mask)

    return edit


def overriding(sample: Sample) -> None:
    """Enable an outgoing proxy that leaves the tracking servers alone."""
    element = sample.servers["app"].element("serverConf.xml", "shared/proxyConfig")
    element.set("enabled", "true")
    element.set("override", "localhost*;10.30.*")


def loaded(on: str, started_at: datetime, modified_at: datetime, **more: Any) -> Any:  # noqa: ANN401
    """Return the facts in which a machine tells times."""
    return known(
        on=on,
        change=lambda machine: replace(timed(machine, started_at, modified_at), **more),
    )


READING = (
    fails(
        files.test_server_can_be_read, "refused", UNREAD, "trk3", **known(on="trk3", change=unread)
    ),
    blocked(
        files.test_server_can_be_read,
        "machine-down",
        "test_port_opens[trk2]",
        "trk2",
        **known(on="trk2", change=unread)
        | {"servers": (down := {"trk2": closed("trk2", Silence.TIMED_OUT)}), "every_server": down},
    ),
    fails(
        files.test_files_are_well_formed,
        "mismatched-tag",
        "serverConf.xml: not well-formed at line 12, column 8",
        "trk3",
        **known(on="trk3", change=malformed),
    ),
    fails(
        files.test_other_instances_files_are_well_formed,
        "unclosed-element",
        "config-old.xml: not well-formed",
        "trk3",
        **known(on="trk3", change=beside_a_broken_one),
    ),
    blocked(
        registration.test_tracking_server_knows_the_database,
        "options-unreadable",
        "test_options_can_be_read",
        "trk3",
        **known() | {"tracking_options": UNREADABLE, "options": UNREADABLE},
    ),
    fails(
        registration.test_tracking_server_has_the_instance,
        "another-name",
        "there is no config-stage.xml; there are config-default.xml, config-prod.xml",
        "trk3",
        **known() | {"tracking_options": options(NmsTracking_Instance="stage")},
    ),
    blocked(
        registration.test_tracking_server_has_the_instance,
        "another-name-as-servers-tell",
        "test_tracking_servers_serve_the_instance",
        "trk3",
        **known()
        | {"tracking_options": options(NmsTracking_Instance="stage"), "servers": servers()},
    ),
)

KEPT = UploadFolder(path="/var/redir/url/2026", mode=0o755, free_kb=9_000)
UPLOADS = (
    fails(
        redirection.test_uploads_can_be_kept,
        "nobody-writes",
        "nobody may write into /var/redir/url/2026: its mode is 555",
        "trk3",
        **changed("trk3", upload_folder=replace(KEPT, mode=0o555)),
    ),
    fails(
        redirection.test_uploads_can_be_kept,
        "full",
        "the file system of /var/redir/url/2026 is full",
        "trk3",
        **changed("trk3", upload_folder=replace(KEPT, free_kb=0)),
    ),
    holds(
        redirection.test_uploads_can_be_kept,
        "neither-known",
        "trk3",
        **changed("trk3", upload_folder=UploadFolder(path="/var/redir/url")),
    ),
    not_applicable(
        redirection.test_uploads_can_be_kept,
        "no-folder",
        "there is no such folder yet",
        "trk3",
        **changed("trk3", upload_folder=UploadFolder(untold="there is no such folder yet")),
    ),
)

PROCESSES = (
    fails(
        processes.test_processes_run,
        "daemon-stopped",
        "not running: trackinglogd",
        "trk3",
        **changed("trk3", processes=running("web", "syslogd", "watchdog")),
    ),
    fails(
        processes.test_processes_run,
        "nothing-runs",
        "not running: syslogd, trackinglogd, watchdog, web",
        "trk3",
        **changed("trk3", processes=running()),
    ),
    fails(
        processes.test_processes_run,
        "switched-on-and-not-running",
        "not running: mta",
        "app",
        **changed("app", processes=running(*TRACKER, "wfserver", "inMail", "stat")),
    ),
    not_configured(
        processes.test_processes_run,
        "not-told",
        "nlserver: not found",
        "trk3",
        **changed("trk3", processes=Processes(untold="nlserver: not found")),
    ),
    fails(
        processes.test_campaign_misses_no_process,
        "one",
        "missing: stat@prod",
        "app",
        **changed(
            "app",
            processes=running(
                *TRACKER, "wfserver", "mta", "inMail", "stat", missing=("stat@prod",)
            ),
        ),
    ),
    blocked(
        processes.test_campaign_misses_no_process,
        "the-one-that-does-not-run",
        "test_processes_run[trk3]",
        "trk3",
        **changed(
            "trk3",
            processes=running("web", "syslogd", "watchdog", missing=("trackinglogd@default",)),
        ),
    ),
    not_configured(
        processes.test_campaign_misses_no_process,
        "not-told",
        "[[host]] trk3: nlserver monitor: it printed nothing",
        "trk3",
        **changed(
            "trk3",
            processes=running(*TRACKER, missing_untold="nlserver monitor: it printed nothing"),
        ),
    ),
    fails(
        alike.test_servers_tell_the_same_build,
        "one-behind",
        "trk3: build 9350",
        **changed("trk3", processes=replace(running(*TRACKER), build="9350")),
    ),
    not_applicable(
        alike.test_servers_tell_the_same_build,
        "not-told",
        "tells its build",
        **known(
            on="*",
            change=lambda machine: replace(machine, processes=replace(machine.processes, build="")),
        ),
    ),
    holds(processes.test_files_are_loaded, "started-later", "trk3", **loaded("trk3", NOW, EARLIER)),
    holds(
        processes.test_files_are_loaded,
        "reloaded-later",
        "trk3",
        **loaded("trk3", EARLIER, NOW, reloaded_at=LATER),
    ),
    fails(
        processes.test_files_are_loaded,
        "changed-after-it-was-reloaded",
        "config-prod.xml at ",
        "trk3",
        **loaded("trk3", EARLIER, LATER, reloaded_at=NOW),
    ),
    not_configured(
        processes.test_files_are_loaded,
        "perhaps-not-loaded",
        "run nlserver config -reload and declare [[host]] reloaded_at",
        "trk3",
        **loaded("trk3", EARLIER, NOW),
    ),
    not_applicable(processes.test_files_are_loaded, "not-told", "is not known", "trk3", **known()),
    holds(files.test_mails_are_really_sent, "mta-runs", "app", **known()),
    not_applicable(files.test_mails_are_really_sent, "no-mta", "no mta runs", "trk3", **known()),
    holds(files.test_statistics_server_is_named, "mta-runs", "app", **known()),
    not_applicable(
        files.test_statistics_server_is_named, "no-mta", "no mta runs", "trk3", **known()
    ),
    holds(
        files.test_a_workflow_server_takes_the_tracking_workflow,
        "trailing-comma",
        **with_sample(
            lambda sample: (
                sample.servers["app"]
                .element("config-prod.xml", "wfserver")
                .set("affinity", "big,night,")
            )
        ),
    ),
)

DOORS = (
    holds(
        relay.test_reverse_proxies_are_not_trusted,
        "outside",
        "trk3",
        **with_sample(proxy("10.30.0.0/16")),
    ),
    not_applicable(
        relay.test_reverse_proxies_are_not_trusted, "none", "no reverse proxy", "trk3", **known()
    ),
    holds(
        relay.test_proxy_leaves_tracking_hosts_alone, "overridden", "app", **with_sample(overriding)
    ),
    not_applicable(
        relay.test_proxy_leaves_tracking_hosts_alone, "none", "no outgoing proxy", "app", **known()
    ),
    fails(
        relay.test_tracking_servers_are_reached_from_it,
        "firewall",
        "from app: http://10.30.74.13: timed out",
        "app",
        **changed("app", reached=(TIMED_OUT,)),
    ),
    blocked(
        relay.test_tracking_servers_are_reached_from_it,
        "server-down",
        "test_port_opens[trk2]",
        "app",
        **changed("app", reached=(Reach(url="http://10.30.74.12", trouble="refused"),))
        | {"servers": (shut := {"trk2": closed("trk2")}), "every_server": shut},
    ),
    not_applicable(
        relay.test_tracking_servers_are_reached_from_it,
        "copies",
        "a copy asks nothing",
        "app",
        **changed("app", reached=(), reach_untold="a copy asks nothing"),
    ),
    not_configured(
        relay.test_tracking_servers_are_reached_from_it,
        "nothing-to-reach",
        "internal_urls",
        "app",
        **changed("app", reached=()),
    ),
    fails(
        spares.test_spare_servers_can_be_reached,
        "port-closed",
        "from trk1: http://trk2-srv:8080: refused",
        "trk1",
        **changed("trk1", reached=(Reach(url="http://trk2-srv:8080", trouble="refused"),)),
    ),
    blocked(
        spares.test_spare_servers_can_be_reached,
        "server-down",
        "test_port_opens[trk2]",
        "trk1",
        **changed("trk1", reached=(Reach(url="http://trk2-srv:8080", trouble="refused"),))
        | {"servers": shut, "every_server": shut},
    ),
    not_applicable(
        spares.test_every_other_tracking_server_is_a_spare,
        "stand-alone",
        "one tracking server",
        "trk1",
        **known(stand_alone()),
    ),
    not_configured(
        spares.test_spare_servers_leave_the_server_itself_out,
        "no-name",
        "declare hostname of [[host]] trk3",
        "trk3",
        **changed("trk3", hostname=""),
    ),
)

TRACKING_FILES = (
    fails(
        logs.test_tracking_logs_are_well_formed,
        "one-line",
        "corrupted: 0xA.log, line 3207",
        "trk3",
        **scanned(SCANNED),
    ),
    holds(
        logs.test_tracking_logs_are_well_formed,
        "bad-in-the-c-locale-only",
        "trk3",
        **scanned(LogScan(files=1, lines=9, bad_in_c_count=9)),
    ),
    fails(
        logs.test_tracking_logs_are_well_formed,
        "no-folder",
        "not readable: no such folder",
        "trk3",
        **scanned(LogScan(trouble="no such folder")),
    ),
    not_configured(
        logs.test_tracking_logs_are_well_formed,
        "not-all-looked-at",
        "3 older log files were not looked at within 120 s; raise [limits] log_scan",
        "trk3",
        **scanned(LogScan(files=1, lines=9, unscanned_files=3)),
    ),
    fails(
        logs.test_tracking_logs_are_well_formed,
        "not-all-looked-at-and-one-bad",
        "corrupted: 0xA.log, line 3207",
        "trk3",
        **scanned(replace(SCANNED, unscanned_files=3)),
    ),
    not_applicable(
        logs.test_tracking_logs_are_well_formed,
        "copies",
        "no logs in the copy",
        "trk3",
        **scanned(LogScan(untold="no logs in the copy")),
    ),
    fails(
        tracking_files.test_delivery_file_is_there,
        "missing",
        "there is no redir/url/2026/9001.xml",
        "trk3",
        **filed(replace(FILE, found=False, mode=None)),
    ),
    fails(
        tracking_files.test_delivery_file_is_readable,
        "mode",
        "has the mode 600, expected 644",
        "trk3",
        **filed(replace(FILE, mode=0o600)),
    ),
    not_applicable(
        tracking_files.test_delivery_file_is_readable,
        "unknown-mode",
        "not known",
        "trk3",
        **filed(replace(FILE, mode=None)),
    ),
    fails(
        tracking_files.test_delivery_file_holds_our_urls,
        "one-missing",
        "lacks a1",
        "trk3",
        **filed(replace(FILE, missing_url_ids=(0xA1,))),
    ),
    fails(
        tracking_servers.test_web_servers_run_the_installed_build,
        "old",
        "trk2: /r/test tells build 9187, nlserver build 9383",
        **known() | OLD_LIBRARY,
    ),
    not_applicable(
        tracking_servers.test_web_servers_run_the_installed_build,
        "not-told",
        "no server tells both builds",
        **known() | {"servers": {}},
    ),
    blocked(
        tracking_servers.test_all_servers_run_the_same_build,
        "old-library",
        "test_web_servers_run_the_installed_build",
        **known() | OLD_LIBRARY,
    ),
    blocked(
        tracking_files.test_delivery_file_is_there,
        "not-in-the-wizards-list",
        "test_internal_urls_are_the_declared_ones",
        "trk3",
        **filed(replace(FILE, found=False, mode=None)) | {"tracking_options": options()},
    ),
    blocked(
        tracking_files.test_delivery_file_holds_our_urls,
        "file-missing",
        "test_delivery_file_is_there[trk3]",
        "trk3",
        **filed(replace(FILE, found=False, mode=None)),
    ),
    blocked(
        tracking_files.test_delivery_file_is_readable,
        "file-missing",
        "test_delivery_file_is_there[trk3]",
        "trk3",
        **filed(replace(FILE, found=False, mode=None)),
    ),
)

ROWS: tuple[Row, ...] = (
    *(*usual(), *broken()),
    *(*READING, *UPLOADS, *PROCESSES, *DOORS, *TRACKING_FILES),
)


@table(ROWS)
def test_amounts_to(row: Row) -> None:
    """Each row amounts to what it says."""
    judged = row.judge()

    assert judged.judged is row.judged, judged.reason
    assert row.words in judged.why
    assert judged.root == row.root
