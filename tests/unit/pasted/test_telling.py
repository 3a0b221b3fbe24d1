"""What is told: of each server, who acts, what is not explained, what to do next."""

from pathlib import Path

import pytest

from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.telling import TICKET
from campaign_tracking.pasted.run import UNREADABLE, tell_all
from campaign_tracking.pasted.telling import NO_TRACKING, PROOF, SHOW_THEM, WITHOUT_TRACKING
from campaign_tracking.pasted.unexplained import MOST_LINES
from tests.unit.pasted.samples import (
    ARTICLE,
    AUDIT,
    HEALTHY,
    TRK1,
    TRK2,
    WRONG_CONFIGURATION,
    communication_failed,
    told_of,
    uploading,
)

OTHERWISE = "otherwise: Campaign administrator, with the server administrator"
LONGEST_SHOWN = 400
UNSPECIFIED = "DLV-490013 The sender address is not specified."


class Told:
    """What a run of the command printed, and its exit code."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], *texts: str) -> None:
        """Tell of files with these texts."""
        names = [folder / f"{number}.log" for number in range(1, len(texts) + 1)]
        for name, text in zip(names, texts, strict=True):
            name.write_text(text, encoding="utf-8")
        self._names = list(map(str, names))
        self._capsys = capsys
        self.folder = folder

    def __call__(self, *more: str, hosting: str | None = None) -> tuple[int, str, str]:
        """Return exit code, output and errors; no folder's name in them."""
        exit_code = tell_all([*self._names, *more], hosting=hosting)
        out, err = self._capsys.readouterr()
        return exit_code, out.replace(f"{self.folder}/", ""), err.replace(f"{self.folder}/", "")


def test_article(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The article: who is named, who is not, who acts if hosted and if not, what would tell."""
    exit_code, out, err = Told(tmp_path, capsys, ARTICLE)()

    assert (exit_code, err) == (1, "")
    assert f"{TRK2}: named by RED-520025, with RED-520005 beside it" in out
    assert f"{TRK1}: no error reported (it was uploaded to)" in out
    assert f"Who        if Adobe hosts the tracking servers: {Owner.SUPPORT}\n" in out
    assert OTHERWISE in out
    assert f"if Adobe hosts them: {TICKET.told()}" in out
    assert "               1. On 10.30.167.xxx" in out
    assert WITHOUT_TRACKING in out
    assert PROOF in out
    assert "Run this verification again" not in out


@pytest.mark.parametrize("hosting", ["adobe", "hybrid"])
def test_hosted(tmp_path: Path, capsys: pytest.CaptureFixture[str], hosting: str) -> None:
    """Where Adobe hosts the tracking servers there is one thing to do."""
    _, out, _ = Told(tmp_path, capsys, ARTICLE)(hosting=hosting)

    assert f"Who        {Owner.SUPPORT}\n  Do         {TICKET.told()}\n" in out
    assert "otherwise" not in out


def test_on_premise(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where they are one's own there is no ticket."""
    _, out, _ = Told(tmp_path, capsys, ARTICLE)(hosting="on-premise")

    assert f"Who        {Owner.CAMPAIGN_AND_SERVER}\n  Do         1. " in out
    assert "Adobe" not in out


def test_reachability_first() -> None:
    """RED-520025 alone: reachability before registration (A-01)."""
    told = told_of(communication_failed(TRK2))

    assert "alone: likely its reachability, else its registration" in told.servers[0]
    assert [finding.likely for finding in told.findings] == [True] * len(told.findings)
    assert told.is_wrong


def test_two_servers_fail() -> None:
    """RED-520005 beside two servers is laid on neither (R-62)."""
    told = told_of(
        "\n".join((communication_failed(TRK1), communication_failed(TRK2), WRONG_CONFIGURATION))
    )

    assert told.blamed == (TRK2, TRK1)
    assert all("if RED-520005 is about it" in sentence for sentence in told.servers[:2])
    assert told.servers[2].endswith("one of the configured servers")
    assert len(told.findings) >= len(told.blamed)


def test_no_server_is_named() -> None:
    """RED-520005 alone names nobody; it is something wrong all the same."""
    told = told_of("\n".join((uploading(TRK1), WRONG_CONFIGURATION)))

    assert told.blamed == ()
    assert told.servers[-1].endswith("one of the configured servers")
    assert len(told.findings) == 1


def test_nothing_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A log without an error says so, and whether it is about tracking at all."""
    exit_code, out, _ = Told(tmp_path, capsys, "\n".join(HEALTHY))()

    assert exit_code == 0
    assert f"nothing wrong seen in {len(HEALTHY)} lines\n" in out
    assert NO_TRACKING in out


def test_nothing_wrong_with_tracking(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A healthy log of a tracked delivery needs nothing more."""
    exit_code, out, _ = Told(tmp_path, capsys, uploading(TRK1))()

    assert exit_code == 0
    assert "nothing wrong seen in 1 line\n" in out
    assert "Next" not in out


def test_unexplained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Lines that nothing explains are quoted, once each, and do nothing to the terminal."""
    hostile = f"{UNSPECIFIED}\x1b[31m\x1b]0;title\x07\x08"
    wrapper = "XSV-350122 An error occurred and the process has been stopped."
    exit_code, out, _ = Told(tmp_path, capsys, f"{hostile}\n{hostile}\n{wrapper}")()

    assert exit_code == 1
    assert "cause unknown" in out
    assert f"{UNSPECIFIED}\\x08 (2 times)" in out
    assert "\x1b" not in out
    assert wrapper not in out
    assert SHOW_THEM in out


def test_wrapper_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrapper is quoted where what it wraps is not there."""
    exit_code, out, _ = Told(tmp_path, capsys, "XSV-350122 An error occurred")()

    assert exit_code == 1
    assert "XSV-350122 An error occurred" in out


def test_many_and_long_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is quoted is bounded."""
    lines = [f"DLV-{number:06d} {'x' * 100_000}" for number in range(1, MOST_LINES + 4)]
    _, out, _ = Told(tmp_path, capsys, "\n".join(lines))()

    assert "… and 3 other lines" in out
    assert max(map(len, out.splitlines())) < LONGEST_SHOWN


def test_meaning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A code that is documented is told with its meaning."""
    _, out, _ = Told(tmp_path, capsys, "XSV-350012 Nom ou mot de passe incorrect")()

    assert "XSV-350012: wrong login or password" in out


def test_tracking_and_mail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One log with tracking and one without tell tracking from mail."""
    exit_code, out, _ = Told(tmp_path, capsys, "\n".join(AUDIT), "\n".join(HEALTHY))()

    assert exit_code == 1
    assert "it is tracking that is broken, and not mail" in out
    assert "1.log: blocked at the tracking servers; 2.log: no error" in out
    assert WITHOUT_TRACKING not in out


def test_mail_fails_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """If the mail without tracking has errors, it may not be tracking alone."""
    _, out, _ = Told(tmp_path, capsys, "\n".join(AUDIT), UNSPECIFIED)()

    assert "2.log: errors without tracking, too" in out
    assert "and not mail" not in out


def test_named_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of several logs it is told how often each server is named."""
    _, out, _ = Told(tmp_path, capsys, *["\n".join(AUDIT)] * 2, uploading(TRK1))()

    assert f"Together   {TRK2} is named by an error in 2 of 3 logs" in out


@pytest.mark.parametrize("text", ["\n".join(HEALTHY), "\n".join(AUDIT)], ids=["fine", "broken"])
def test_one_unreadable(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    """A file that cannot be read is named; the others are told all the same."""
    exit_code, out, err = Told(tmp_path, capsys, text)(str(tmp_path / "absent.log"))

    assert exit_code == UNREADABLE
    assert err.startswith("campaign-tracking diagnose: absent.log cannot be read: ")
    assert "1.log: a delivery log" in out
