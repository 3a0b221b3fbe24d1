"""A real Postfix and a real Dovecot on loopback, of our own, for one test."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import trustme

from tests.real.mail_config import MAIL_UID, MailLayout, dovecot_conf, main_cf, master_cf

HOW_TO_GET = (
    "{} is not installed: apt-get install --no-install-recommends postfix dovecot-imapd "
    "dovecot-lmtpd (they need not run as services)"
)
MAILBOX = "tracking-check@client.example"  # the lab's recipient
PASSWORD = "opensesame-mail-canary"
JUNK = "Rubbish"
JUNK_ADDRESS = f"tracking-check+{JUNK}@client.example"
ACCEPTED = "permit_mynetworks, reject"
LIMIT_S = 20.0
_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"


@dataclass(slots=True, kw_only=True)
class MailServers:
    """Both, running.

    Attributes:
        layout: Where everything is.
        dovecot: Its process.
    """

    layout: MailLayout
    dovecot: subprocess.Popen[bytes] = field(repr=False)

    @property
    def smtp(self) -> str:
        """Host and port at which mail comes in."""
        return f"127.0.0.1:{self.layout.smtp_port}"

    def table(self, *more: str) -> str:
        """Return the ``[mailbox]`` table that reads it."""
        lines = (
            *("[mailbox]", 'kind = "imap"', 'host = "127.0.0.1"'),
            f"port = {self.layout.imaps_port}",
            f'login = "{MAILBOX}"',
            f'ca_file = "{self.layout.ca_file}"',
        )
        return "\n".join((*lines, *more, ""))

    def stop_imap(self) -> None:
        """End Dovecot at once: the mailbox disappears, and mail stays in Postfix's queue.

        Told to end, its process for us would stay for half a minute.
        """
        os.killpg(self.dovecot.pid, signal.SIGKILL)  # a session of its own: all of it is Dovecot's
        self.dovecot.wait(LIMIT_S)


def missing() -> str:
    """Return what is missing to run them; empty if nothing is."""
    for program in ("postfix", "dovecot"):
        if shutil.which(program, path=_PATH) is None:
            return HOW_TO_GET.format(program)
    return "" if os.geteuid() == 0 else "Postfix is started by root only: run these tests as root"


@contextmanager
def mail_servers(
    *, restrictions: str = ACCEPTED, delivers_to: str = MAILBOX
) -> Iterator[MailServers]:
    """Run both until the block ends.

    Args:
        restrictions: What the receiving side thinks of a recipient, in Postfix's words.
        delivers_to: The address, of the same mailbox, that mail to it goes to.
    """
    with tempfile.TemporaryDirectory(prefix="mail-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        layout = MailLayout(
            folder=folder,
            smtp_port=_free_port(),
            receiving_port=_free_port(),
            imaps_port=_free_port(),
            imap_port=_free_port(),
        )
        _write(layout, restrictions, delivers_to)
        with _dovecot(layout) as dovecot, _postfix(layout):
            _wait_for(layout.smtp_port, layout.imaps_port)
            yield MailServers(layout=layout, dovecot=dovecot)


@contextmanager
def greylisting(for_s: float) -> Iterator[str]:
    """Run a policy service (SMTPD_POLICY_README) that defers every mail for a time.

    Gives the restrictions that ask it. The time begins with the first mail.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        clock: list[float] = []
        serve = threading.Thread(target=_decide, args=(listener, clock, for_s), daemon=True)
        serve.start()
        port = listener.getsockname()[1]
        yield f"check_policy_service inet:127.0.0.1:{port}, {ACCEPTED}"
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)


def _decide(listener: socket.socket, clock: list[float], for_s: float) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listener.accept()
            threading.Thread(
                target=_decide_one, args=(connection, clock, for_s), daemon=True
            ).start()


def _decide_one(connection: socket.socket, clock: list[float], for_s: float) -> None:
    with connection, connection.makefile("rwb") as stream, suppress(OSError):
        while line := stream.readline():
            if line.strip():
                continue
            if not clock:
                clock.append(time.monotonic())
            passed = time.monotonic() - clock[0] >= for_s
            action = b"DUNNO" if passed else b"450 4.7.1 Greylisted, try again later"
            stream.write(b"action=" + action + b"\n\n")
            stream.flush()


def _write(layout: MailLayout, restrictions: str, delivers_to: str) -> None:
    folder, postfix = layout.folder, layout.postfix
    for made in ("postfix/etc", "postfix/queue", "postfix/data", "dovecot/run", "mailboxes", "tls"):
        (folder / made).mkdir(parents=True)
    shutil.chown(folder / "postfix" / "data", "postfix")
    os.chown(folder / "mailboxes", MAIL_UID, MAIL_UID)
    authority = trustme.CA()
    certificate = authority.issue_cert("127.0.0.1")
    authority.cert_pem.write_to_path(str(layout.ca_file))
    certificate.private_key_pem.write_to_path(str(folder / "tls" / "server.key"))
    certificate.cert_chain_pems[0].write_to_path(str(folder / "tls" / "server.pem"))
    (folder / "dovecot.conf").write_text(dovecot_conf(layout, PASSWORD))
    (postfix / "main.cf").write_text(main_cf(layout, MAILBOX, delivers_to=delivers_to))
    (postfix / "master.cf").write_text(master_cf(layout, restrictions))
    a_minute_ago = time.time() - 60  # Postfix waits for a file that was just written to settle
    os.utime(postfix / "main.cf", (a_minute_ago, a_minute_ago))


@contextmanager
def _dovecot(layout: MailLayout) -> Iterator[subprocess.Popen[bytes]]:
    config, log = layout.folder / "dovecot.conf", layout.folder / "dovecot.out"
    program = str(shutil.which("dovecot", path=_PATH))
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603  (found by its name)
            [program, "-F", "-c", str(config)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(LIMIT_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(LIMIT_S)


@contextmanager
def _postfix(layout: MailLayout) -> Iterator[None]:
    _control(layout, "start")
    try:
        yield
    finally:
        _control(layout, "stop")


def _control(layout: MailLayout, what: str) -> None:
    program = str(shutil.which("postfix", path=_PATH))
    done = subprocess.run(  # noqa: S603  (found by its name)
        [program, "-c", str(layout.postfix), what],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=LIMIT_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout.decode("utf-8", "replace")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(*ports: int) -> None:
    until = time.monotonic() + LIMIT_S
    for port in ports:
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert time.monotonic() < until, f"nobody listens on port {port}"
            time.sleep(0.02)
