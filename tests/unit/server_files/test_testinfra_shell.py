"""Scripts reach a machine's shell by the way that testinfra knows, and nothing else happens."""

import os
import re
import threading
import time
from pathlib import Path

import pytest

from campaign_tracking.server_files.shell import UnreachableError, one_line, parts
from campaign_tracking.server_files.side_by_side import Deadline
from campaign_tracking.server_files.testinfra_shell import TestinfraShell, command_line

MUCH = 1_000_000


def ask(connection: str, script: str, limit_s: float = 10) -> dict[str, str]:
    """Return what a script's parts print, by kind."""
    deadline = Deadline(at=time.monotonic() + limit_s, given_up=threading.Event())
    answers = parts(TestinfraShell(connection=connection).ask(script, deadline, MUCH))
    return {part.kind: part.text for part in answers}


def fake(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str) -> None:
    """Put a program of that name before all others."""
    program = folder / name
    program.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)


def test_this_machine() -> None:
    """A script is run as it is, with quotes and all, in the locale C."""
    script = 'part said; printf \'%s\' "it\'s \\"$LC_ALL\\" 100%"'

    assert ask("local://", script) == {"said": 'it\'s "C" 100%', "end": ""}


@pytest.mark.parametrize(
    ("program", "connection", "before"),
    [
        ("docker", "docker://container", "exec container"),
        ("docker", "docker://neolane@container", "exec -u neolane container"),
        ("kubectl", "kubectl://pod?namespace=campaign", "-n campaign exec pod --"),
    ],
)
def test_containers_by_fakes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, connection: str, before: str
) -> None:
    """The command that docker or kubectl gets runs the script, if a shell here runs it instead.

    Neither is run for real: fakes of them note what comes before the shell, and run the rest here.
    """
    noted = tmp_path / "noted"
    text = f'while [ "$1" != /bin/sh ]; do printf "%s " "$1" >>{noted}; shift; done; exec "$@"'
    fake(tmp_path, monkeypatch, program, text)

    assert ask(connection, 'part said; printf "it\'s 100%%"')["said"] == "it's 100%"
    assert noted.read_text("utf-8").strip() == before


def test_program_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without docker, the shell's words say so."""
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(UnreachableError, match=r"docker.*not found"):
        ask("docker://container", "part said")


def test_no_such_container(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tool's own words say why there is no way."""
    fake(tmp_path, monkeypatch, "docker", "echo 'Error: No such container: x' >&2; exit 1")

    with pytest.raises(UnreachableError, match=r"^Error: No such container: x$"):
        ask("docker://x", "part said")


def test_ssh_never_asks_nor_lends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ssh asks nobody, lends no agent, keeps no connection, and heeds what was declared."""
    fake(tmp_path, monkeypatch, "ssh", 'printf "%s " "$@" >&2; exit 255')

    with pytest.raises(UnreachableError):
        ask("ssh://u@h", "part said")
    line = command_line("ssh://u@h:22?ssh_config=/c&ssh_identity_file=/i&timeout=7", "true")

    for expected in ("BatchMode=yes", "ControlMaster=no", "ClearAllForwardings=yes", "-a -x"):
        assert expected in line
    for expected in ("User=u", "Port=22", "-F /c", "-i /i", "ConnectTimeout=7", "h true"):
        assert expected in line
    assert "ControlPersist" not in line


def test_broken_off() -> None:
    """An answer without its end is none, even if all parts seem to be there."""
    with pytest.raises(UnreachableError, match="broke off"):
        ask("local://", "part said; echo all; exit 0")


def test_hangs() -> None:
    """A script that hangs is told in time."""
    began = time.monotonic()

    with pytest.raises(UnreachableError, match="not done within"):
        ask("local://", "part said; sleep 30", limit_s=0.5)

    assert time.monotonic() - began < 5  # noqa: PLR2004


def test_too_much() -> None:
    """A machine that prints without an end is cut off."""
    with pytest.raises(UnreachableError, match="more than 1,000,000 bytes"):
        ask("local://", "part said; yes")


@pytest.mark.parametrize("connection", ["ssh://[::1", "ssh://h?timeout=soon", "nothing://x"])
def test_connection_that_is_none(connection: str) -> None:
    """What testinfra cannot make a connection of is told in words."""
    with pytest.raises(UnreachableError, match="not a connection that can be used"):
        ask(connection, "part said")


def test_mark_is_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two scripts have two marks: what a file held before cannot look like a heading."""
    noted = tmp_path / "noted"
    fake(tmp_path, monkeypatch, "docker", f'printf "%s" "$*" >>{noted}; shift 2; exec "$@"')

    for _ in range(2):
        ask("docker://container", "part said")

    marks = re.findall("[0-9a-f]{32}", noted.read_text("utf-8"))
    assert len(set(marks)) == len(marks) == 2  # noqa: PLR2004


def test_words_are_shown_safely() -> None:
    """A tool's words are one line that does nothing to a terminal, and their end counts."""
    said = "x" * 1_000 + "\n\x1b[31mPermission\n denied\r\n\n"

    assert one_line(said.encode()) == "\N{REPLACEMENT CHARACTER}[31mPermission denied"
