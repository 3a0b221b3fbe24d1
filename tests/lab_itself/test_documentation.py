"""What the lab assumes is told: each tag of the code stands on the page, and the reverse."""

import re
from pathlib import Path

import campaign_tracking.lab
from campaign_tracking.lab import assumptions

PAGE = (Path(__file__).parents[2] / "docs" / "lab.md").read_text(encoding="utf-8")
TAG = re.compile(r"\b[AL]-\d\d\b")


def test_every_assumption_is_listed() -> None:
    """The table of the page and the code know the same tags."""
    folder = Path(next(iter(campaign_tracking.lab.__path__)))
    code = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    assert set(TAG.findall(code)) == set(TAG.findall(PAGE))


def test_the_labs_own_assumptions_are_in_one_place() -> None:
    """``assumptions.py`` holds each of them, as a value or as the module to look into."""
    text = Path(assumptions.__file__).read_text(encoding="utf-8")
    own = {tag for tag in TAG.findall(PAGE) if tag.startswith("L-")}
    assert own - set(TAG.findall(text)) == set()
