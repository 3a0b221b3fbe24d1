"""Step 1, on the servers themselves: what should run does, with what stands in the files."""

from collections.abc import Iterator, Mapping

import pytest

from campaign_tracking.judgement import NotApplicable, NotConfigured, explained_by
from campaign_tracking.redirection.endpoint import Endpoint
from campaign_tracking.rules import EVERY_ROLE, file_rule
from campaign_tracking.server_files.loading import changed_since_loaded, loaded_at
from campaign_tracking.server_files.machine import Machine, Process
from checks import test_1_network as network
from checks import test_1_server_files as files

pytestmark = [pytest.mark.configuration, pytest.mark.stage("server files")]


@file_rule(
    "R-30",
    reads="when files were changed and processes started",
    why="what stands in a file takes effect when it is reloaded",
    source="configuring-campaign-server.md",
    on=EVERY_ROLE,
)
@explained_by(*files.READ)
def test_files_are_loaded(machine: Machine) -> None:
    """No configuration file was changed since it was loaded.

    If it fails: the server administrator reloads (nlserver config -reload), restarts the web server
    where it reads the file, and [[host]] reloaded_at is declared anew.
    """
    loaded = loaded_at(machine)
    if not loaded or not any(file.modified_at for file in machine.files):
        raise NotApplicable("when files were changed or processes started is not known")
    changed = [
        f"{file.name} at {file.modified_at:%Y-%m-%d %H:%M} UTC"
        for file in changed_since_loaded(machine)
    ]
    if changed and machine.reloaded_at is None:
        raise NotConfigured(
            f"changed since the processes were started: {', '.join(changed)}; perhaps not loaded: "
            "run nlserver config -reload and declare [[host]] reloaded_at"
        )

    assert not changed, f"changed after {loaded:%Y-%m-%d %H:%M} UTC: {', '.join(changed)}"


REQUIRED: Mapping[str, tuple[str, ...]] = {
    "application": ("web", "syslogd", "watchdog"),
    "mid-sourcing": ("web", "syslogd", "watchdog"),
    "tracking": ("web", "syslogd", "watchdog", "trackinglogd"),
}
OPTIONAL = ("mta", "inMail", "stat", "wfserver")


def processes_told(machine: Machine) -> tuple[Process, ...]:
    """Return the processes that run; leave the check if the machine does not tell."""
    if machine.processes.untold:
        raise NotConfigured(f"[[host]] {machine.name}: {machine.processes.untold}")
    return machine.processes.running


def server_that_is_down(machine: Machine, servers: Mapping[str, Endpoint]) -> Iterator[str]:
    """Name the tracking server that the machine is, if nothing runs there, nor its web server."""
    server = servers.get(machine.name)
    tcps = [address.tcp for address in server.addresses if address.tcp] if server else []
    told = not machine.processes.untold and not machine.processes.running
    if told and tcps and not any(tcp.connected for tcp in tcps):
        yield machine.name


@file_rule(
    "R-59",
    reads="nlserver pdump",
    why="what does not run does nothing, whatever the files say",
    source="monitoring-processes.md",
    on=EVERY_ROLE,
)
@explained_by(network.test_port_opens, of=server_that_is_down, needed=False)
@explained_by(files.test_trackinglogd_is_enabled, files.test_web_process_is_enabled, *files.READ)
@explained_by(of=files.earlier_on_the_same_server)
def test_processes_run(machine: Machine) -> None:
    """What the server's role needs, and what its files switch on, runs.

    If it fails: the server administrator starts it (nlserver start <process>, or the whole service)
    and reads its log in var/<instance>/log.
    """
    running = {
        process.name
        for process in processes_told(machine)
        if process.name not in OPTIONAL or process.instance == machine.instance
    }
    needed = {*REQUIRED[machine.role], *(name for name in OPTIONAL if files.runs(machine, name))}
    missing = sorted(needed - running)

    assert not missing, f"not running: {', '.join(missing)}"


@file_rule(
    "R-59",
    reads="nlserver monitor -missing",
    why="it is the product's own comparison of what should run with what does",
    source="monitoring-processes.md",
    on=EVERY_ROLE,
)
@explained_by(test_processes_run, *files.READ)
@explained_by(of=files.earlier_on_the_same_server)
def test_campaign_misses_no_process(machine: Machine) -> None:
    """Campaign itself misses no process (nlserver monitor -missing).

    If it fails: the server administrator starts what is named and reads its log.
    """
    processes_told(machine)
    if machine.processes.missing_untold:
        raise NotConfigured(f"[[host]] {machine.name}: {machine.processes.missing_untold}")
    missing = ", ".join(machine.processes.missing)

    assert not missing, f"missing: {missing}"
