"""A machine of the platform: its configuration files, and the processes that were stopped on it."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Literal

from campaign_tracking.lab import stamps
from campaign_tracking.lab.assumptions import BUILD

Role = Literal["application", "mid-sourcing", "tracking"]

SERVER_FILE: Final = "serverConf.xml"
DEFAULT_FILE: Final = "config-default.xml"
TOMCAT_FILE: Final = "server.xml"
WATCHDOG: Final = "watchdog"
_TOMCAT_FOLDER: Final = "tomcat-8"


class EditError(Exception):
    """An edit does not fit the file: a fault must never do nothing unnoticed."""


@dataclass(slots=True, kw_only=True)
class Machine:
    """A server, and everything of it that stands in files.

    Attributes:
        name: ``app``, ``mid``, ``trk1``, …: its folder, and its key in the environment file.
        role: What it is for.
        hostname: What ``hostname -s`` would print there.
        address: Its loopback address.
        instance: Campaign's instance there.
        folder: Holds ``conf``, ``var``, Tomcat's folder and ``bin``.
        files: Text of its configuration files, by name; faults edit it before it is written.
        build: Of Campaign's programs there.
        edited_since: Text of files that somebody edited after the start, and did not reload.
        read_only: Folders below its ``var/<instance>`` into which nobody may write.
        stopped: Processes that somebody stopped though the files have them start.
        unreachable: Hosts from which nothing comes back when this machine connects to them.
        clock_ahead: By how much its clock is.
        log_disk_is_full: Whether nothing more can be written into its tracking log files.
    """

    name: str
    role: Role
    hostname: str
    address: str
    instance: str
    folder: Path
    files: dict[str, str] = field(default_factory=dict, repr=False)  # passwords stand in them
    build: str = BUILD
    edited_since: dict[str, str] = field(default_factory=dict, repr=False)  # likewise
    read_only: set[str] = field(default_factory=set)
    stopped: set[str] = field(default_factory=set)
    unreachable: set[str] = field(default_factory=set)
    clock_ahead: timedelta = timedelta(0)
    log_disk_is_full: bool = False

    def now(self) -> datetime:
        """Return the time by its own clock."""
        return stamps.now() + self.clock_ahead

    @property
    def instance_file(self) -> str:
        """The name of its instance's file."""
        return f"config-{self.instance}.xml"

    @property
    def conf_folder(self) -> Path:
        """The folder ``conf``."""
        return self.folder / "conf"

    @property
    def var_folder(self) -> Path:
        """The folder ``var``."""
        return self.folder / "var"

    @property
    def nlserver(self) -> Path:
        """The command."""
        return self.folder / "bin" / "nlserver"

    def path(self, name: str) -> Path:
        """Return where a configuration file stands; Tomcat's is in a folder of its own."""
        if name == TOMCAT_FILE:
            return self.folder / _TOMCAT_FOLDER / "conf" / name
        return self.conf_folder / name

    def edit(self, name: str, old: str, new: str, *, occurrences: int = 1) -> None:
        """Replace *old* by *new* in a file.

        Raises:
            EditError: If *old* does not stand there exactly that often, or nothing changes.
        """
        self._check(name, self.files[name].count(old), occurrences, old)
        self._replace(name, self.files[name].replace(old, new))

    def set_attribute(self, name: str, attribute: str, value: str) -> None:
        """Give an attribute that stands once in a file another value.

        Raises:
            EditError: If it does not stand there exactly once, or has that value.
        """
        pattern = re.compile(rf'(?<![\w-]){re.escape(attribute)}="[^"]*"')
        self._check(name, len(pattern.findall(self.files[name])), 1, attribute)
        written = f'{attribute}="{value}"'
        self._replace(name, pattern.sub(lambda _: written, self.files[name]))

    def _check(self, name: str, found: int, wanted: int, what: str) -> None:
        if found != wanted:
            raise EditError(f"{name} of {self.name} has {found} times {what!r}, not {wanted}")

    def _replace(self, name: str, text: str) -> None:
        if text == self.files[name]:
            raise EditError(f"the edit changes nothing in {name} of {self.name}")
        self.files[name] = text
