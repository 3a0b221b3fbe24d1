"""Whether what stands in a machine's files was loaded: files changed since then were perhaps not.

What stands in a file takes effect when it is reloaded (R-30, configuring-campaign-server.md).
"""

from datetime import datetime

from campaign_tracking.server_files.document import ConfFile
from campaign_tracking.server_files.machine import Machine


def loaded_at(machine: Machine) -> datetime | None:
    """Return when the files were loaded: by the oldest process, or by hand; None if unknown."""
    starts = [
        process.started_at
        for process in machine.processes.running
        if process.started_at and process.name != "watchdog"  # it reads none of what is checked
    ]
    return max(filter(None, (min(starts), machine.reloaded_at))) if starts else None


def changed_since_loaded(machine: Machine) -> list[ConfFile]:
    """Return the files that were changed after that."""
    loaded = loaded_at(machine)
    changed = [(file, file.modified_at) for file in machine.files]
    return [file for file, at in changed if loaded and at and at > loaded]
