"""Which topology was asked for, and how many tracking servers."""

import argparse
from typing import Final

from campaign_tracking.lab import faults
from campaign_tracking.lab.settings import BALANCED, HOSTED, TOPOLOGIES
from campaign_tracking.lab.wrong_usage import WrongUsageError

DEFAULT_TOPOLOGY: Final = "two"
BALANCERS: Final = frozenset({BALANCED, HOSTED})
_SEVERAL: Final = 2
_MOST_SERVERS: Final = 400  # two sockets each; a process may usually open 1024 files


def counts_in_words() -> str:
    """Return the help of ``--tracking-servers``."""
    others = ", ".join(
        f"{count} with {name}"
        for name, count in TOPOLOGIES.items()
        if count != TOPOLOGIES[DEFAULT_TOPOLOGY]
    )
    return f"how many (default {TOPOLOGIES[DEFAULT_TOPOLOGY]}; {others})"


def topology_of(arguments: argparse.Namespace) -> str:
    """Return the one asked for, else the smallest in which the faults asked for can occur.

    Raises:
        WrongUsageError: If there is none of that name, or a fault asked for does not show in it.
    """
    asked = arguments.topology
    if asked not in {None, *TOPOLOGIES}:
        allowed = ", ".join(TOPOLOGIES)
        raise WrongUsageError(f"there is no topology '{asked}'; allowed are {allowed}")
    wanted = [faults.by_id(name) for name in arguments.fault]
    needed = (fault.topology for fault in wanted)
    chosen = asked or max((DEFAULT_TOPOLOGY, *needed), key=list(TOPOLOGIES).index)
    for fault in wanted:
        if chosen not in fault.topologies:
            where = ", ".join(fault.topologies)
            raise WrongUsageError(f"{fault.id} does not show with {chosen}, but with {where}")
    return chosen


def server_count(arguments: argparse.Namespace, topology: str) -> int:
    """Return how many tracking servers there are.

    Raises:
        WrongUsageError: If so many cannot be.
    """
    asked = arguments.tracking_servers
    count = TOPOLOGIES[topology] if asked is None else asked
    if not 1 <= count <= _MOST_SERVERS:
        raise WrongUsageError(f"--tracking-servers must be between 1 and {_MOST_SERVERS}")
    if topology == "stand-alone" and count != TOPOLOGIES[topology]:
        raise WrongUsageError("a stand-alone platform has exactly one tracking server")
    if count >= _SEVERAL:
        return count
    if topology in BALANCERS:
        raise WrongUsageError(f"a balancer needs {_SEVERAL} tracking servers or more")
    if any(TOPOLOGIES[faults.by_id(name).topology] >= _SEVERAL for name in arguments.fault):
        raise WrongUsageError(f"a fault asked for needs {_SEVERAL} tracking servers or more")
    return count
