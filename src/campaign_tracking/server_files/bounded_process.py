"""A command of this machine's, run with an end: bounded in time and in what it prints."""

import os
import selectors
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from types import TracebackType
from typing import IO, Self

from campaign_tracking.server_files.side_by_side import Deadline

_CHUNK_BYTES = 65_536
_KEPT_OF_ERRORS_BYTES = 4_000
# How long a command may still say why, once it has printed all.
_LAST_WORDS_S = 1.0
_PAUSE_S = 0.2


class CutOffError(Exception):
    """A command was ended before it was done; says why.

    Attributes:
        too_late: Whether that was for want of time.
    """

    def __init__(self, why: str, *, too_late: bool) -> None:
        """Note why."""
        super().__init__(why)
        self.too_late = too_late


class BoundedProcess:
    """A command line that a shell runs, without a terminal or anything to read.

    Its end is the end of all that it started: it is the leader of a process group.
    """

    def __init__(self, line: str, deadline: Deadline) -> None:
        """Start it."""
        self._deadline = deadline
        self._began_with_s = deadline.left_s
        self._errors = b""
        self._process = subprocess.Popen(  # noqa: S603  (the connection is the operator's)
            ["/bin/sh", "-c", line],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End what still runs of it."""
        # Before it is waited for: until then its number is nobody else's.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        for pipe in self._pipes:
            pipe.close()
        self._process.wait()

    @property
    def errors(self) -> bytes:
        """What it wrote to standard error so far: the end of it."""
        return self._errors

    def chunks(self, max_bytes: int) -> Iterator[bytes]:
        """Yield what it prints, as it comes.

        Raises:
            CutOffError: If it takes too long, or prints more than *max_bytes*.
        """
        out, err = self._pipes
        printed_bytes = 0
        with selectors.DefaultSelector() as selector:
            for pipe in (out, err):
                selector.register(pipe, selectors.EVENT_READ)
            while out in (key.fileobj for key in selector.get_map().values()):
                for source, data in self._ready(selector, self._deadline):
                    if source is err or not data:
                        continue
                    printed_bytes += len(data)
                    if printed_bytes > max_bytes:
                        raise CutOffError(f"more than {max_bytes:,} bytes came", too_late=False)
                    yield data
            self._hear_last_words(selector)

    @property
    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        out, err = self._process.stdout, self._process.stderr
        if out is None or err is None:
            raise AssertionError("both were asked for")
        return out, err

    def _ready(
        self, selector: selectors.BaseSelector, deadline: Deadline
    ) -> Iterator[tuple[object, bytes]]:
        """Yield what can be read now; a pipe that has ended is let go."""
        left_s = deadline.left_s
        if not left_s:
            raise CutOffError(f"not done within {self._began_with_s:.3g} s", too_late=True)
        for key, _ in selector.select(min(left_s, _PAUSE_S)):
            data = os.read(key.fd, _CHUNK_BYTES)
            if not data:
                selector.unregister(key.fileobj)
            elif key.fileobj is self._process.stderr:
                self._errors = (self._errors + data)[-_KEPT_OF_ERRORS_BYTES:]
            yield key.fileobj, data

    def _hear_last_words(self, selector: selectors.BaseSelector) -> None:
        soon = self._deadline.share(min(1.0, _LAST_WORDS_S / (self._deadline.left_s or 1.0)))
        with suppress(CutOffError):
            while selector.get_map():
                for _ in self._ready(selector, soon):
                    pass
