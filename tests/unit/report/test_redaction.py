"""Secrets: once known, no spelling of them gets through."""

import base64
import html
import json
import re
from collections.abc import Callable
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.report.redaction import MASK, Redactor

SPELLINGS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "URL": lambda secret: quote(secret, safe=""),
    "URL, lower case": lambda secret: re.sub(
        "%..", lambda found: found[0].lower(), quote(secret, safe="")
    ),
    "URL path": quote,
    "URL query": quote_plus,
    "HTML": html.escape,
    "XML text": escape,
    "XML attribute": lambda secret: quoteattr(secret)[1:-1],
    "XML in ASCII": lambda secret: secret.encode("ascii", "xmlcharrefreplace").decode("ascii"),
    "JSON": lambda secret: json.dumps(secret)[1:-1],
    "JSON, not ASCII": lambda secret: json.dumps(secret, ensure_ascii=False)[1:-1],
    "JSON in HTML": lambda secret: html.escape(json.dumps(secret)[1:-1]),
    "Python": lambda secret: repr(secret)[1:-1],
    "base64": lambda secret: base64.b64encode(secret.encode()).decode(),
    "base64 for URLs": lambda secret: base64.urlsafe_b64encode(secret.encode()).decode(),
    "basic authentication": lambda secret: base64.b64encode(f"me:{secret}".encode()).decode(),
}
# Without the mask's own character: what is left of "***" is "***".
CHARACTERS = st.characters(codec="utf-8", exclude_characters="*") | st.sampled_from("/&<>\"'\\%+ é")
SECRETS = st.text(CHARACTERS, min_size=4, max_size=12)
AROUND = st.text("xyz <>&\n", max_size=4)


@pytest.mark.parametrize("spell", [pytest.param(spell, id=id_) for id_, spell in SPELLINGS.items()])
@given(secret=SECRETS, before=AROUND, after=AROUND)
def test_no_spelling_gets_through(
    spell: Callable[[str], str], secret: str, before: str, after: str
) -> None:
    """However a library writes the secret, the mask takes its place and nothing else changes."""
    redact = Redactor()
    redact.add(secret, login="me")
    planted = spell(secret)

    redacted = redact(f"{before}{planted}{after}")

    assert planted not in redacted
    assert secret not in redacted
    assert MASK in redacted


@given(value=st.recursive(SECRETS, lambda inner: st.lists(inner) | st.dictionaries(SECRETS, inner)))
def test_json_is_walked(value: object) -> None:
    """A secret is masked in every text and key of a JSON value."""
    redact = Redactor()
    redact.add("s3cr3t")
    planted = json.loads(json.dumps({"s3cr3t": [value, "a s3cr3t b", {"key": "s3cr3t"}]}))

    assert "s3cr3t" not in json.dumps(redact.redact_json(planted))


def test_other_json_values_stay() -> None:
    """Numbers, truth and nothing stay what they are; a number that is the secret goes."""
    redact = Redactor()
    redact.add("4711")

    assert redact.redact_json([1, 2.5, True, None, (3,), 4711]) == [1, 2.5, True, None, [3], MASK]


def test_a_short_secret_is_masked_as_a_word_only() -> None:
    """Three characters are masked where they stand alone, not inside of words."""
    redact = Redactor()
    redact.add("cat")

    assert redact("cat, catalogue, 'cat'") == "***, catalogue, '***'"


def test_the_longest_secret_goes_first() -> None:
    """A secret that begins with another one is masked whole."""
    redact = Redactor()
    redact.add("swordfish")
    redact.add("swordfish-and-more")

    assert redact("swordfish-and-more, swordfish") == "***, ***"


def test_an_empty_secret_masks_nothing() -> None:
    """No secret, no mask."""
    redact = Redactor()
    redact.add("")

    assert redact("a b") == "a b"


def test_other_text_stays() -> None:
    """What is not the secret is not touched, in any case of letters."""
    redact = Redactor()
    redact.add("Nadia")

    assert redact(r"nadia, line\nadia, Nadi") == r"nadia, line\nadia, Nadi"
