"""Whatever is told to people is there in every language, as a whole."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from campaign_tracking.diagnosis.owner import Owner
from campaign_tracking.diagnosis.text import Text
from campaign_tracking.language import ENGLISH, LANGUAGES, translations, translator

SOURCE = Path(__file__).parents[2] / "src" / "campaign_tracking"
OTHERS = [language for language in LANGUAGES if language != ENGLISH]


def english_texts() -> Iterator[str]:
    """Yield the template of every ``Text("…")`` in the source, and who repairs what."""
    yield from (str(owner) for owner in Owner)
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Text":
                template = node.args[0]
                assert isinstance(template, ast.Constant), f"{path}: line {node.lineno}"
                yield str(template.value)


def places(text: str) -> list[str]:
    """Return the names of the places in a template."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


TEXTS = sorted(set(english_texts()))


def test_english_stays() -> None:
    """English is what stands in the source."""
    assert translator(ENGLISH)("Summary") == "Summary"


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_translated(language: str) -> None:
    """No text is missing, and no translation is left over."""
    assert sorted(translations(language)) == TEXTS


@pytest.mark.parametrize("language", OTHERS)
def test_places_are_kept(language: str) -> None:
    """What was seen stands in every language."""
    for english, translated in translations(language).items():
        assert places(translated) == places(english), english


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_told_by_halves(language: str) -> None:
    """A text that has no translation is an error of ours, and not told in English."""
    with pytest.raises(KeyError):
        translator(language)("There is no such text.")


def test_values_are_no_templates() -> None:
    """Braces in what a server said are shown as they are."""
    assert (
        Text("{host} says {words}", host="{words}").told(words="{0}{x!r}")
        == "{words} says {0}{x!r}"
    )
