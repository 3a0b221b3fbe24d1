"""What was seen on one declared server: the facts of a ``[[host]]``."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from campaign_tracking.server_files.document import ConfFile

Role = Literal["application", "tracking", "mid-sourcing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """A line of ``nlserver pdump``.

    Attributes:
        name: Such as ``web``.
        instance: Such as ``default``; empty for watchdog.
        pid: Its process id.
        started_at: When it was started (aware, UTC); None if the machine does not tell.
    """

    name: str
    instance: str
    pid: int
    started_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Processes:
    """What ``nlserver pdump`` and ``nlserver monitor -missing`` print.

    Attributes:
        running: The processes, in no order.
        missing: What the product itself misses, such as ``mta@prod``.
        missing_untold: Why it does not tell what it misses; empty if it does.
        build: Of the banner; empty if there is none.
        untold: Why the machine does not tell of processes; empty if it does.
    """

    running: tuple[Process, ...] = ()
    missing: tuple[str, ...] = ()
    missing_untold: str = ""
    build: str = ""
    untold: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Whether one server reaches another's port: asked on that machine.

    Attributes:
        url: The URL whose host and port were asked.
        trouble: Why it does not; empty if it does.
    """

    url: str
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadFolder:
    """Where a tracking server keeps what is uploaded about deliveries.

    Attributes:
        path: ``redir/url/<YYYY>`` of this year, else ``redir/url``.
        mode: Its permissions, such as ``0o755``; None if they are not known.
        free_kb: What others than root may still write there; None if it is not known.
        untold: Why this machine says nothing of it; empty if it does.
    """

    path: str = ""
    mode: int | None = None
    free_kb: int | None = None
    untold: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """One declared server.

    Attributes:
        name: As declared; the id of its checks.
        role: What it is for.
        instance: Of Campaign, as declared or as the role says.
        hostname: What ``hostname -s`` prints there; empty if it was not asked.
        address: By which the other servers see it, as declared; empty if it is not.
        aliases: Other names by which they may know it, as declared.
        trouble: Why it could not be read at all; empty if it was.
        files: ``serverConf.xml``, each ``config-*.xml``, and Tomcat's ``server.xml``.
        processes: What runs there.
        reached: The other servers that it was asked to reach, by R-01 and R-40.
        reach_untold: Why it was not asked; empty if it was.
        upload_folder: Of a tracking server, where it keeps what is uploaded.
        reloaded_at: When its configuration was reloaded by hand, as declared (aware).
    """

    name: str
    role: Role
    instance: str
    hostname: str = ""
    address: str = ""
    aliases: tuple[str, ...] = ()
    trouble: str = ""
    files: tuple[ConfFile, ...] = ()
    processes: Processes = Processes()
    reached: tuple[Reach, ...] = ()
    reach_untold: str = ""
    upload_folder: UploadFolder = UploadFolder(untold="it was not looked at")
    reloaded_at: datetime | None = None

    @property
    def unread(self) -> str:
        """What of its own configuration was not read, and why; empty if all was.

        Another instance's file is not its own.
        """
        return self.trouble or _troubles(file for file in self.files if self._is_own(file))

    @property
    def troubles_of_others(self) -> str:
        """What of other instances' configuration was not read, and why; empty if all was."""
        return _troubles(file for file in self.files if not self._is_own(file))

    def _is_own(self, file: ConfFile) -> bool:
        names = ("serverConf.xml", "config-default.xml", f"config-{self.instance}.xml")
        return file.name in {*names, "server.xml"}

    def file(self, name: str) -> ConfFile | None:
        """Return the file of that name; None if there is none."""
        return next((file for file in self.files if file.name == name), None)


def _troubles(files: Iterable[ConfFile]) -> str:
    return "; ".join(f"{file.name}: {file.trouble}" for file in files if file.trouble)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryFile:
    """What a tracking server holds of our delivery: ``redir/url/<YYYY>/<deliveryID>.xml``.

    Attributes:
        path: Where it is, or was looked for.
        found: Whether it is there.
        mode: Its permissions, such as ``0o644``; None if it is not there, or they are not known.
        missing_url_ids: The ids of ours that it does not hold, neither decimal nor hex (A-10).
        trouble: Why it could not be looked for, or read; empty if it was.
        untold: Why this machine says nothing of it, by right; empty if it does.
    """

    path: str
    found: bool = False
    mode: int | None = None
    missing_url_ids: tuple[int, ...] = ()
    trouble: str = ""
    untold: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BadLine:
    """A corrupted entry of a tracking log file.

    Attributes:
        path: The file.
        line: Counted from 1.
    """

    path: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LogScan:
    """What the documented test for good lines says of a server's tracking log files (R-69).

    Attributes:
        files: How many were looked at, the newest first.
        unscanned_files: How many there are besides, for which the time was too short.
        lines: How many lines they hold.
        bad: Lines bad in every locale, the first ones.
        bad_count: How many there are in all.
        bad_in_c_count: Lines that are bad in the locale C only; they say nothing.
        empty_newest: Path of the newest file if nothing at all stands in it; else empty.
        trouble: Why it could not be scanned; empty if it was.
        untold: Why this machine says nothing of it, by right; empty if it does.
    """

    files: int = 0
    unscanned_files: int = 0
    lines: int = 0
    bad: tuple[BadLine, ...] = ()
    bad_count: int = 0
    bad_in_c_count: int = 0
    empty_newest: str = ""
    trouble: str = ""
    untold: str = ""
