"""Where lines of tracking log files are corrupted."""

from collections.abc import Iterator, Mapping

from campaign_tracking.facts import Facts
from campaign_tracking.server_files.machine import LogScan


def corrupted(facts: Facts) -> Iterator[tuple[str, LogScan]]:
    """Yield the servers whose log files hold lines that are bad in every locale (R-69)."""
    for name, scan in (facts.log_scans or {}).items():
        if scan.bad_count:
            yield name, scan


def all_are_well_formed(facts: Facts) -> bool:
    """Whether the log files of every declared tracking server were read, and are in order."""
    scans: Mapping[str, LogScan] = facts.log_scans or {}
    known = set(facts.environment.tracking.internal_urls) if facts.environment else set()
    read = {name for name, scan in scans.items() if _is_whole(scan)}
    return bool(read) and known <= read


def _is_whole(scan: LogScan) -> bool:
    return not (scan.trouble or scan.untold or scan.bad_count or scan.unscanned_files)
