"""What a server reaches is asked for on it, and told in few words."""

import shutil
import socket
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.seal import Seal
from campaign_tracking.server_files import reaching
from campaign_tracking.server_files.machine import Machine, Reach, Role
from campaign_tracking.server_files.reaching import Target
from campaign_tracking.server_files.reader import read_conf_file
from campaign_tracking.server_files.shell import Part, parts
from campaign_tracking.server_files.side_by_side import Deadline
from campaign_tracking.server_files.testinfra_shell import TestinfraShell
from tests.unit import samples
from tests.unit.server_files.declared import platform

MID = {"url": "https://mid.example.com", "instance": "mid", "login": "check"}


def tracking_server(*spares: str, hostname: str = "trk1") -> Machine:
    """Return a tracking server with these spareServer elements."""
    text = f"<serverConf><web><redirection>{''.join(spares)}</redirection></web></serverConf>"
    file = read_conf_file(
        text.encode(), name="serverConf.xml", path="", modified_at=None, seal=Seal()
    )
    return Machine(name="trk1", role="tracking", instance="prod", hostname=hostname, files=(file,))


def ask(*asked: Target, limit_s: float = 20) -> tuple[tuple[Reach, ...], str]:
    """Ask on this machine."""
    deadline = Deadline(at=time.monotonic() + limit_s, given_up=threading.Event())
    shell = TestinfraShell(connection="local://")
    answers = parts(shell.ask(reaching.script(asked), deadline, reaching.MAX_BYTES))
    return reaching.read_parts(answers, asked)


def target(port: int, host: str = "127.0.0.1") -> Target:
    """Return a port on loopback."""
    return Target(url=f"http://{host}:{port}", host=host, port=port)


@pytest.mark.parametrize(
    ("role", "mid", "urls"),
    [
        ("application", False, [f"http://{samples.TRK1}", f"http://{samples.TRK2}"]),
        ("mid-sourcing", False, []),
        ("application", True, []),
        ("mid-sourcing", True, [f"http://{samples.TRK1}", f"http://{samples.TRK2}"]),
    ],
)
def test_who_uploads_reaches_tracking_servers(role: Role, mid: bool, urls: list[str]) -> None:  # noqa: FBT001
    """The application server must reach each internal URL; with a mid-sourcing server, that one."""
    environment = platform(**({"mid_sourcing": MID} if mid else {}))
    machine = Machine(name="m", role=role, instance="prod")

    found = reaching.targets(machine, environment)

    assert [target.url for target in found] == urls
    assert all((target.host, target.port) for target in found)


def test_tracking_server_reaches_its_spares() -> None:
    """A tracking server must reach the spare servers, and not by its own entry; each once."""
    machine = tracking_server(
        """<spareServer enabledIf="$(hostname)!='TRK1'" id="1" url="http://trk1:8080"/>""",
        """<spareServer enabledIf="$(hostname)!='trk2'" id="2" url="http://trk2:8080"/>""",
        """<SpareServer id="3" URL="https://[2001:db8::1]/"/>""",
        """<spareServer id="4" url="http://trk2:8080"/>""",
        """<spareServer id="5" url="no url"/><spareServer id="6" url="http://x:99999"/>""",
        """<spareServer id="7" url="http://-z:80"/><spareServer id="8"/>""",
    )

    assert reaching.targets(machine, platform()) == [
        Target(url="http://trk2:8080", host="trk2", port=8080),
        Target(url="https://[2001:db8::1]/", host="2001:db8::1", port=443),
    ]


def test_number_of_targets_is_bounded() -> None:
    """However many a file names, fifty are asked."""
    spares = (f"""<spareServer id="{n}" url="http://trk{n}:8080"/>""" for n in range(99))

    assert len(reaching.targets(tracking_server(*spares), platform())) == reaching.MAX_TARGETS


def test_asked_here() -> None:
    """A port that listens is reached; one that does not is refused; a name may not be known."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        reached, untold = ask(
            target(server.getsockname()[1]),
            target(closed.getsockname()[1]),
            target(80, "no-such-host.invalid"),
        )

    assert untold == ""
    assert [reach.trouble for reach in reached] == ["", "refused", "the name is not known there"]


def test_one_that_does_not_answer() -> None:
    """A port that does not answer is given up in time, and the others are asked meanwhile."""
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)  # of those that wait, it takes one; later ones get no answer
        for waits in (first, second):
            waits.setblocking(False)  # noqa: FBT003
            waits.connect_ex(full.getsockname())
        time.sleep(0.1)
        began = time.monotonic()
        port = full.getsockname()[1]
        reached, _ = ask(target(port), target(port), target(port))

    assert [reach.trouble for reach in reached] == ["timed out"] * 3
    assert time.monotonic() - began < 14  # noqa: PLR2004  (one after the other they take 15 s)


@pytest.mark.parametrize("with_nc", [True, False])
def test_without_bash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, with_nc: bool) -> None:  # noqa: FBT001
    """Where there is no bash, nc is asked; without that either, nothing is said of any way."""
    for program in ("sh", "sleep", "tr", "head"):
        (tmp_path / program).symlink_to(shutil.which(program) or "")
    if with_nc:
        nc = tmp_path / "nc"
        nc.write_text(
            '#!/bin/sh\n[ "$*" = "-z -v -w 5 127.0.0.1 7" ] || echo refused; exit $((7 - $6))'
        )
        nc.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    reached, untold = ask(target(7), target(6))

    if with_nc:
        assert (untold, [reach.trouble for reach in reached]) == ("", ["", "refused"])
    else:
        assert (untold, reached) == (reaching.NO_TOOL, ())


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        ("0 0 ", ""),
        ("0 1 bash: connect: No route to host bash: /dev/tcp/h/1: No route", "no route to it"),
        ("0 1 bash: connect: Network is unreachable", "no route to it"),
        ("0 1 bash: x: Temporary failure in name resolution", "the name service failed there"),
        ("0 1 bash: x: Name or service not known", "the name is not known there"),
        ("0 1 nc: something new", "nc: something new"),
        ("0 7 ", "not reached (exit status 7)"),
        ("0 202 ", "the name service did not answer there within 5 s"),
        ("1 0 ", "no answer"),
        ("nonsense", "no answer"),
    ],
)
def test_words(answer: str, trouble: str) -> None:
    """The tools' words are told in ours, and what we do not know in theirs."""
    told = [
        Part(kind="tool", told="bash", raw=b""),
        Part(kind="reached", told="", raw=f"{answer}\n".encode()),
    ]

    assert reaching.read_parts(told, [target(1)]) == (
        (Reach(url="http://127.0.0.1:1", trouble=trouble),),
        "",
    )


@given(st.text(max_size=80))
def test_any_answer(text: str) -> None:
    """Whatever a machine prints, each target has one answer, on one line."""
    told = [Part(kind="reached", told="", raw=text.encode("utf-8", "surrogatepass"))]

    reached, _ = reaching.read_parts(told, [target(1), target(2)])

    assert [reach.url for reach in reached] == ["http://127.0.0.1:1", "http://127.0.0.1:2"]
    assert all(reach.trouble.isprintable() for reach in reached)
