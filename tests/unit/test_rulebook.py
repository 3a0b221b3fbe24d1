"""The rulebook is whole: each documented rule is a check with a source, or is explained."""

from pathlib import Path

import pytest

from campaign_tracking.rulebook import Entry, in_words, read_rulebook
from campaign_tracking.rules import EVERY_ROLE
from campaign_tracking.rules_otherwise import OTHERWISE

ROOT = Path(__file__).parents[2]
ENTRIES = read_rulebook(ROOT / "checks")
CHECKED = {id_ for entry in ENTRIES for id_ in entry.rule.ids}
EVERY_ID = {f"R-{number:02}" for number in range(1, 70)}
MUST_BE_CHECKS = {
    f"R-{number:02}" for number in (13, *range(15, 22), *range(23, 29), *range(30, 59))
}
LEAST_CHECKED = 50


def test_every_rule_has_its_place() -> None:
    """Each of the documented rules is checked, or it is said how it is honoured; never both."""
    assert CHECKED | set(OTHERWISE) == EVERY_ID
    assert not CHECKED & set(OTHERWISE)


def test_enough_rules_are_checks() -> None:
    """At least 50 rules are checks, those on configuration among them."""
    assert len(CHECKED) >= LEAST_CHECKED
    assert MUST_BE_CHECKS <= CHECKED


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.check)
def test_says_everything(entry: Entry) -> None:
    """A rule says what it reads, why, what to do, and which page says so."""
    assert entry.rule.reads
    assert entry.rule.why
    assert entry.remedy
    assert entry.rule.source == "SDK" or entry.rule.source.endswith(".md")
    assert set(entry.rule.on) <= set(EVERY_ROLE)


def test_documentation_is_what_is_printed() -> None:
    """docs/rules.md is what ``pytest checks/ --rules`` prints; write it anew if this fails."""
    written = (ROOT / "docs" / "rules.md").read_text("utf-8")

    assert written == in_words(ENTRIES)


def test_consequences_are_told() -> None:
    """A rule names the checks that break with it."""
    (started,) = (entry for entry in ENTRIES if entry.check == "test_redirection_is_started")

    assert "test_redirection_module_answers" in started.consequences
    assert "test_tracking_servers_are_configured_alike" in started.consequences
