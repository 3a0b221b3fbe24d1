"""``campaign-tracking lab`` as a process."""

import json
import shlex
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from campaign_tracking.command import main

OWNER_ONLY = 0o600
MANY = 40
WRONG_USAGE = 2
COMMAND = (sys.executable, "-m", "campaign_tracking.command", "lab")


@contextmanager
def started(*options: str) -> Iterator[tuple["subprocess.Popen[str]", dict[str, object]]]:
    """Start a lab; give the process and its ready line. It is ended in any case."""
    with subprocess.Popen(  # noqa: S603  (our own command)
        (*COMMAND, *options), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            yield process, json.loads(process.stdout.readline())
        finally:
            process.kill()


def test_ready_line_and_environment_file(tmp_path: Path) -> None:
    """One line of JSON; the file is there before it, says simulation, and holds no secret."""
    file = tmp_path / "lab.toml"
    with started("--environment-file", str(file)) as (process, ready):
        environment = tomllib.loads(file.read_text())
        assert list(ready) == [
            *("ready", "campaign", "login", "password", "tracking", "smtp", "mailbox", "ca_file")
        ]
        assert environment["simulation"] is True
        assert environment["campaign"]["url"] == ready["campaign"]
        assert list(environment["tracking"]["internal_urls"]) == ["trk1", "trk2"]
        assert str(ready["password"]) not in file.read_text()
        command = shlex.split(environment["campaign"]["password_command"])
        shown = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  (written by the lab)
        assert shown.stdout == ready["password"]
        assert Path(command[-1]).stat().st_mode & 0o777 == OWNER_ONLY
        folder = Path(str(ready["ca_file"])).parent
        assert folder.is_dir()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
        assert process.stdout is not None
        assert process.stdout.read() == ""  # exactly one line
        assert (folder.exists(), file.exists()) == (False, False)


def test_sigint_ends_it_even_where_a_shell_ignores_it() -> None:
    """A process started in the background inherits SIGINT ignored; the lab listens all the same."""
    script = f"trap '' INT; exec {shlex.join((*COMMAND, '--topology', 'stand-alone'))}"
    with subprocess.Popen(("sh", "-c", script), stdout=subprocess.PIPE, text=True) as process:  # noqa: S603, S607  (our own command)
        assert process.stdout is not None
        assert len(json.loads(process.stdout.readline())["tracking"]) == 1
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 0


def test_it_ends_with_standard_input() -> None:
    """Who started it may die without a word: the lab notices, and leaves nothing."""
    with started("--until-stdin-closes") as (process, ready):
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(timeout=10) == 0
        assert not Path(str(ready["mailbox"])).exists()


def test_forty_servers() -> None:
    """Forty tracking servers, each with an address of its own where the system has them."""
    with started("--tracking-servers", str(MANY)) as (process, ready):
        tracking = ready["tracking"]
        assert isinstance(tracking, list)
        assert len({server["url"] for server in tracking}) == MANY
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0


def test_faults_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """One id and one line each."""
    assert main(["lab", "--list-faults"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [
        "tracking-web-server-down",
        "instance-not-registered",
        "tracking-password-mismatch",
    ]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--fault", "tracking-web-down"), "did you mean tracking-web-server-down?"),
        (("--fault", "tracking-web-down"), "--list-faults"),
        (("--topology", "balanced"), "stand-alone, two"),
        (("--topology", "stand-alone", "--tracking-servers", "2"), "exactly one"),
        (("--tracking-servers", "0"), "between 1 and"),
        (("--latency-ms", "-1"), "negative"),
        (("--r-test", "4"), "1, 2, 3, 7, 8, 9"),
        (("--environment-file", "/no/such/folder/lab.toml"), "does not exist"),
    ],
)
def test_wrong_usage(
    capsys: pytest.CaptureFixture[str], options: tuple[str, ...], says: str
) -> None:
    """Exit code 2 and one sentence that helps; nothing on standard output, no traceback."""
    assert main(["lab", *options]) == WRONG_USAGE
    shown = capsys.readouterr()
    assert (shown.out, shown.err.count("\n")) == ("", 1)
    assert says in shown.err


def test_a_file_of_somebody_else_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The lab overwrites nothing that it did not write."""
    file = tmp_path / "prod.toml"
    file.write_text('name = "prod"\n')
    assert main(["lab", "--environment-file", str(file)]) == WRONG_USAGE
    assert "was not written by the lab" in capsys.readouterr().err
    assert file.read_text() == 'name = "prod"\n'
    assert list(tmp_path.iterdir()) == [file]
