"""From what is declared of the mailbox to one that can be looked into."""

import base64

import pytest

from campaign_tracking.budget import worst_case_s
from campaign_tracking.environment import Environment
from campaign_tracking.mailbox import MaildirMailbox, try_mailbox
from campaign_tracking.mailbox.imap import ImapMailbox
from campaign_tracking.mailbox.mailpit import MailpitMailbox
from campaign_tracking.mailbox.sieve import LOOK_S
from campaign_tracking.mailbox_access import opened, secret_of
from campaign_tracking.report.redaction import Redactor
from campaign_tracking.secret import COMMAND_LIMIT_S
from tests.unit.samples import environment

VARIABLE = "CAMPAIGN_TRACKING_MAILBOX_PASSWORD"
IMAP = {"kind": "imap", "host": "imap.example.com", "login": "check"}
MAILPIT = {"kind": "mailpit", "url": "https://mailpit.example.com/mail"}


def declaring(**mailbox: object) -> Environment:
    """Return an environment with that ``[mailbox]``, and an authority that the system has."""
    declared = environment(mailbox=mailbox)
    campaign = declared.campaign.model_copy(update={"ca_file": None})
    return declared.model_copy(update={"campaign": campaign})


@pytest.mark.parametrize(
    ("mailbox", "kind", "words"),
    [
        (IMAP, ImapMailbox, "IMAP mailbox check on imap.example.com:993"),
        (IMAP | {"security": "starttls"}, ImapMailbox, "on imap.example.com:143"),
        (IMAP | {"auth": "xoauth2"}, ImapMailbox, "on imap.example.com:993"),
        (MAILPIT | {"login": "check"}, MailpitMailbox, "Mailpit https://mailpit.example.com/mail"),
        ({"kind": "maildir", "path": "/var/mail/x"}, MaildirMailbox, "Maildir /var/mail/x"),
    ],
)
def test_every_kind(
    monkeypatch: pytest.MonkeyPatch, mailbox: dict[str, object], kind: type, words: str
) -> None:
    """Each kind is opened as what it is; its secret is kept in mind before it is used."""
    monkeypatch.setenv(VARIABLE, "opensesame")
    kept: list[str] = []

    with opened(declaring(**mailbox), kept.append) as found:
        assert found is not None
        assert isinstance(found, kind)
        assert words in found.describe()

    assert kept[0] == ("opensesame" if "login" in mailbox else "")


@pytest.mark.parametrize(
    ("auth", "sent"),
    [
        ("password", "\0check\0opensesame"),
        ("xoauth2", "user=check\1auth=Bearer opensesame\1\1"),
    ],
)
def test_what_logs_on_is_kept_in_mind(
    monkeypatch: pytest.MonkeyPatch, auth: str, sent: str
) -> None:
    """The reports mask what is sent to log on, too, which carries the secret in base64."""
    monkeypatch.setenv(VARIABLE, "opensesame")
    redactor = Redactor()

    with opened(declaring(**IMAP, auth=auth), redactor.add):
        pass

    said = redactor(f"refused: {base64.b64encode(sent.encode()).decode()}")
    assert said.rstrip("=") == "refused: ***"


def test_none_is_declared() -> None:
    """Without a mailbox there is none, and no secret is asked for."""
    without = environment(mailbox=None)

    with opened(without, pytest.fail) as found:
        assert found is None
    assert secret_of(without) is None


def test_secret_is_demanded_where_one_logs_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mailbox with a login has a secret; a Maildir and an open Mailpit have none."""
    monkeypatch.delenv(VARIABLE, raising=False)

    needed = secret_of(declaring(**IMAP))

    assert needed is not None
    assert (needed.variable, needed.exists) == (VARIABLE, False)
    assert secret_of(environment()) is None
    assert secret_of(declaring(**MAILPIT)) is None


def test_command_that_prints_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that fails makes a mailbox that cannot be read, and not a run that cannot go on."""
    monkeypatch.delenv(VARIABLE, raising=False)

    with opened(declaring(**IMAP, password_command="false"), pytest.fail) as found:
        assert found is not None
        state = try_mailbox(found)
        assert not found.instead("x").lines

    assert state.trouble == ("[mailbox] password_command ended with code 1 and printed no secret")


def test_what_it_may_take() -> None:
    """A mailbox on a server makes a run longer than a folder does, a command longer yet."""
    maildir, imap, with_command = (
        worst_case_s(declaring(**mailbox))
        for mailbox in (
            {"kind": "maildir", "path": "x"},
            IMAP,
            IMAP | {"password_command": "vault"},
        )
    )

    assert imap >= maildir + LOOK_S
    assert with_command == imap + COMMAND_LIMIT_S
