"""``campaign-tracking lab`` as a process."""

import argparse
import json
import shlex
import signal
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from campaign_tracking.command import main
from campaign_tracking.environment import Environment
from campaign_tracking.environment_file import load
from campaign_tracking.lab import faults
from campaign_tracking.lab.application.lives import Life
from campaign_tracking.lab.command_arguments import add_arguments, settings_of
from campaign_tracking.lab.faults.fault import Fault, Shown
from campaign_tracking.lab.settings import TOPOLOGIES, Auth, Hosting, LabSettings, Template
from campaign_tracking.lab.zones import DEFAULT, Right

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


@pytest.mark.parametrize(
    ("way", "keys", "secret"),
    [
        ("password", {"login"}, "password_command"),
        ("ims-bearer", {"ims", "client_id", "token_url", "scopes"}, "client_secret_command"),
        ("ims-exchange", {"ims", "client_id", "token_url", "scopes"}, "client_secret_command"),
        ("session-token", set(), "session_token_command"),
    ],
)
def test_ways_to_log_on(tmp_path: Path, way: str, keys: set[str], secret: str) -> None:
    """The environment file names one way, and a command that prints its secret."""
    file = tmp_path / "lab.toml"
    with started("--environment-file", str(file), "--auth", way) as (process, ready):
        campaign = tomllib.loads(file.read_text())["campaign"]
        assert set(campaign) == {"url", "instance", "auth", "ca_file", secret, *keys}
        auth, _, ims = way.partition("-") if way.startswith("ims") else (way, "", "")
        assert (campaign["auth"], campaign.get("ims", "")) == (auth, ims)
        command = shlex.split(campaign[secret])
        shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603  (written by the lab)
        assert Path(command[-1]).stat().st_mode & 0o777 == OWNER_ONLY
        assert shown
        assert shown not in file.read_text()
        if secret == "session_token_command":
            assert shown == f"{ready['login']}/{ready['password']}"
        if "token_url" in campaign:
            assert campaign["token_url"] == f"{ready['campaign']}/ims/token/v3"
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
        assert not Path(command[-1]).exists()


def test_options_of_the_environment_file(tmp_path: Path) -> None:
    """Plain HTTP and the way of sending stand in it; the ready line stays as it is."""
    file = tmp_path / "lab.toml"
    options = ("--environment-file", str(file), "--plain-http", "--send", "submit")
    with started(*options) as (process, ready):
        environment = tomllib.loads(file.read_text())
        assert environment["campaign"]["url"].startswith("http://127.0.0.1:")
        assert str(ready["campaign"]).startswith("https://")
        assert environment["test_mail"]["send"] == "submit"
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0


def test_declared_hosts(tmp_path: Path) -> None:
    """Every machine has a table whose paths are there and whose command tells of processes."""
    file = tmp_path / "lab.toml"
    options = ("--environment-file", str(file), "--topology", "mid-sourcing")
    with started(*options) as (process, _):
        environment = load(file)
        assert isinstance(environment, Environment)
        assert [
            (host.name, host.role, host.hostname, host.address) for host in environment.host
        ] == [
            ("app", "application", "app1", "127.0.0.1"),
            ("mid", "mid-sourcing", "mid1", "127.0.0.2"),
            ("trk1", "tracking", "trk1", "127.0.0.11"),
            ("trk2", "tracking", "trk2", "127.0.0.12"),
        ]
        for host in environment.host:
            instance = environment.instance_of(host)
            assert Path(host.conf_dir, f"config-{instance}.xml").is_file()
            assert Path(host.var_dir, instance).is_dir()
            command = [*shlex.split(host.nlserver), "pdump"]
            shown = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  (written by the lab)
            assert f"web@default ({process.pid}) - " in shown.stdout
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0


def test_without_declared_hosts(tmp_path: Path) -> None:
    """Then nobody knows of the files."""
    file = tmp_path / "lab.toml"
    with started("--environment-file", str(file), "--no-hosts") as (process, _):
        environment = load(file)
        assert isinstance(environment, Environment)
        assert environment.host == ()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), LabSettings()),
        (("--no-hosts",), LabSettings(declares_hosts=False)),
        (("--topology", "balanced"), LabSettings(balanced=True, tracking_servers=4)),
        (("--topology", "balanced", "--tracking-servers", "2"), LabSettings(balanced=True)),
        (("--topology", "hosted"), LabSettings(balanced=True, hosting=Hosting.ADOBE)),
        (
            ("--external-url", "http://t.example", "--external-secure-url", "https://t.example/"),
            LabSettings(external_url="http://t.example", external_secure_url="https://t.example"),
        ),
        (
            ("--zone", "allowHTTP=true", "--zone", "showErrors=false"),
            LabSettings(rights=frozenset({Right.ALLOW_DEBUG, Right.ALLOW_HTTP})),
        ),
        (
            ("--auth", "session-token"),
            LabSettings(
                auth=Auth.SESSION_TOKEN,
                rights=DEFAULT | {Right.ALLOW_USER_PASSWORD, Right.SESSION_TOKEN_ONLY},
            ),
        ),
        (
            ("--auth", "session-token", "--zone", "allowUserPassword=false"),
            LabSettings(auth=Auth.SESSION_TOKEN, rights=DEFAULT | {Right.SESSION_TOKEN_ONLY}),
        ),
        (
            ("--expire-session-after", "7", "--expire-renewed-sessions"),
            LabSettings(life=Life(first_ends_at_call=7, later_end_at_once=True)),
        ),
        (
            ("--refuse-address", "--template", "hidden-target"),
            LabSettings(refuse_address=True, template=Template.HIDDEN_TARGET),
        ),
        (
            ("--routing-tracking-url", "http://brand.example/"),
            LabSettings(routing_tracking_url="http://brand.example"),
        ),
        (("--smtp", "127.0.0.1:2525"), LabSettings(smtp=("127.0.0.1", 2525))),
    ],
)
def test_settings(options: tuple[str, ...], expected: LabSettings) -> None:
    """Each option is a setting."""
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    assert settings_of(parser.parse_args(options)) == expected


@pytest.mark.parametrize("topology", TOPOLOGIES)
def test_a_fault_brings_its_topology(monkeypatch: pytest.MonkeyPatch, topology: str) -> None:
    """The smallest in which it can occur, if that is no smaller than the usual one."""
    usual = "two" if topology == "stand-alone" else topology
    shown = (Shown(in_=(topology, usual, "hosted"), check=""),)
    known = Fault(id="a-fault", summary="", shown=shown, apply=lambda _: None)
    monkeypatch.setattr(faults, "FAULTS", (known,))
    parser = argparse.ArgumentParser()
    add_arguments(parser)

    brought = settings_of(parser.parse_args(["--fault", "a-fault"]))
    asked = settings_of(parser.parse_args(["--fault", "a-fault", "--topology", usual]))
    assert brought == asked
    assert (brought.tracking_servers, brought.mid_sourcing, brought.balanced) == (
        TOPOLOGIES[usual],
        topology == "mid-sourcing",
        topology in {"balanced", "hosted"},
    )


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


def test_without_standard_input_it_ends_at_once() -> None:
    """Who was started without one has nobody who could close it."""
    closed = "import sys; sys.stdin = None; from campaign_tracking.command import main; main()"
    command = (sys.executable, "-c", closed, "lab", "--until-stdin-closes")
    ended = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)  # noqa: S603  (our own command)
    assert json.loads(ended.stdout)["ready"] is True
    assert ended.stderr == ""


def test_another_labs_file_stays(tmp_path: Path) -> None:
    """Of two labs with one environment file the second one's stands, and goes with it."""
    file = tmp_path / "lab.toml"
    option = ("--environment-file", str(file))
    with started(*option) as (first, _), started(*option) as (second, ready):
        first.send_signal(signal.SIGTERM)
        assert first.wait(timeout=10) == 0
        assert tomllib.loads(file.read_text())["campaign"]["url"] == ready["campaign"]
        second.send_signal(signal.SIGTERM)
        assert second.wait(timeout=10) == 0
        assert not file.exists()


def test_it_ends_quietly_and_soon() -> None:
    """With an idle mail client and a request that never ends: no word on standard error."""
    with subprocess.Popen(  # noqa: S603  (our own command)
        COMMAND, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as lab:
        assert lab.stdout is not None
        assert lab.stderr is not None
        ready = json.loads(lab.stdout.readline())
        host, _, port = ready["smtp"].partition(":")
        url = urlsplit(ready["tracking"][0]["url"])
        with (
            socket.create_connection((host, int(port))) as idle,
            socket.create_connection((str(url.hostname), url.port or 0)) as unfinished,
        ):
            assert idle.recv(3) == b"220"
            head = b"POST /nl/jsp/soaprouter.jsp HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n"
            unfinished.sendall(head + b"Expect: 100-continue\r\n\r\n")
            assert unfinished.recv(12) == b"HTTP/1.1 100"  # the server waits for the rest
            lab.send_signal(signal.SIGTERM)
            assert lab.wait(timeout=10) == 0
        assert lab.stderr.read() == ""


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
    assert [line.split()[0] for line in lines] == [fault.id for fault in faults.FAULTS]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--fault", "tracking-web-down"), "did you mean tracking-web-server-down"),
        (("--fault", "tracking-web-down"), "--list-faults"),
        (("--topology", "cloud"), "stand-alone, two, balanced, mid-sourcing, hosted"),
        (("--topology", "balanced", "--tracking-servers", "1"), "a balancer needs 2"),
        (
            ("--fault", "spare-server-missing", "--tracking-servers", "1"),
            "a fault asked for needs 2",
        ),
        (("--topology", "stand-alone", "--tracking-servers", "2"), "exactly one"),
        (
            ("--topology", "hosted", "--fault", "spare-server-missing"),
            "spare-server-missing does not show with hosted, but with two, balanced, mid-sourcing",
        ),
        (
            ("--topology", "mid-sourcing", "--routing-tracking-url", "http://brand.example"),
            "without a mid",
        ),
        (("--tracking-servers", "0"), "between 1 and"),
        (("--latency-ms", "-1"), "negative"),
        (("--r-test", "4"), "1, 2, 3, 7, 8, 9"),
        (("--zone", "allowSQLInjection=true"), "the flags are allowDebug, allowHTTP"),
        (("--zone", "allowHTTP"), "say allowHTTP=true or allowHTTP=false"),
        (("--expire-session-after", "0"), "from 1"),
        (("--smtp", "localhost"), "say HOST:PORT"),
        (("--expire-renewed-sessions",), "needs --expire-session-after"),
        (("--environment-file", "/no/such/folder/lab.toml"), "does not exist"),
        (
            ("--fault", "instance-not-registered", "--fault", "tracking-password-mismatch"),
            "these faults do not go together",
        ),
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
