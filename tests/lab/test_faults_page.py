"""docs/faults.md is what the faults say of themselves, and leaves none of the catalogue out."""

import re
from pathlib import Path

import pytest

from campaign_tracking.lab.faults import FAULTS
from tests.lab.faults_page import page
from tests.lab.not_built import NOT_BUILT

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT.parent / "shared" / "domain.md"


def test_page_is_up_to_date() -> None:
    """Write it again: python -m tests.lab.faults_page > docs/faults.md."""
    assert (ROOT / "docs" / "faults.md").read_text("utf-8") == page()


def test_every_tie_is_parted_somewhere() -> None:
    """Each fault of a tie that the lab can have stands alone in some topology."""
    alone = {
        fault.id for fault in FAULTS for shown in fault.shown if shown.cause in {(), (fault.id,)}
    }
    tied = {
        id_ for fault in FAULTS for shown in fault.shown if shown.cause[1:] for id_ in shown.cause
    }

    assert tied - set(NOT_BUILT) <= alone


def test_whole_catalogue() -> None:
    """Every fault of the catalogue is built, or its reason is given; where it lies beside us."""
    if not CATALOGUE.exists():
        pytest.skip(f"not beside the project: {CATALOGUE.name}")
    catalogue = CATALOGUE.read_text("utf-8").partition("### 10.1 ")[2]
    known = re.findall(r"^\| `([a-z0-9-]+)` \|", catalogue, re.MULTILINE)
    built = [fault.id for fault in FAULTS]

    assert sorted((*built, *NOT_BUILT)) == sorted(known)
