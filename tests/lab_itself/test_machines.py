"""The machines' configuration files: there, well-formed, and fitting one another."""

import os
import re
import subprocess
import time
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from campaign_tracking.lab.addresses import bind
from campaign_tracking.lab.application.operators import Operator
from campaign_tracking.lab.assembling import assemble
from campaign_tracking.lab.machine import (
    DEFAULT_FILE,
    SERVER_FILE,
    TOMCAT_FILE,
    EditError,
    Machine,
)
from campaign_tracking.lab.places import Places
from campaign_tracking.lab.platform import Platform
from campaign_tracking.lab.settings import LabSettings
from campaign_tracking.safe_xml import parse
from tests.lab_itself.client import Client
from tests.lab_itself.mid import MID
from tests.lab_itself.running import FAST, in_lab

PROCESS = re.compile(r"^\s*(\w+)(?:@([\w.-]+))?\s*\((\d+)\)\s*-\s*[\d.,]+\s*MB$", re.MULTILINE)
EXECUTABLE = 0o755


def root(machine: Machine, name: str) -> ET.Element:
    """Return the root element of one of a machine's files."""
    return parse(machine.path(name).read_text(encoding="utf-8"))


def test_every_machine_has_its_files() -> None:
    """Application server and tracking servers: well-formed, and older than the processes."""

    async def scenario(client: Client) -> None:
        machines = client.lab.platform.machines
        assert [machine.name for machine in machines] == ["app", "trk1", "trk2"]
        for machine in machines:
            assert machine.folder == client.lab.folder / machine.name
            names = sorted(path.name for path in machine.conf_folder.iterdir())
            assert names == ["config-default.xml", "config-lab.xml", "serverConf.xml"]
            tags = [root(machine, name).tag for name in (SERVER_FILE, DEFAULT_FILE, TOMCAT_FILE)]
            assert tags == ["serverConf", "serverconf", "Server"]
            assert root(machine, "config-lab.xml").tag == "serverconf"
            newest = max(path.stat().st_mtime for path in machine.conf_folder.iterdir())
            assert newest < time.time() - 86_400

    in_lab(scenario)


def test_with_a_mid() -> None:
    """The mid and the tracking servers have the mid's instance, and only the mid sends."""

    async def scenario(client: Client) -> None:
        machines = client.lab.platform.machines
        instances = [(machine.name, machine.instance) for machine in machines]
        assert instances == [("app", "lab"), ("mid", "mid"), ("trk1", "mid"), ("trk2", "mid")]
        sends = {
            machine.name: root(machine, machine.instance_file).find("mta[@autoStart='true']")
            for machine in machines
        }
        assert [name for name, mta in sends.items() if mta is not None] == ["mid"]

    in_lab(scenario, MID)


def test_the_list_of_spare_servers_is_the_same_everywhere() -> None:
    """One line for each server, ids in order; the expression takes out a server's own."""

    async def scenario(client: Client) -> None:
        servers = client.lab.tracking
        lists = [
            [dict(entry.attrib) for entry in root(server.machine, SERVER_FILE).iter("spareServer")]
            for server in servers
        ]
        assert lists[0] == lists[1] == lists[2]
        assert [entry["id"] for entry in lists[0]] == ["1", "2", "3"]
        assert [entry["url"] for entry in lists[0]] == [server.url for server in servers]
        for server in servers:
            others = [other.url for other in servers if other is not server]
            assert list(server.settings.spares) == others

    in_lab(scenario, LabSettings(pace_scale=0.05, tracking_servers=3))


def assembled(folder: Path) -> Platform:
    """Return a platform of two tracking servers that is not started."""
    application, stranger, *tracking = ports = [bind("127.0.0.1") for _ in range(4)]
    places = Places(
        applications=(application,), tracking=tuple(tracking), stranger=stranger, balancer=None
    )
    try:
        return assemble(FAST, folder, places, [Operator(login="x", password="y")])
    finally:
        for bound in ports:
            bound.close()


def test_an_edit_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    """A fault can never do nothing unnoticed."""
    machine = assembled(tmp_path).last
    for old, new in (("no such text", ""), ("true", "false"), ('enabled="', 'enabled="')):
        with pytest.raises(EditError):
            machine.edit(SERVER_FILE, old, new)
    for attribute, value in (("noSuch", "1"), ("urlPath", "1"), ("maxSharedLogs", "25000")):
        with pytest.raises(EditError):
            machine.set_attribute(SERVER_FILE, attribute, value)
    machine.edit(SERVER_FILE, "processRestartTime", "x", occurrences=5)
    machine.set_attribute(SERVER_FILE, "maxSharedLogs", "1")
    assert 'maxSharedLogs="1"' in machine.files[SERVER_FILE]


async def nlserver(machine: Machine, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Return what the machine's command answers."""
    command = [str(machine.nlserver), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=10)  # noqa: ASYNC221, S603  (written by the lab)


def processes(output: str) -> list[str]:
    """Return the processes of ``pdump``, each of which has the lab's process id."""
    found = PROCESS.findall(output)
    assert {pid for _, _, pid in found} == {str(os.getpid())}
    return [f"{name}@{instance}" if instance else name for name, instance, _ in found]


def test_nlserver() -> None:
    """The processes that the files have started, and nothing missing; anything else is refused."""

    async def scenario(client: Client) -> None:
        expected = {
            "app": "web syslogd mta@lab wfserver@lab inMail@lab stat@lab watchdog",
            "trk1": "web syslogd trackinglogd watchdog",
        }
        for name, names in expected.items():
            machine = client.lab.platform.machine(name)
            assert machine.nlserver.stat().st_mode & 0o777 == EXECUTABLE
            shown = await nlserver(machine, "pdump")
            short = [process.removesuffix("@default") for process in processes(shown.stdout)]
            assert short == names.split()
            missing = await nlserver(machine, "monitor", "-missing")
            assert re.fullmatch(
                r"\d\d:\d\d:\d\d >   Application server for Adobe Campaign Classic "
                r"\(8\.5\.1 build 9236@cc45440\) of \d\d/\d\d/\d{4}\n",
                missing.stdout,
            )
            refused = await nlserver(machine, "stop", "web")
            assert (refused.returncode, refused.stdout) == (1, "")
            assert refused.stderr.startswith("usage: ")

    in_lab(scenario)


@pytest.mark.parametrize(
    ("fault_id", "machine", "gone", "missing"),
    [
        ("trackinglogd-down", "trk1", "trackinglogd@default", ["trackinglogd@default"]),
        ("trackinglogd-not-enabled", "trk1", "trackinglogd@default", []),
        ("tracking-web-process-down", "trk2", "web@default", ["web@default"]),
    ],
)
def test_stopped_processes(fault_id: str, machine: str, gone: str, missing: list[str]) -> None:
    """One that was stopped is missing; one that is not switched on is not."""

    async def scenario(client: Client) -> None:
        asked = client.lab.platform.machine(machine)
        assert gone not in processes((await nlserver(asked, "pdump")).stdout)
        told = (await nlserver(asked, "monitor", "-missing")).stdout.splitlines()
        assert told[1:] == missing

    in_lab(scenario, LabSettings(pace_scale=0.05, faults=(fault_id,)))
