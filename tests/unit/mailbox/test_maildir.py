"""A Maildir is read, each message once, and never changed."""

import os
from pathlib import Path

import pytest

from campaign_tracking.mailbox import FoundMail, MailboxError, MaildirMailbox

MAIL = b"Subject: =?utf-8?b?dG9rZW4tMQ==?=\r\n\r\nHello\xff\r\n"


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    """An empty Maildir."""
    for folder in ("new", "cur", "tmp"):
        (tmp_path / folder).mkdir()
    return tmp_path


def contents(maildir: Path) -> dict[str, tuple[bytes, int]]:
    """All that is there, with its time of change."""
    return {
        str(file): (file.read_bytes(), file.stat().st_mtime_ns)
        for file in maildir.rglob("*")
        if file.is_file()
    }


@pytest.mark.parametrize("folder", ["new", "cur"])
@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(MAIL, id="subject"),
        pytest.param(b"Subject: x\r\n\r\nHello token-1!\r\n", id="text"),
        pytest.param(b"Content-Type: text/html\r\n\r\n<a href=/?token-1>", id="html"),
        pytest.param(b"Content-Transfer-Encoding: base64\r\n\r\ndG9rZW4tMQ==\r\n", id="base64"),
    ],
)
def test_finds_and_leaves(maildir: Path, folder: str, raw: bytes) -> None:
    """The mail is found by its token, byte for byte, and lies there afterwards as before."""
    (maildir / folder / "1.other").write_bytes(b"Subject: token-2\r\n\r\nx")
    (maildir / folder / "2.ours:2,S").write_bytes(raw)
    before = contents(maildir)

    found = MaildirMailbox(maildir).find("token-1")

    assert found
    assert found.raw == raw
    assert found.found_at.tzinfo
    assert contents(maildir) == before


def test_not_what_is_still_written(maildir: Path) -> None:
    """A message that is still being written, or hidden, is not there yet."""
    (maildir / "tmp" / "1").write_bytes(MAIL)
    (maildir / "new" / ".hidden").write_bytes(MAIL)

    assert MaildirMailbox(maildir).find("token-1") is None


def test_reads_each_message_once(maildir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was ruled out is not read again, not even after a mail program marked it."""
    opened: list[str] = []
    open_file = Path.open

    def counted(self: Path, mode: str) -> object:
        opened.append(self.name)
        return open_file(self, mode)

    monkeypatch.setattr(Path, "open", counted)
    (maildir / "new" / "1").touch()
    mailbox = MaildirMailbox(maildir)
    mailbox.find("token-1")
    (maildir / "new" / "1").rename(maildir / "cur" / "1:2,S")
    (maildir / "new" / "2").touch()
    mailbox.find("token-1")

    assert opened == ["1", "2"]


def test_tolerates_what_vanishes(maildir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A message that is moved while we look is found where it went, at the next look."""
    (maildir / "new" / "1").write_bytes(MAIL)
    mailbox = MaildirMailbox(maildir)
    with monkeypatch.context() as patch:

        def gone(self: Path, *_: str) -> None:
            raise FileNotFoundError(2, "No such file", str(self))

        patch.setattr(Path, "open", gone)
        assert mailbox.find("token-1") is None
    (maildir / "new" / "1").rename(maildir / "cur" / "1:2,")

    assert isinstance(mailbox.find("token-1"), FoundMail)


def test_passes_by_what_is_no_message(maildir: Path) -> None:
    """A folder or a pipe in place of a message is passed by; a pipe would never end."""
    (maildir / "new" / "0").mkdir()
    os.mkfifo(maildir / "new" / "1")
    (maildir / "new" / "2").write_bytes(MAIL)

    assert MaildirMailbox(maildir).find("token-1")


def test_not_a_maildir(tmp_path: Path) -> None:
    """A folder that is none says what it lacks."""
    with pytest.raises(MailboxError, match=r"is not a Maildir: no .*new"):
        MaildirMailbox(tmp_path).find("token-1")
    (tmp_path / "new").touch()
    with pytest.raises(MailboxError, match="cannot be read: Not a directory"):
        MaildirMailbox(tmp_path).find("token-1")


@pytest.mark.parametrize("method", ["iterdir", "open"])
def test_unreadable(maildir: Path, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    """A mailbox that we may not read says so."""

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    (maildir / "new" / "1").touch()
    monkeypatch.setattr(Path, method, refuse)

    with pytest.raises(MailboxError, match="cannot be read: Permission denied"):
        MaildirMailbox(maildir).find("token-1")


def test_an_empty_token_is_our_own_mistake(maildir: Path) -> None:
    """It would find any mail, and a test mail must be ours."""
    with pytest.raises(ValueError, match="empty token"):
        MaildirMailbox(maildir).find("")


def test_says_which(maildir: Path) -> None:
    """People are told where we look."""
    assert MaildirMailbox(maildir).describe() == f"Maildir {maildir}"
