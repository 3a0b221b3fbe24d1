"""The folder ``var`` of a folder of copies, as far as it was copied."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from campaign_tracking.environment import Host
from campaign_tracking.server_files import delivery_file as delivery_files
from campaign_tracking.server_files import log_scan as log_scans
from campaign_tracking.server_files.copied_folder import CopiedFolder, UnreadableError
from campaign_tracking.server_files.framing import Heading
from campaign_tracking.server_files.machine import DeliveryFile, LogScan
from campaign_tracking.server_files.shell import TooLateError
from campaign_tracking.server_files.side_by_side import Deadline

_EARLIER = "the copies hold no file of this delivery: they were made before it, or without it"
_MAX_YEARS = 100


def delivery_file(
    copies: CopiedFolder,
    host: Host,
    instance: str,
    delivery_ids: Sequence[int],
    url_ids: Sequence[int],
) -> DeliveryFile:
    """Return what the copies hold of a delivery; the mode of a copy says nothing.

    Copies are made before the delivery is, as a rule, so that it is no fault if they lack its file.
    """
    folder = _redir(copies, host, instance) / "url"
    looked_for = delivery_files.looked_for(str(folder), delivery_ids)
    if not folder.is_dir():
        return DeliveryFile(path=looked_for, untold=_not_copied(folder))
    try:
        years = copies.names(folder)[-_MAX_YEARS:]
    except UnreadableError as error:
        return DeliveryFile(path=looked_for, trouble=str(error))
    names = delivery_files.names(delivery_ids)
    paths = (folder / year / name for name in names for year in years)
    found = [_read(copies, path, url_ids) for path in paths if path.exists()]
    return delivery_files.best(found) or DeliveryFile(path=looked_for, untold=_EARLIER)


def log_scan(copies: CopiedFolder, host: Host, instance: str, deadline: Deadline) -> LogScan:
    """Return what became of looking through the copied log files."""
    folder = _redir(copies, host, instance) / "log"
    if not folder.is_dir():
        return LogScan(untold=_not_copied(folder))
    return log_scans.read_events(_events(copies, folder, deadline))


def _redir(copies: CopiedFolder, host: Host, instance: str) -> Path:
    return copies.folder / (host.var_dir or "var") / instance / "redir"


def _not_copied(folder: Path) -> str:
    return f"the copies have no folder {folder}"


def _read(copies: CopiedFolder, path: Path, url_ids: Sequence[int]) -> DeliveryFile:
    try:
        raw = copies.read(path, delivery_files.MAX_BYTES + 1)
    except UnreadableError as error:
        return DeliveryFile(path=str(path), found=True, trouble=str(error))
    return delivery_files.held(raw, str(path), None, url_ids)


def _events(copies: CopiedFolder, folder: Path, deadline: Deadline) -> Iterator[Heading | bytes]:
    """Yield what a server's own shell would have printed of its log files."""
    yield Heading(kind="folder", told=str(folder))
    try:
        names = copies.names(folder)
    except UnreadableError as error:
        yield str(error).encode()
        return
    logs = sorted(filter(log_scans.NAME.fullmatch, names), reverse=True)[: log_scans.MAX_FILES]
    yield Heading(kind="count", told=str(len(logs)))
    for name in logs:
        yield from _log_events(copies, folder / name, deadline)


def _log_events(copies: CopiedFolder, path: Path, deadline: Deadline) -> Iterator[Heading | bytes]:
    pieces = copies.pieces(path, log_scans.MAX_PRINTED_BYTES)
    try:
        # The first piece tells whether it can be read at all.
        first = next(pieces, b"")
        if not first:
            yield Heading(kind="empty", told=path.name)
        yield Heading(kind="log", told=path.name)
        yield first
        for piece in pieces:
            if not deadline.left_s:
                raise TooLateError("there was no more time")
            yield piece
    except UnreadableError as error:
        yield Heading(kind="unread", told=path.name)
        yield str(error).encode()
