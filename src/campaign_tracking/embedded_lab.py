"""A lab of one's own: started in a process of its own, and gone when nobody holds it any more."""

import json
import selectors
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from campaign_tracking.environment import LabOptions

START_LIMIT_S = 30
END_LIMIT_S = 10


class LabError(Exception):
    """The lab did not start; says what it said."""


@contextmanager
def running(options: LabOptions) -> Iterator[Path]:
    """Start a lab; give the path of its environment file.

    Raises:
        LabError: If it does not say that it is ready.
    """
    with tempfile.TemporaryDirectory(prefix="campaign-tracking-") as folder:
        file, errors = Path(folder, "lab.toml"), Path(folder, "errors.txt")
        with errors.open("w") as error_file, _process(options, file, error_file.fileno()) as lab:
            try:
                _wait_until_ready(lab, errors)
                yield file
            finally:
                _end(lab)


def _process(options: LabOptions, file: Path, errors: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "campaign_tracking.command", "lab", "--until-stdin-closes"]
    command += ["--environment-file", str(file)]
    command += ["--tracking-servers", str(options.tracking_servers)]
    # A session of its own: Ctrl-C is for the run, which ends the lab when it is done with it.
    return subprocess.Popen(  # noqa: S603  (our own command)
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        start_new_session=True,
    )


def _wait_until_ready(lab: "subprocess.Popen[bytes]", errors: Path) -> None:
    assert lab.stdout is not None  # noqa: S101  (it is a pipe, see above)
    deadline, line = time.monotonic() + START_LIMIT_S, b""
    with selectors.DefaultSelector() as selector:
        selector.register(lab.stdout, selectors.EVENT_READ)
        if selector.select(deadline - time.monotonic()):
            line = lab.stdout.readline()
    try:
        ready = bool(json.loads(line)["ready"])
    except (ValueError, KeyError, TypeError):
        ready = False
    if not ready:
        said = errors.read_text("utf-8", "replace").strip().splitlines()[-1:] or ["nothing"]
        raise LabError(f"the embedded lab did not start within {START_LIMIT_S} s: {said[0][:300]}")


def _end(lab: "subprocess.Popen[bytes]") -> None:
    assert lab.stdin is not None  # noqa: S101  (it is a pipe, see above)
    lab.stdin.close()
    try:
        lab.wait(END_LIMIT_S)
    except subprocess.TimeoutExpired:
        lab.kill()
