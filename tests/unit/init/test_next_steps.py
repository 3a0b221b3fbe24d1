"""What is said at the end can be typed as it stands."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from campaign_tracking.init.draft import Draft
from campaign_tracking.init.next_steps import next_steps
from tests.unit.init.fake_platform import SECRET, VARIABLE, FakePlatform, Held

FILE = Path("/srv/project/fixtures/environments/prod.toml")


@pytest.fixture
def draft(monkeypatch: pytest.MonkeyPatch) -> Draft:
    """What becomes of a platform; its password was typed."""
    monkeypatch.setenv(VARIABLE, SECRET)
    draft = Held().hold(FakePlatform())
    monkeypatch.delenv(VARIABLE)
    return draft


def said(draft: Draft, path: Path = FILE) -> str:
    """Return all of it."""
    return "\n".join(next_steps(draft, path))


def test_commands(draft: Draft, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The commands name the environment, and the pytest of this installation."""
    own = tmp_path / ".venv" / "bin" / "pytest"
    monkeypatch.setattr(sys, "executable", str(own.with_name("python")))
    monkeypatch.chdir(tmp_path)

    assert ".venv/bin/pytest checks/ --environment prod -m" in said(draft)
    monkeypatch.chdir("/")
    assert f"{str(own)[1:]} checks/ --environment prod    #" in said(draft)
    own.parent.mkdir(parents=True)
    own.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(own.parent))
    assert "  pytest checks/ --environment prod -m" in said(draft)


@pytest.mark.parametrize("place", ["/srv/environments/prod.toml", "/a b/environments/prod.toml"])
def test_other_places_are_named_by_their_path(draft: Draft, place: str) -> None:
    """A file that stands elsewhere, or under another name, is named by its path."""
    assert place in said(draft, Path(place))
    assert "--environment prod " not in said(draft, Path(place))
    assert "'/a b/" in said(draft, Path("/a b/x.toml"))


def test_what_is_missing_is_told(draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable to export is named unless it is there; so are a lab, and a missing mailbox."""
    assert f"export {VARIABLE}" in said(draft)
    assert "no [mailbox]" in said(draft)
    assert "simulation = true" not in said(draft)
    changed = replace(draft, simulation=True, mailbox=Path("/var/mail"))
    assert "simulation = true" in said(changed)
    assert "no [mailbox]" not in said(changed)
    monkeypatch.setenv(VARIABLE, SECRET)
    assert f"{VARIABLE} is set here already" in said(draft)
    assert SECRET not in said(draft)
