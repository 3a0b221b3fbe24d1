"""The folder of reports: where it is, made fit before anything is asked, and written to."""

import os
from pathlib import Path

import pytest

ENVIRONMENTS = Path("fixtures", "environments")
OURS = ("junit.xml", "report.html", "report.css", "facts.json", "ticket.md")


def reports_folder(config: pytest.Config) -> Path:
    """Return where the reports go."""
    chosen = config.known_args_namespace.reports
    return Path(config.invocation_params.dir, chosen) if chosen else config.rootpath / "reports"


def prepare(folder: Path) -> None:
    """Make the folder, see that it can be written, and take an older run's files out of it.

    Raises:
        pytest.UsageError: If it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in OURS:
            (folder / name).unlink(missing_ok=True)
        _clear(folder / "evidence")
        trial = folder / ".write-test"
        trial.write_text("", encoding="utf-8")
        trial.unlink()
    except OSError as error:
        raise pytest.UsageError(f"--reports: {folder} cannot be written: {error}") from error


def _clear(evidence: Path) -> None:
    """Take an older run's files away, and nothing that somebody else put or linked there."""
    if evidence.is_symlink():
        evidence.unlink()
    for file in (*evidence.glob("*.eml"), *evidence.glob("*.txt")):
        file.unlink()


def write_whole(path: Path, text: str) -> None:
    """Write a file that is there either as it was or with all of *text*, and never in part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
