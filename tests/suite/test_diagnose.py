"""``campaign-tracking diagnose`` as a whole process: exit codes, output, help."""

from pathlib import Path

import pytest

from campaign_tracking.pasted.reading import MOST_BYTES
from tests.suite.diagnosing import diagnose
from tests.suite.running import Outcome, lab, run_checks
from tests.unit.pasted.samples import ARTICLE, HEALTHY, TRK1, TRK2

FOUND, UNREADABLE = 1, 2


def test_article(tmp_path: Path) -> None:
    """The article's text as a whole: the server, the two who may act, what would tell."""
    told = diagnose(tmp_path, "-", pasted=ARTICLE)

    assert (told.returncode, told.stderr) == (FOUND, "")
    assert f"{TRK2}: named by RED-520025, with RED-520005 beside it: likely its registration" in (
        told.stdout
    )
    assert f"{TRK1}: no error reported" in told.stdout
    assert "a mail without tracking would tell tracking from mail" in told.stdout
    assert "if Adobe hosts the tracking servers: Adobe support" in told.stdout
    assert "otherwise: Campaign administrator" in told.stdout


def test_nothing_wrong(tmp_path: Path) -> None:
    """A log without an error: exit 0."""
    told = diagnose(tmp_path, "-", pasted="\n".join(HEALTHY))

    assert told.returncode == 0
    assert f"nothing wrong seen in {len(HEALTHY)} lines" in told.stdout


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "is empty"), (b"\0" * 9, "is not a text"), (b"a" * (MOST_BYTES + 1), "20 MB")],
    ids=["empty", "binary", "large"],
)
def test_unreadable(tmp_path: Path, content: bytes, words: str) -> None:
    """What cannot be read: exit 2, and a sentence that names the file."""
    (tmp_path / "a.log").write_bytes(content)
    told = diagnose(tmp_path, "a.log")

    assert (told.returncode, told.stdout) == (UNREADABLE, "")
    assert told.stderr.startswith("campaign-tracking diagnose: a.log ")
    assert words in told.stderr
    assert told.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", [(), ("a.log", "--hosting", "elsewhere")])
def test_wrong_usage(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Wrong usage: exit 2, with the usage."""
    told = diagnose(tmp_path, *arguments)

    assert told.returncode == UNREADABLE
    assert told.stderr.startswith("usage: ")


def test_help(tmp_path: Path) -> None:
    """The help names what is read, the option and the exit codes."""
    told = diagnose(tmp_path, "--help")

    assert told.returncode == 0
    words = " ".join(told.stdout.split())
    for word in ("facts.json", "standard input", "--hosting", "exit code: 0 nothing wrong seen"):
        assert word in words


def test_healthy_run(tmp_path: Path, healthy: Outcome) -> None:
    """The facts.json of a healthy run: nothing wrong."""
    told = diagnose(tmp_path, str(healthy.reports / "facts.json"))

    assert (told.returncode, told.stderr) == (0, "")
    assert "nothing wrong seen" in told.stdout


def test_run_with_a_fault(tmp_path: Path) -> None:
    """The facts.json of a run tells the cause that the run told."""
    with lab(tmp_path, "--fault", "tracking-web-server-down") as platform:
        run = run_checks(tmp_path, "--environment", str(platform.file))

    told = diagnose(tmp_path, "facts.json")

    assert told.returncode == FOUND
    (cause,) = run.facts["causes"]
    assert f"Cause      {cause['statement']}" in told.stdout
    assert "Unknown" not in told.stdout
