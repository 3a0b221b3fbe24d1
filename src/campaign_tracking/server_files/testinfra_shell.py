"""A shell that testinfra knows the way to: this machine's, ssh, docker, kubectl.

testinfra says how a command gets there, and what an operator may put into a connection
(testinfra.readthedocs.io, "Connection backends"). It would run the command without an end, and keep
whatever comes; therefore it is run here, with bounds.
"""

import secrets
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from testinfra import backend as backends  # type: ignore[import-untyped]

from campaign_tracking.server_files.bounded_process import BoundedProcess, CutOffError
from campaign_tracking.server_files.framing import BEGIN, END, Heading, framed, unframed
from campaign_tracking.server_files.shell import TooLateError, UnreachableError, one_line
from campaign_tracking.server_files.side_by_side import Deadline

# Nobody is there to be asked for a password or a host key; the server under test gets no way back;
# no connection outlives its command, though one that the operator keeps open is used.
SSH_OPTIONS: Final = (
    "-a -x -T -o BatchMode=yes -o ClearAllForwardings=yes -o ControlMaster=no -o LogLevel=ERROR"
    " -o ServerAliveInterval=5 -o ServerAliveCountMax=3"
)
# $0 is the script: what hangs there ends there, too, where the machine has timeout (coreutils).
_LIMITED: Final = (
    "LC_ALL=C; export LC_ALL; if timeout 5 true 2>/dev/null; "
    'then exec timeout {limit_s:d} sh -c "$0"; else exec sh -c "$0"; fi'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TestinfraShell:
    """A machine's shell, by testinfra's host specification.

    Attributes:
        connection: Such as ``ssh://neolane@trk1``.
    """

    __test__ = False  # pytest would take the name for a test's

    connection: str

    def ask(self, script: str, deadline: Deadline, max_bytes: int) -> Iterator[Heading | bytes]:
        """See ``Shell``."""
        mark = secrets.token_hex(16)
        limited = _LIMITED.format(limit_s=int(deadline.left_s) + 1)
        command = f"sh -c {shlex.quote(limited)} {shlex.quote(framed(script, mark))}"
        last: Heading | bytes | None = None
        with BoundedProcess(command_line(self.connection, command), deadline) as process:
            try:
                for last in unframed(process.chunks(max_bytes), mark):
                    if last != BEGIN:
                        yield last
            except CutOffError as error:
                said = one_line(process.errors)
                kind = TooLateError if error.too_late else UnreachableError
                raise kind(f"{error}: {said}" if said else str(error)) from error
            if last != END:
                raise UnreachableError(one_line(process.errors) or "it broke off without a word")


def command_line(connection: str, command: str) -> str:
    """Return the line of this machine's shell with which testinfra would run *command* there.

    Raises:
        UnreachableError: If it cannot make one of the connection; says why.
    """
    lines: list[str] = []
    try:
        backend = backends.get_backend(connection, ssh_extra_args=SSH_OPTIONS)

        def note(template: str, *arguments: str) -> object:
            lines.append(backend.quote(template, *arguments))
            return backend.result(0, b"", b"", b"")

        backend.run_local = note
        backend.run(command)
    # What it makes of a connection that it does not understand is not documented.
    except Exception as error:
        raise UnreachableError(
            f"not a connection that can be used: {one_line(str(error))}"
        ) from error
    return lines[-1]
