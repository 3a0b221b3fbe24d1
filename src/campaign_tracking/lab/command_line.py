"""``campaign-tracking lab``: the lab as a process of its own."""

import argparse
import asyncio
import contextlib
import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from campaign_tracking.lab import environment_file, faults
from campaign_tracking.lab.command_arguments import add_arguments, settings_of
from campaign_tracking.lab.lab import Lab
from campaign_tracking.lab.machine import EditError
from campaign_tracking.lab.settings import LabSettings
from campaign_tracking.lab.wrong_usage import WrongUsageError

__all__ = ["add_arguments", "run"]

WRONG_USAGE: Final = 2


def run(arguments: argparse.Namespace) -> int:
    """Run the lab as asked; return the exit code."""
    if arguments.list_faults:
        sys.stdout.writelines(f"{fault.id}  {fault.summary}\n" for fault in faults.FAULTS)
        return 0
    try:
        settings = settings_of(arguments)
        if arguments.environment_file is not None:
            environment_file.check_free(arguments.environment_file)
    except (WrongUsageError, environment_file.NotOurFileError) as error:
        sys.stderr.write(f"campaign-tracking lab: {error}\n")
        return WRONG_USAGE
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="lab: %(message)s")
    # At the end it tells, with a traceback each, of the requests that it cuts off.
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
    try:
        asyncio.run(
            _run(settings, arguments.environment_file, until_closed=arguments.until_stdin_closes)
        )
    except EditError as error:  # one fault took what the other was to change
        sys.stderr.write(f"campaign-tracking lab: these faults do not go together: {error}\n")
        return WRONG_USAGE
    except OSError as error:  # no port, no room, no right to write
        sys.stderr.write(f"campaign-tracking lab: {error}\n")
        return 1
    return 0


async def _run(settings: LabSettings, path: Path | None, *, until_closed: bool) -> None:
    ended = _end_event(until_closed=until_closed)
    async with Lab(settings) as lab:
        with _environment_file(path, lab):
            sys.stdout.write(f"{json.dumps(_ready_line(lab))}\n")
            sys.stdout.flush()
            await ended.wait()


@contextlib.contextmanager
def _environment_file(path: Path | None, lab: Lab) -> Iterator[None]:
    """Have the file stand there meanwhile, if there is to be one."""
    if path is None:
        yield
        return
    written = environment_file.write(path, lab)
    try:
        yield
    finally:
        environment_file.remove(path, written)


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
    """Wait for the end of standard input; by descriptor, for a buffered reader holds a lock.

    One that is not there, or cannot be read, has ended.
    """
    with contextlib.suppress(OSError):
        while sys.stdin is not None and os.read(sys.stdin.fileno(), 4096):
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
