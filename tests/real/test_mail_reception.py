"""Whole runs whose mails travel through a real Postfix and arrive in a real Dovecot, by IMAP."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from campaign_tracking.mailbox.reception import LONGEST_AWAY_S
from tests.real.mail_servers import (
    JUNK_ADDRESS,
    PASSWORD,
    MailServers,
    greylisting,
    mail_servers,
    missing,
)
from tests.suite.running import ROOT, Edit, LabProcess, Outcome, command, lab, variables

SECRET = "CAMPAIGN_TRACKING_MAILBOX_PASSWORD"
GREY_S = 60
LIMIT_S = 300
MAIL_CHECKS = ("test_control_mail_is_received", "test_tracked_mail_is_received")
REFUSED = "check_recipient_access static:{550 5.1.1 unknown user}"


@pytest.fixture(scope="session", autouse=True)
def _ready() -> None:
    """Be sure of Postfix and Dovecot: a pipeline that lacks them must not turn green."""
    lacks = missing()
    if lacks:
        pytest.fail(lacks, pytrace=False)


def run(
    folder: Path,
    mail: MailServers,
    *edits: Edit,
    password: str = PASSWORD,
    when: str = "",
    then: Callable[[], None] | None = None,
) -> Outcome:
    """Run all checks with a lab that relays to *mail*, and read the mailbox there.

    Args:
        folder: For the files of this run.
        mail: The mail servers.
        edits: Further changes of the environment file.
        password: The mailbox's.
        when: A line that the run shows ...
        then: ... whereupon this is done.
    """
    with lab(folder, "--smtp", mail.smtp) as platform:
        file = folder / "by-imap.toml"
        file.write_text(_edited(platform, mail, edits), encoding="utf-8")
        reports = folder / "reports"
        with subprocess.Popen(  # noqa: S603  (our own command)
            command(reports, "--environment", str(file)),
            cwd=ROOT,
            env=variables(**{SECRET: password}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            assert process.stdout is not None
            seen = []
            for line in process.stdout:
                seen.append(line)
                if then and re.search(when, line):
                    then()
                    then = None
            status = process.wait(LIMIT_S)
    outcome = Outcome(status, "".join(seen), reports)
    assert PASSWORD not in outcome.everything
    return outcome


def _edited(platform: LabProcess, mail: MailServers, edits: tuple[Edit, ...]) -> str:
    text = platform.file.read_text("utf-8")
    table = (r'\[mailbox\]\nkind = "maildir"\npath = .*\n', mail.table().replace("\\", r"\\"))
    for pattern, replacement in (table, *edits):
        text, count = re.subn(pattern, replacement, text)
        assert count, pattern
    return text


def reason(outcome: Outcome, check: str) -> str:
    """Return what is said of a check."""
    found: str = next(c["reason"] for c in outcome.facts["checks"] if c["check"] == check)
    return found


def test_healthy(tmp_path: Path) -> None:
    """Mails that arrive are received, and everything that hangs on them is green."""
    with mail_servers() as mail:
        outcome = run(tmp_path, mail)

    assert outcome.exit_status == 0, outcome.terminal
    mailed = outcome.facts["facts"]["tracked_mail"]
    assert [hop["by_server"] for hop in mailed["transit"]][-1] == "localhost"
    assert outcome.facts["facts"]["tracked_reception"]["mail"]["folder"] == "INBOX"
    assert (outcome.reports / "evidence" / "tracked.eml").is_file()


def test_junk_folder(tmp_path: Path) -> None:
    """Mails that are taken for junk are received, too, and it is told where."""
    with mail_servers(delivers_to=JUNK_ADDRESS) as mail:
        outcome = run(tmp_path, mail)

    assert outcome.exit_status == 0, outcome.terminal
    assert "The tracked mail arrived in the folder for junk, 'Rubbish'." in outcome.terminal
    received = outcome.facts["facts"]["control_reception"]["mail"]
    assert (received["folder"], received["is_junk"]) == ("Rubbish", True)


def test_greylisting(tmp_path: Path) -> None:
    """Mails that are deferred for a minute are waited out, visibly, and then received."""
    with greylisting(GREY_S) as restrictions, mail_servers(restrictions=restrictions) as mail:
        outcome = run(tmp_path, mail, ("reception = 30", "reception = 150"))

    assert outcome.exit_status == 0, outcome.terminal
    assert "waiting for the control mail in IMAP mailbox" in outcome.terminal
    assert re.search(r"\.\.\. \d+ s of at most 2 min", outcome.terminal), outcome.terminal
    waited_s = sum(
        outcome.facts["facts"][f"{which}_reception"]["waited_s"] for which in ("control", "tracked")
    )
    assert GREY_S / 2 < waited_s < LIMIT_S


def test_bounce(tmp_path: Path) -> None:
    """Mails that come back are not waited for, and the mail server's words are told."""
    with mail_servers(restrictions=REFUSED) as mail:
        outcome = run(tmp_path, mail)

    assert outcome.exit_status == 1
    assert outcome.with_outcome("failed") == [MAIL_CHECKS[0]], outcome.terminal
    said = reason(outcome, MAIL_CHECKS[0])
    assert "returned by a mail server" in said
    assert "a bounce of this mail: 550 5.1.1" in said
    assert "unknown user" in said
    assert "blocked by test_control_mail_is_received" in reason(outcome, MAIL_CHECKS[1])


def test_wrong_password(tmp_path: Path) -> None:
    """A wrong password fails the check of the mailbox, and blocks what needs it."""
    with mail_servers() as mail:
        outcome = run(tmp_path, mail, password="wrong-canary")

    assert outcome.exit_status == 1
    assert outcome.with_outcome("failed") == ["test_mailbox_can_be_read"], outcome.terminal
    said = reason(outcome, "test_mailbox_can_be_read")
    assert "login or password of tracking-check@client.example refused" in said
    assert "AUTHENTICATIONFAILED" in said
    assert "wrong-canary" not in outcome.everything
    for check in MAIL_CHECKS:
        assert "blocked by test_mailbox_can_be_read" in reason(outcome, check)


def test_mailbox_disappears(tmp_path: Path) -> None:
    """A mailbox that disappears while a mail is waited for fails the wait, in good time."""
    with greylisting(LIMIT_S) as restrictions, mail_servers(restrictions=restrictions) as mail:
        outcome = run(
            tmp_path,
            mail,
            ("reception = 30", "reception = 250"),
            when="waiting for the control mail in IMAP",
            then=mail.stop_imap,
        )

    assert outcome.exit_status == 1
    assert outcome.with_outcome("failed") == [MAIL_CHECKS[0]], outcome.terminal
    said = reason(outcome, MAIL_CHECKS[0])
    assert "mailbox not readable after" in said
    assert "Connection refused" in said
    waited_s = outcome.facts["facts"]["control_reception"]["waited_s"]
    assert LONGEST_AWAY_S <= waited_s < LIMIT_S / 2


def test_never_arrives(tmp_path: Path) -> None:
    """A mail that is deferred for ever is waited for as long as declared; then we log out."""
    with greylisting(LIMIT_S) as restrictions, mail_servers(restrictions=restrictions) as mail:
        outcome = run(tmp_path, mail, ("reception = 30", "reception = 10"))
        log = (mail.layout.folder / "dovecot" / "log").read_text("utf-8")

    assert outcome.with_outcome("failed") == [MAIL_CHECKS[0]], outcome.terminal
    assert "not arrived after" in reason(outcome, MAIL_CHECKS[0])
    assert "Disconnected: Logged out" in log
