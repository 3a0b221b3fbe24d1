"""A Maildir is read, each message once, and never changed."""

import base64
import os
import time
from pathlib import Path
from threading import Event

import pytest

from campaign_tracking.mailbox import FoundMail, MailboxAwayError, MailboxError, MaildirMailbox

SUBJECT = b"Subject: =?utf-8?b?dG9rZW4tMQ==?=\r\n"
MAIL = SUBJECT + b"\r\nCheck: token-1 \xff\r\n"


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
        pytest.param(MAIL, id="text"),
        pytest.param(SUBJECT + b"Content-Type: text/html\r\n\r\n<p>Check: token-1</p>", id="html"),
        pytest.param(
            SUBJECT
            + b"Content-Transfer-Encoding: base64\r\n\r\n"
            + base64.b64encode(b"Check: token-1"),
            id="base64",
        ),
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


def counting(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the files that are opened from now on."""
    opened: list[str] = []
    open_file = Path.open

    def counted(self: Path, mode: str) -> object:
        opened.append(self.name)
        return open_file(self, mode)

    monkeypatch.setattr(Path, "open", counted)
    return opened


def test_reads_each_message_once(maildir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was ruled out is not read again, not even after a mail program marked it."""
    opened = counting(monkeypatch)
    (maildir / "new" / "1").touch()
    mailbox = MaildirMailbox(maildir)
    mailbox.find("token-1")
    (maildir / "new" / "1").rename(maildir / "cur" / "1:2,S")
    (maildir / "new" / "2").touch()
    mailbox.find("token-1")

    assert opened == ["1", "2"]


def age(file: Path, days: float) -> None:
    """Have a file look as old as that."""
    written_at = time.time() - days * 86_400
    os.utime(file, (written_at, written_at))


def test_passes_by_what_is_old(maildir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what was there before, only the last two days are read; a large mailbox costs no time."""
    opened = counting(monkeypatch)
    for name, days in (("1.old", 2.1), ("2.recent", 1.9)):
        (maildir / "cur" / name).touch()
        age(maildir / "cur" / name, days)
    mailbox = MaildirMailbox(maildir)

    for token in ("token-1", "token-2"):
        mailbox.find(token)

    assert opened == ["2.recent", "2.recent"]


def test_reads_all_that_arrives(maildir: Path) -> None:
    """A mail that arrives is read, whatever time its file bears."""
    mailbox = MaildirMailbox(maildir)
    mailbox.find("token-1")
    (maildir / "new" / "1").write_bytes(MAIL)
    age(maildir / "new" / "1", 9)

    assert mailbox.find("token-1")


def test_a_look_has_an_end(maildir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that does not answer, such as one on the network, keeps nobody."""
    answer = Event()
    monkeypatch.setattr(Path, "iterdir", lambda _: answer.wait(60))

    with pytest.raises(MailboxAwayError, match=r"no answer within 0.1 s"):
        MaildirMailbox(maildir, look_s=0.1).find("token-1")
    answer.set()


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
