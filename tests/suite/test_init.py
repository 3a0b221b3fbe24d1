"""``campaign-tracking init`` on a fresh lab: the checks pass on what it wrote, unedited."""

import contextlib
import os
import pty
import re
import select
import shlex
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.suite.running import LabProcess, lab, run_checks, variables

COMMAND = [sys.executable, "-m", "campaign_tracking.command", "init"]
LIMIT_S = 60
WRITTEN, UNREADABLE, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130
PASSWORD = "CAMPAIGN_TRACKING_CAMPAIGN_PASSWORD"
MID_PASSWORD = "CAMPAIGN_TRACKING_MID_SOURCING_PASSWORD"
RECIPIENT, LANDING_URL = "tracking-check@client.example", "https://www.client.example/check"


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabProcess]:
    """A lab for whatever changes nothing there that another test would see."""
    with lab(tmp_path_factory.mktemp("lab")) as process:
        yield process


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project's folder, as far as a new environment needs it."""
    folder = tmp_path / "project"
    (folder / "checks").mkdir(parents=True)
    (folder / "fixtures" / "environments").mkdir(parents=True)
    return folder


def file_of(project: Path, name: str = "prod") -> Path:
    """Return where the environment *name* is written."""
    return project / "fixtures" / "environments" / f"{name}.toml"


def left_in(project: Path) -> list[str]:
    """Return everything in the folder of environments."""
    return [path.name for path in file_of(project).parent.iterdir()]


def answers(platform: LabProcess, **changes: str | None) -> list[str]:
    """Return the options that answer every question; None leaves one out, _ stands for -."""
    given: dict[str, str | None] = {
        "url": platform.ready["campaign"],
        "login": platform.ready["login"],
        "ca_file": platform.ready["ca_file"],
        "hosting": "on-premise",
        "template": "mail",
        "recipient": RECIPIENT,
        "landing_url": LANDING_URL,
        "mailbox": platform.ready["mailbox"],
    }
    given |= changes
    options = ((f"--{key.replace('_', '-')}", value) for key, value in given.items())
    return [part for option, value in options if value is not None for part in (option, value)]


def init(
    project: Path, *arguments: str, name: str = "prod", **more: str
) -> "subprocess.CompletedProcess[str]":
    """Run it without a terminal, in a folder below the project's; *more* are variables."""
    return subprocess.run(  # noqa: S603  (our own command)
        [*COMMAND, name, *arguments],
        cwd=project / "checks",
        env=variables(**more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )


def declared(file: Path) -> dict[str, Any]:
    """Return what stands in the file."""
    return tomllib.loads(file.read_text("utf-8"))


def passes(tmp_path: Path, file: Path, **more: str) -> None:
    """See that all checks pass on what was written, and that it stays as it was."""
    written = file.read_bytes()
    run = run_checks(tmp_path / "reports", "--environment", str(file), **more)

    assert run.exit_status == 0, run.terminal
    assert "SIMULATION PASSED" in run.terminal
    assert file.read_bytes() == written


def test_checks_pass_on_what_was_written(tmp_path: Path, project: Path) -> None:
    """A fresh lab, one command without a terminal, and the checks pass; no secret was written."""
    with lab(tmp_path) as platform:
        secret = {PASSWORD: platform.ready["password"]}
        done = init(project, *answers(platform), **secret)
        assert done.returncode == WRITTEN, done.stdout
        passes(tmp_path, file_of(project), **secret)

    text = file_of(project).read_text("utf-8")
    tracking = [server["url"] for server in platform.ready["tracking"]]
    assert declared(file_of(project))["tracking"]["internal_urls"] == dict(
        zip(("trk1", "trk2"), tracking, strict=True)
    )
    assert declared(file_of(project))["simulation"] is True
    assert "--environment prod" in done.stdout
    assert platform.ready["password"] not in text + done.stdout
    assert left_in(project) == ["prod.toml"]


def test_secret_of_a_command(tmp_path: Path, project: Path) -> None:
    """A command that prints the password is written, and nothing need be exported."""
    with lab(tmp_path) as platform:
        command = declared(platform.file)["campaign"]["password_command"]
        done = init(project, *answers(platform, password_command=command))
        assert done.returncode == WRITTEN, done.stdout
        passes(tmp_path, file_of(project))

    assert declared(file_of(project))["campaign"]["password_command"] == command
    assert "export" not in done.stdout


@pytest.mark.parametrize("kind", ["bearer", "exchange"])
def test_identity_service(tmp_path: Path, project: Path, kind: str) -> None:
    """With a token of the identity service it is the same."""
    with lab(tmp_path, "--auth", f"ims-{kind}") as platform:
        campaign = declared(platform.file)["campaign"]
        options = answers(
            platform,
            login=None,
            auth="ims",
            ims=kind,
            client_id=campaign["client_id"],
            scopes=" ".join(campaign["scopes"]),
            token_url=campaign["token_url"],
            client_secret_command=campaign["client_secret_command"],
        )
        done = init(project, *options)
        assert done.returncode == WRITTEN, done.stdout
        passes(tmp_path, file_of(project))

    assert declared(file_of(project))["campaign"] == campaign


def test_session_token(tmp_path: Path, project: Path) -> None:
    """With a session token, too."""
    with lab(tmp_path, "--auth", "session-token") as platform:
        command = declared(platform.file)["campaign"]["session_token_command"]
        options = answers(platform, login=None, auth="session-token", session_token_command=command)
        done = init(project, *options)
        assert done.returncode == WRITTEN, done.stdout
        passes(tmp_path, file_of(project))


def test_mid_sourcing(tmp_path: Path, project: Path) -> None:
    """Where tracking is externalised, the mid-sourcing server is asked, too."""
    with lab(tmp_path, "--topology", "mid-sourcing") as platform:
        mid = declared(platform.file)["mid_sourcing"]
        secrets = {
            PASSWORD: platform.ready["password"],
            MID_PASSWORD: Path(shlex.split(mid["password_command"])[-1]).read_text("utf-8"),
        }
        incomplete = init(project, *answers(platform), **secrets)
        options = answers(
            platform, mid_url=mid["url"], mid_login=mid["login"], mid_ca_file=mid["ca_file"]
        )
        done = init(project, *options, **secrets)
        assert done.returncode == WRITTEN, done.stdout
        passes(tmp_path, file_of(project), **secrets)

    assert incomplete.returncode == WRONG_USAGE
    assert "--mid-url (or --no-mid-sourcing)" in incomplete.stdout
    assert declared(file_of(project))["mid_sourcing"]["instance"] == mid["instance"]


def test_broken_platform_can_be_declared(tmp_path: Path, project: Path) -> None:
    """A tracking server that is down is what the checks must find, and no reason to stop."""
    with lab(tmp_path, "--fault", "tracking-web-server-down") as platform:
        done = init(project, *answers(platform), **{PASSWORD: platform.ready["password"]})

    assert done.returncode == WRITTEN, done.stdout
    assert ": refused" in done.stdout
    assert declared(file_of(project))["tracking"]["internal_reachable"] is True


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"recipient": None}, "pass --recipient"),
        ({"hosting": None}, "pass --hosting"),
        ({"url": None}, "pass --url"),
        ({"mailbox": None}, "pass --mailbox (or --no-mailbox)"),
        ({"ca_file": None}, "pass --ca-file"),
        ({"hosting": "cloud"}, "--hosting: allowed: on-premise, hybrid, adobe"),
        ({"url": "https://me:hunter2@campaign.example"}, "--url: a login does not belong"),
        ({"recipient": "nobody@client.example"}, "--recipient: 0 recipients"),
        ({"template": "nothing"}, "--template: the platform has not exactly one"),
        ({"landing_url": "www.example.com"}, "--landing-url: allowed: an absolute"),
        ({"mailbox": "/nowhere"}, "--mailbox: /nowhere is not a Maildir"),
        ({"client_id": "x"}, "--client-id answers nothing that is asked here"),
        ({"instance": "other"}, "--instance: https://"),
    ],
)
def test_wrong_answers(
    platform: LabProcess, project: Path, changes: Mapping[str, str | None], words: str
) -> None:
    """An answer that is missing or cannot be is named by its option; nothing is written."""
    options = answers(platform, **changes)
    done = init(project, *options, **{PASSWORD: platform.ready["password"]})

    assert done.returncode == WRONG_USAGE
    assert words in " ".join(done.stdout.split())
    assert "Traceback" not in done.stdout
    assert "hunter2" not in done.stdout
    assert left_in(project) == []


def test_no_secret_at_all(platform: LabProcess, project: Path) -> None:
    """Without a terminal a missing secret is named by its variable and its option."""
    done = init(project, *answers(platform))

    assert done.returncode == WRONG_USAGE
    assert f"set the variable {PASSWORD}, pass --password-command" in done.stdout


def test_platform_that_refuses(platform: LabProcess, project: Path) -> None:
    """A platform that cannot be read is told in the words of the checks."""
    done = init(project, *answers(platform), **{PASSWORD: "not-the-password"})

    assert done.returncode == UNREADABLE
    assert "wrong login or password" in done.stdout
    assert "not-the-password" not in done.stdout
    assert left_in(project) == []


def test_nothing_is_overwritten(project: Path) -> None:
    """A name that is taken is refused before anything is asked."""
    file_of(project).write_text("mine", encoding="utf-8")

    done = init(project)

    assert done.returncode == WRONG_USAGE
    assert "nothing is overwritten" in done.stdout
    assert file_of(project).read_text("utf-8") == "mine"


class Terminal:
    """A terminal, and somebody at it."""

    def __init__(self, process: "subprocess.Popen[bytes]", handle: int) -> None:
        """Sit down at the terminal *handle* of *process*."""
        self.process, self._handle, self.seen, self._at = process, handle, "", 0

    def wait_for(self, pattern: str) -> None:
        """Read until *pattern* is shown after all that was waited for before."""
        deadline = time.monotonic() + LIMIT_S
        while not (found := re.compile(pattern, re.DOTALL).search(self.seen, self._at)):
            assert time.monotonic() < deadline, self.seen
            if not self._read():
                pytest.fail(f"it ended without {pattern!r}: {self.seen}")
        self._at = found.end()

    def answer(self, question: str, text: str) -> None:
        """Wait for a question, and type the answer to it."""
        self.wait_for(question)
        os.write(self._handle, f"{text}\n".encode())

    def interrupt(self) -> None:
        """Press Ctrl-C, and again: Python's input() misses one that comes just as it begins."""
        for _ in range(int(LIMIT_S)):
            if self.process.poll() is not None:
                return
            self.process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(1)

    def end(self) -> int:
        """Read to the end; return the exit code."""
        while self._read():
            pass
        return self.process.wait(LIMIT_S)

    def _read(self) -> bool:
        if not select.select([self._handle], [], [], LIMIT_S)[0]:
            return False
        try:
            read = os.read(self._handle, 4096)
        except OSError:  # the other side is closed
            return False
        self.seen += read.decode("utf-8", "replace")
        return bool(read)


@contextmanager
def terminal(project: Path, arguments: Sequence[str]) -> Iterator[Terminal]:
    """Run it at a terminal."""
    ours, its = pty.openpty()
    process = subprocess.Popen(  # noqa: S603  (our own command)
        [*COMMAND, *arguments],
        cwd=project,
        env=variables(),
        stdin=its,
        stdout=its,
        stderr=its,
        start_new_session=True,
    )
    os.close(its)
    try:
        yield Terminal(process, ours)
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def test_at_a_terminal(tmp_path: Path, platform: LabProcess, project: Path) -> None:
    """Somebody answers, is asked again after a mistake, and no secret is shown or kept."""
    with terminal(project, ["prod"]) as at:
        ready = platform.ready
        at.answer("URL of the application server", "campaign.example.com")
        at.answer("Not so: allowed: an absolute http://.*URL of the app", "https://nobody:x@y")
        at.answer("Not so: a login.*URL of the application server", ready["campaign"])
        at.answer("How to log on", "")
        at.answer("Login of the operator", ready["login"])
        at.answer("The password", ready["password"])
        at.answer("unknown authority.*private authority's", "/nowhere")
        at.answer("Not so: /nowhere is no.*private authority's", ready["ca_file"])
        at.answer("the instance lab.*Who hosts", "on-premise")
        at.answer(r"mail  Email delivery.*template to send with \[mail\]", "")
        at.answer("recipient that test mails go to", "seed@client.example")
        at.answer("Not so: 0 recipients.*recipient that test mails go to", RECIPIENT)
        at.answer("Page that", LANDING_URL)
        at.answer("Maildir on this machine", ready["mailbox"])
        at.wait_for("export CAMPAIGN_TRACKING_CAMPAIGN_PASSWORD")
        assert at.end() == WRITTEN
        passes(tmp_path, file_of(project), **{PASSWORD: ready["password"]})

    assert ready["password"] not in at.seen + file_of(project).read_text("utf-8")


@pytest.mark.parametrize("how", ["signal", "end of input"])
def test_whoever_gives_up_leaves_nothing(project: Path, how: str) -> None:
    """Ctrl-C and Ctrl-D end it; it says that nothing was written, and nothing was."""
    with terminal(project, ["prod"]) as at:
        at.wait_for("URL of the application server")
        if how == "signal":
            at.interrupt()
        else:
            at.answer("", "\x04")
        assert at.end() == INTERRUPTED

    assert "nothing was written" in at.seen
    assert left_in(project) == []
