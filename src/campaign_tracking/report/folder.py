"""The folder of reports: where it is, and made fit before anything is asked."""

import shutil
from pathlib import Path

import pytest

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
        shutil.rmtree(folder / "evidence", ignore_errors=True)
        trial = folder / ".write-test"
        trial.write_text("", encoding="utf-8")
        trial.unlink()
    except OSError as error:
        raise pytest.UsageError(f"--reports: {folder} cannot be written: {error}") from error
