"""``campaign-tracking lab``: the lab as a process of its own."""

import argparse
import asyncio
import difflib
import json
import logging
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Final

from campaign_tracking.lab import environment_file, faults
from campaign_tracking.lab.lab import Lab
from campaign_tracking.lab.redirection.r_test import Variant
from campaign_tracking.lab.settings import TOPOLOGIES, LabSettings

NAME: Final = "lab"
SUMMARY: Final = "run a Campaign platform in miniature on loopback, until interrupted"
WRONG_USAGE: Final = 2
DEFAULT_TOPOLOGY: Final = "two"
_MOST_SERVERS: Final = 400  # two sockets each; a process may usually open 1024 files


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add = parser.add_argument
    add("--environment-file", type=Path, metavar="PATH", help="write a ready environment here")
    add("--fault", action="append", default=[], metavar="ID", help="switch a fault on; repeatable")
    add("--list-faults", action="store_true", help="print every fault, one a line, and end")
    add("--topology", default=None, metavar="NAME", help=f"one of {', '.join(TOPOLOGIES)}")
    add("--tracking-servers", type=int, default=None, metavar="N", help="how many (default 2)")
    add("--latency-ms", type=int, default=0, metavar="N", help="delay every HTTP answer")
    add("--seed", type=int, default=1, metavar="N", help="of the pace at which things happen")
    add(
        "--r-test",
        type=int,
        default=int(Variant.VERSION_AND_BUILD),
        metavar="VARIANT",
        help=f"form of the /r/test answer: {', '.join(str(int(v)) for v in Variant)}",
    )
    add(
        "--until-stdin-closes",
        action="store_true",
        help="end when standard input closes, too: no orphan stays when the starter dies",
    )


def run(arguments: argparse.Namespace) -> int:
    """Run the lab as asked; return the exit code."""
    if arguments.list_faults:
        sys.stdout.writelines(f"{fault.id}  {fault.summary}\n" for fault in faults.FAULTS)
        return 0
    try:
        settings = _settings(arguments)
        if arguments.environment_file is not None:
            environment_file.check_free(arguments.environment_file)
    except (_WrongUsageError, environment_file.NotOurFileError) as error:
        sys.stderr.write(f"campaign-tracking lab: {error}\n")
        return WRONG_USAGE
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="lab: %(message)s")
    try:
        asyncio.run(
            _run(settings, arguments.environment_file, until_closed=arguments.until_stdin_closes)
        )
    except OSError as error:  # no port, no room, no right to write
        sys.stderr.write(f"campaign-tracking lab: {error}\n")
        return 1
    return 0


class _WrongUsageError(Exception):
    """What was asked for cannot be; one sentence for the user."""


def _settings(arguments: argparse.Namespace) -> LabSettings:
    for fault_id in arguments.fault:
        _check_fault(fault_id)
    if arguments.latency_ms < 0:
        raise _WrongUsageError("--latency-ms cannot be negative")
    if arguments.r_test not in set(Variant):
        known = ", ".join(str(int(variant)) for variant in Variant)
        raise _WrongUsageError(f"--r-test {arguments.r_test} is none of {known}")
    return LabSettings(
        tracking_servers=_server_count(arguments),
        faults=tuple(arguments.fault),
        latency_ms=arguments.latency_ms,
        seed=arguments.seed,
        r_test=Variant(arguments.r_test),
    )


def _check_fault(fault_id: str) -> None:
    known = [fault.id for fault in faults.FAULTS]
    if fault_id in known:
        return
    close = difflib.get_close_matches(fault_id, known, n=2)
    hint = f" (did you mean {' or '.join(close)}?)" if close else ""
    raise _WrongUsageError(f"there is no fault '{fault_id}'{hint}; --list-faults shows them all")


def _server_count(arguments: argparse.Namespace) -> int:
    """Return how many there are; a fault brings the smallest topology in which it can occur."""
    topology, asked = arguments.topology, arguments.tracking_servers
    if topology not in {None, *TOPOLOGIES}:
        allowed = ", ".join(TOPOLOGIES)
        raise _WrongUsageError(f"there is no topology '{topology}' yet; allowed are {allowed}")
    needed = max((TOPOLOGIES[faults.by_id(name).topology] for name in arguments.fault), default=1)
    default = TOPOLOGIES[topology or DEFAULT_TOPOLOGY]
    count = asked if asked is not None else default if topology else max(default, needed)
    if not 1 <= count <= _MOST_SERVERS:
        raise _WrongUsageError(f"--tracking-servers must be between 1 and {_MOST_SERVERS}")
    if topology == "stand-alone" and count != TOPOLOGIES[topology]:
        raise _WrongUsageError("a stand-alone platform has exactly one tracking server")
    if count < needed:
        raise _WrongUsageError(f"a fault asked for needs {needed} tracking servers or more")
    return count


async def _run(settings: LabSettings, path: Path | None, *, until_closed: bool) -> None:
    ended = _end_event(until_closed=until_closed)
    async with Lab(settings) as lab:
        try:
            if path is not None:
                environment_file.write(path, lab)
            sys.stdout.write(f"{json.dumps(_ready_line(lab))}\n")
            sys.stdout.flush()
            await ended.wait()
        finally:
            if path is not None:
                environment_file.remove(path)


def _end_event(*, until_closed: bool) -> asyncio.Event:
    """Return what is set when the lab is to end.

    Handlers are installed explicitly: a shell starts a background process with SIGINT ignored.
    """
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(name, ended.set)
    if until_closed:
        watch = threading.Thread(target=_watch_stdin, args=(loop, ended), daemon=True)
        watch.start()
    return ended


def _watch_stdin(loop: asyncio.AbstractEventLoop, ended: asyncio.Event) -> None:
    """Wait for the end of standard input; by descriptor, for a buffered reader holds a lock."""
    while os.read(sys.stdin.fileno(), 4096):
        pass
    loop.call_soon_threadsafe(ended.set)


def _ready_line(lab: Lab) -> dict[str, object]:
    return {
        "ready": True,
        "campaign": lab.campaign_url,
        "login": lab.login,
        "password": lab.password,
        "tracking": [
            {"url": server.url, "secure_url": server.secure_url} for server in lab.tracking
        ],
        "smtp": lab.smtp,
        "mailbox": str(lab.maildir),
        "ca_file": str(lab.ca_file),
    }
