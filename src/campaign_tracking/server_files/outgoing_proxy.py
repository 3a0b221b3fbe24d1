"""The outgoing proxy, and what is called past it (file-res-management.md)."""

import re
from collections.abc import Iterable

from campaign_tracking.server_files import masks
from campaign_tracking.server_files.machine import Machine
from campaign_tracking.server_files.settings import effective

OVERRIDE = "proxyConfig/@override"


def is_enabled(machine: Machine) -> bool:
    """Whether the machine calls others through an outgoing proxy."""
    return effective(machine, "proxyConfig/@enabled").is_true


def captured(machine: Machine, hosts: Iterable[str]) -> list[str]:
    """Return those of *hosts* that ``proxyConfig/@override`` leaves to the proxy."""
    overrides = [mask for mask in re.split(r"[,;\s]+", effective(machine, OVERRIDE).value) if mask]
    return [host for host in hosts if not any(masks.matches(mask, host) for mask in overrides)]
