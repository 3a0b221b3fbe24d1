"""Effective settings: the instance's file before the server's, then the documented default (R-29).

``config-<instance>.xml`` overrides ``serverConf.xml`` (configuration-principle.md,
tracked-urls.md). Which multi-instance processes start stands in ``config-default.xml``, which
mono-instance ones in ``config-<instance>.xml`` (configuring-campaign-server.md).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from campaign_tracking.server_files.document import ConfFile, Node
from campaign_tracking.server_files.machine import Machine

SERVER_FILE, DEFAULT_FILE, TOMCAT_FILE = "serverConf.xml", "config-default.xml", "server.xml"
MULTI_INSTANCE: Final = ("web", "syslogd", "trackinglogd")
# the-server-configuration-file.md
DEFAULTS: Final[Mapping[str, str]] = {
    "web/@httpPort": "8080",
    "web/@autoStart": "false",
    "web/redirection/@startRedirection": "true",
    "web/redirection/@startRedirectionInModule": "true",
    "web/redirection/@maxJobsInCache": "100",
    "web/redirection/@defLogCount": "30",
    "web/redirection/@showSourceIP": "true",
    "web/redirection/@expirationURL": "",
    "web/redirection/@cookieDomain": "",
    "web/redirection/@trackWebVisitors": "false",
    "web/redirection/@IMSOrgId": "",
    "web/redirection/@P3PCompactPolicy": ("CAO DSP COR CURa DEVa TAIa OUR BUS IND UNI COM NAV"),
    "tracking/@logCountPerRequest": "1000",
    "tracking/@blockRedirectForUnsignedTrackingLink": "false",
    "trackinglogd/@autoStart": "false",
    "trackinglogd/@maxSharedLogs": "25000",
    "trackinglogd/@maxLogsSizeOnDiskMb": "500",
    "trackinglogd/@purgeLogsPeriod": "50000",
    "trackinglogd/@maxCreateFileRetry": "5",
    "trackinglogd/@webTrackingParamSize": "64",
    "dataStore/@hosts": "*",
    "proxyConfig/@enabled": "false",
    "proxyConfig/@override": "localhost*",
    "mta/@autoStart": "false",
    "mta/@signEmailLinks": "true",
    "mta/@verifyMode": "false",
    "wfserver/@autoStart": "false",
    "inMail/@autoStart": "false",
    "stat/@autoStart": "false",
}
_INSTANCE_FILE = re.compile(r"config-(.+)\.xml")
_NUMBER = re.compile(r"-?[0-9]{1,18}")
TRUE, FALSE = ("true", "1"), ("false", "0")  # file-res-management.md writes 1 and 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What an attribute effectively holds, and where that stands.

    Attributes:
        path: Such as ``web/redirection/@startRedirection``.
        value: What it holds; of a secret, its seal; empty if it stands nowhere.
        where: Such as ``serverConf.xml, line 12``; ``the documented default`` if nowhere.
    """

    path: str
    value: str
    where: str

    @property
    def told(self) -> str:
        """Where it stands and what it holds, for people."""
        return f"{self.where}: {self.path} = {self.value!r}"

    @property
    def is_true(self) -> bool:
        """Whether it is a Boolean that is true."""
        return self.value.strip().lower() in TRUE

    @property
    def is_boolean(self) -> bool:
        """Whether it is one of the values of a Boolean."""
        return self.value.strip().lower() in {*TRUE, *FALSE}

    @property
    def number(self) -> int | None:
        """The number that it holds; None if it holds none."""
        return int(self.value) if _NUMBER.fullmatch(self.value.strip()) else None

    @property
    def meaning(self) -> str:
        """What it says, however it is written: ``1`` is ``true``, and ``0100`` is ``100``."""
        if self.is_boolean and self.value.strip().lower() in {"true", "false"}:
            return str(self.is_true).lower()
        return self.value.strip() if self.number is None else str(self.number)


def instance_file(machine: Machine) -> str:
    """Return the name of the file of the machine's instance."""
    return f"config-{machine.instance}.xml"


def tracking_instances(machines: Iterable[Machine]) -> set[str]:
    """Return the instances that have a file on a tracking server; none if no folder was read."""
    names = [file.name for each in machines if each.role == "tracking" for file in each.files]
    found = (_INSTANCE_FILE.fullmatch(name) for name in names if name != DEFAULT_FILE)
    return {match[1] for match in found if match}


def files_by_precedence(machine: Machine, process: str = "") -> list[ConfFile]:
    """Return the machine's files, the overriding ones first.

    Args:
        machine: The machine.
        process: Where the start of a process is asked for, its name: of multi-instance ones and of
            mono-instance ones it stands in different files. enterprise-deployment.md has
            trackinglogd in the instance's, too.
    """
    names = [instance_file(machine), DEFAULT_FILE, SERVER_FILE]
    if process in MULTI_INSTANCE:
        names = [DEFAULT_FILE, instance_file(machine), SERVER_FILE]
    elif process:
        names.remove(DEFAULT_FILE)
    found = (machine.file(name) for name in names)
    return [file for file in found if file is not None]


def elements(file: ConfFile, path: str) -> Iterator[Node]:
    """Yield the elements at *path*, such as ``web/redirection``: its first name may stand anywhere.

    Files are edited by hand, so case does not count.
    """
    first, *below = path.casefold().split("/")
    if file.root is None:
        return
    found = [node for node in file.root.walk() if node.name.casefold() == first]
    for name in below:
        found = [
            child for node in found for child in node.children if child.name.casefold() == name
        ]
    yield from found


def effective(machine: Machine, path: str) -> Setting:
    """Return what the attribute at *path*, such as ``mta/@verifyMode``, effectively holds."""
    element, _, name = path.rpartition("/@")
    process = element if name == "autoStart" else ""
    for file in files_by_precedence(machine, process):
        for node in elements(file, element):
            held = node.attribute(name)
            if held is not None:
                where = f"{file.name}, line {held.line}"
                return Setting(path=path, value=held.value, where=where)
    default = default_of(path)
    where = _where_it_belongs(machine, element) if default is None else "the documented default"
    return Setting(path=path, value=default or "", where=where)


def _where_it_belongs(machine: Machine, element: str) -> str:
    """Return where an attribute would stand: the nearest element around it that there is."""
    for file in files_by_precedence(machine):
        path = element
        while file.root is not None:
            around = next(elements(file, path), None) if path else file.root
            if around is not None:
                return f"{file.name}, line {around.line}"
            path = path.rpartition("/")[0]
    return instance_file(machine)


def default_of(path: str) -> str | None:
    """Return the documented default of an attribute; None if there is none, or we have none."""
    folded = path.casefold()
    return next((held for name, held in DEFAULTS.items() if name.casefold() == folded), None)
