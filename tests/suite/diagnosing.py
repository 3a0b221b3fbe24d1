"""Run ``campaign-tracking diagnose`` as an operator does: in a process of its own."""

import subprocess
import sys
from pathlib import Path

from tests.suite.running import variables

LIMIT_S = 60


def diagnose(folder: Path, *arguments: str, pasted: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command in *folder*; *pasted* is its standard input."""
    return subprocess.run(  # noqa: S603  (our own command)
        [sys.executable, "-m", "campaign_tracking.command", "diagnose", *arguments],
        cwd=folder,
        env=variables(PYTHONIOENCODING="utf-8"),
        input=pasted,
        capture_output=True,
        encoding="utf-8",
        timeout=LIMIT_S,
        check=False,
    )
