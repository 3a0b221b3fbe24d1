"""What one run of the checks carries with it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from campaign_tracking.environment import EmbeddedLab, Environment
from campaign_tracking.facts import Notebook
from campaign_tracking.report.redaction import Redactor
from campaign_tracking.waiting import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class RunState:
    """One run of the checks.

    Attributes:
        declared: The environment, or the lab that stands for one until it is started.
        folder: Where the reports go.
        started_at: When the run began (aware, UTC).
        notebook: Where facts are noted.
        progress: Who shows what we wait for.
        redactor: Takes secrets out of whatever is written.
    """

    declared: Environment | EmbeddedLab
    folder: Path
    started_at: datetime
    notebook: Notebook
    progress: Progress
    redactor: Redactor


STATE = pytest.StashKey[RunState]()
