"""A folder of copies: what somebody took from a server by hand. It can be read, and not asked.

It may come from a server that is not to be trusted, so nothing is followed out of it, and only
regular files are opened.
"""

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from campaign_tracking.seal import Seal
from campaign_tracking.server_files.conf_folder import (
    MAX_FILES,
    MAX_TOMCATS,
    NAME,
    TOMCAT,
    ConfFolder,
    conf_folder,
    newest,
    read_one,
)
from campaign_tracking.server_files.document import ConfFile
from campaign_tracking.server_files.machine import Processes
from campaign_tracking.server_files.process_list import MAX_BYTES as MAX_PRINTED_BYTES
from campaign_tracking.server_files.process_list import read_processes
from campaign_tracking.server_files.reader import MAX_BYTES
from campaign_tracking.server_files.settings import DEFAULT_FILE, SERVER_FILE, TOMCAT_FILE

PDUMP, MISSING = "pdump.txt", "monitor-missing.txt"
NO_PROCESSES = (
    "a folder of copies tells nothing of processes; save the output of nlserver pdump as "
    f"{PDUMP} and of nlserver monitor -missing as {MISSING} in it"
)
NO_REACH = "a folder of copies cannot be asked what the server reaches"
# So many names of a folder are looked at.
_MAX_NAMES = 100_000
_PIECE_BYTES = 65_536


class UnreadableError(Exception):
    """A copy cannot be read; says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedFolder:
    """The folder.

    Attributes:
        folder: Where it is.
        conf: Its folder ``conf``, as declared, below it; empty looks for one.
    """

    folder: Path
    conf: str = ""

    @property
    def conf_dir(self) -> Path:
        """Where the configuration files are: in ``conf``, if there is one, else right here."""
        if self.conf:
            return self.folder / self.conf
        inner = self.folder / "conf"
        return inner if inner.is_dir() else self.folder

    def read_conf(self, instance: str, seal: Seal) -> ConfFolder:
        """Return the configuration files: the instance's first, then at most 50 in all.

        When a copy was changed says nothing of the server's file.
        """
        conf_dir = self.conf_dir
        try:
            names = self.names(conf_dir)
        except UnreadableError as error:
            return ConfFolder(trouble=str(error))
        first = (SERVER_FILE, DEFAULT_FILE, f"config-{instance}.xml")
        own = sorted(filter(NAME.fullmatch, names), key=lambda name: name not in first)
        files = [self._conf_file(conf_dir / name, seal) for name in own[:MAX_FILES]]
        return conf_folder(str(conf_dir), [*files, *self._tomcats(conf_dir, seal)])

    def read_processes(self) -> Processes:
        """Return what the output of nlserver that was saved beside the copies says."""
        try:
            pdump = self.read(self.folder / PDUMP, MAX_PRINTED_BYTES)
        except UnreadableError:
            return Processes(untold=NO_PROCESSES)
        try:
            missing = self.read(self.folder / MISSING, MAX_PRINTED_BYTES)
        except UnreadableError:
            missing = b""
        return read_processes(pdump.decode("utf-8", "replace"), missing.decode("utf-8", "replace"))

    def names(self, folder: Path) -> list[str]:
        """Return the names in a folder, in order.

        Raises:
            UnreadableError: If it cannot be listed, or lies outside.
        """
        self._keep_inside(folder)
        try:
            found = [
                path.name for path, _ in zip(folder.iterdir(), range(_MAX_NAMES), strict=False)
            ]
        except OSError as error:
            raise UnreadableError(f"{folder}: {error.strerror}") from error
        return sorted(found)

    def read(self, path: Path, max_bytes: int) -> bytes:
        """Return how a file begins.

        Raises:
            UnreadableError: If it is not a regular file inside, or cannot be read.
        """
        return b"".join(self.pieces(path, max_bytes))

    def pieces(self, path: Path, max_bytes: int) -> Iterator[bytes]:
        """Yield the same in pieces."""
        self._keep_inside(path)
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                raise UnreadableError(f"{path}: not a regular file")
            with path.open("rb") as file:
                left_bytes = max_bytes
                while piece := file.read(min(_PIECE_BYTES, left_bytes)):
                    left_bytes -= len(piece)
                    yield piece
        except OSError as error:
            raise UnreadableError(f"{path}: {error.strerror}") from error

    def _keep_inside(self, path: Path) -> None:
        try:
            inside = path.resolve().is_relative_to(self.folder.resolve())
        except (OSError, RuntimeError) as error:  # a loop of links
            raise UnreadableError(f"{path}: a link that leads nowhere") from error
        if not inside:
            raise UnreadableError(f"{path}: it leads out of the folder of copies")

    def _conf_file(self, path: Path, seal: Seal) -> ConfFile:
        try:
            raw = self.read(path, MAX_BYTES + 1)
        except UnreadableError as error:
            return ConfFile(name=path.name, path=str(path), trouble=str(error))
        return read_one(raw, path.name, str(path), None, seal)

    def _tomcats(self, conf_dir: Path, seal: Seal) -> Iterator[ConfFile]:
        """Yield Tomcat's file: from beside ``conf``, or among the copies."""
        roots = {conf_dir.parent, conf_dir} - {self.folder.parent}
        places = [place for root in sorted(roots) for place in self._tomcat_folders(root)]
        found = (self._conf_file(place / TOMCAT_FILE, seal) for place in [*places, conf_dir])
        yield from newest({file.path: file for file in found})

    def _tomcat_folders(self, root: Path) -> list[Path]:
        try:
            names = self.names(root)
        except UnreadableError:
            return []
        tomcats = [name for name in names if TOMCAT.fullmatch(name)][:MAX_TOMCATS]
        return [root / name / "conf" for name in tomcats]
