"""What a run saw of a healthy platform whose servers' files were read, and what may be broken."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from campaign_tracking.facts import Facts
from campaign_tracking.own_links import OwnLink, classify
from campaign_tracking.server_files.machine import LogScan, Machine
from tests.unit.checks import healthy
from tests.unit.samples import TOKEN, environment
from tests.unit.server_files.platforms import standard

SAMPLE = standard()
MACHINES: Mapping[str, Machine] = SAMPLE.read()
SCANS: Mapping[str, LogScan] = {name: LogScan(files=1, lines=3) for name in ("trk1", "trk2")}


def links() -> tuple[OwnLink, ...]:
    """Return the links of the tracked mail."""
    return classify(healthy.tracked_mail(), TOKEN, healthy.TRACKED_URLS)


def facts(**changes: object) -> Facts:
    """Return what was seen, with *changes*."""
    seen: dict[str, Any] = {
        "environment": SAMPLE.environment,
        "servers": healthy.servers(),
        "machines": MACHINES,
        "log_scans": SCANS,
        "options": healthy.options(),
        "workflow": healthy.WORKFLOW,
        "tracked": healthy.TRACKED,
        "tracked_urls": healthy.TRACKED_URLS,
        "links": links(),
        "landing_click": healthy.LANDING_CLICK,
        "tracking_log": healthy.TRACKING_LOG,
    }
    return Facts(**{**seen, **changes})


def hosted(**changes: object) -> Facts:
    """Return the same where no file may be read, and no server be asked alone.

    Where *hosting* is not among the changes, Adobe hosts it.
    """
    hosting = changes.pop("hosting", "adobe")
    nothing: dict[str, object] = {"machines": None, "log_scans": None, "servers": {}}
    return facts(**{"environment": environment(hosting=hosting), **nothing, **changes})


def without_process(name: str, *on: str) -> dict[str, Machine]:
    """Return the machines, on some of which a process does not run."""

    def stopped(machine: Machine) -> Machine:
        running = tuple(each for each in machine.processes.running if each.name != name)
        return replace(machine, processes=replace(machine.processes, running=running))

    return {id_: stopped(machine) if id_ in on else machine for id_, machine in MACHINES.items()}


def with_setting(machine: str, file: str, element: str, **attributes: str) -> dict[str, Machine]:
    """Return the machines, where an element of one file holds these attributes."""
    sample = standard()
    for name, value in attributes.items():
        sample.servers[machine].element(file, element).set(name, value)
    return sample.read()


def consolidated(age_s: float) -> dict[str, object]:
    """Return the options of a platform that consolidated tracking so long ago."""
    at = healthy.NOW - timedelta(seconds=age_s)
    text = f"{at:%Y-%m-%d %H:%M:%S}.000Z"
    return {"options": healthy.options(NmsTracking_LastConsolidation=text)}


LOST: dict[str, object] = {"tracking_log": replace(healthy.TRACKING_LOG, rows=(), waited_s=3900.0)}
IN_ERROR: dict[str, object] = {"workflow": replace(healthy.WORKFLOW, state=13, failed=True)}
