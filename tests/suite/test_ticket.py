"""The ticket of a run is in one language as a whole, and says what is asked of whom."""

import re
from pathlib import Path

from tests.suite.running import Outcome, lab, run_checks

DOWN = "tracking-web-server-down"
CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")  # kana and kanji
ENGLISH = re.compile(r"\b[A-Za-z]+ [a-z]+ [a-z]+\b")  # names have no three words in a row


def test_japanese(tmp_path: Path) -> None:
    """Every line of it is Japanese, apart from what machines said."""
    text = ticket(broken_run(tmp_path, "two", "--language", "ja"))
    lines = [line for line in CODE.sub("", text).splitlines() if line.strip()]

    assert [line for line in lines if not JAPANESE.search(line)] == []
    assert [line for line in lines if ENGLISH.search(line)] == []
    assert "RED-520025 Communication failed" in text


def test_support_case(tmp_path: Path) -> None:
    """Where Adobe hosts the platform, support is asked to register tracking again."""
    text = ticket(broken_run(tmp_path, "hosted"))

    assert text.startswith("# Support case: ")
    assert "register tracking again" in text
    assert not JAPANESE.search(text)


def broken_run(folder: Path, topology: str, *options: str) -> Outcome:
    """Run the checks against a platform with a tracking server that is down."""
    with lab(folder, "--topology", topology, "--fault", DOWN) as platform:
        return run_checks(folder / "reports", "--environment", str(platform.file), *options)


def ticket(run: Outcome) -> str:
    """Return ticket.md."""
    return (run.reports / "ticket.md").read_text("utf-8")
