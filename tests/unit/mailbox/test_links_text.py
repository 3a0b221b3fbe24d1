"""Links in a text part begin and end where mail programs let them."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from campaign_tracking.mailbox.flowed import unflowed
from campaign_tracking.mailbox.links import MailLink, links_in_text

PRINTABLE = st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="()[]{}<>")
PUNCTUATION = ".,;:!?'\""
HAN = "\u4ee5\u4e0a"


def hrefs(text: str) -> list[str]:
    """Return the links of *text*, without what else is said of them."""
    return [link.href for link in links_in_text(text)]


@given(st.text(PRINTABLE), st.sampled_from([("(", ")"), ("[", "]"), ("{", "}"), ("<", ">")]))
def test_delimiters_end_a_link(rest: str, delimiters: tuple[str, str]) -> None:
    """Between delimiters everything belongs to the link, such as ``;`` (tracked-links.md)."""
    before, after = delimiters

    assert hrefs(f"x{before}HTTPS://t.example/{rest}{after}x") == [f"HTTPS://t.example/{rest}"]


@given(st.text(PRINTABLE), st.text(PUNCTUATION), st.sampled_from([" ", "\t", "\n", "\r\n", ""]))
@example("", "", "")
def test_without_delimiters_the_sentence_ends(rest: str, punctuation: str, after: str) -> None:
    """White space ends a link, and what ends the sentence is left out, as mail programs do."""
    link = f"https://t.example/r{rest}".rstrip(PUNCTUATION)

    assert hrefs(f"see {link}{punctuation}{after}") == [link]


@given(st.text(max_size=200) | st.text("htps:/<>()[] \n.;x", max_size=80))
def test_any_text_is_read(text: str) -> None:
    """Every link that is found stands in the text, but for folds in angle brackets."""
    unfolded = re.sub(r"[ \t]*\r?\n[ \t]*", "", text)

    for link in links_in_text(text):
        assert (link.where, link.tag, link.label) == ("text", "", "")
        assert link.href in text or link.href in unfolded
        assert link.href.lower().startswith(("http://", "https://"))
        assert not re.search(r"\s", link.href)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("<https://a.example/b\n  c>", ["https://a.example/bc"], id="folded"),
        pytest.param("<https://a.example/b\r\nc>", ["https://a.example/bc"], id="folded-crlf"),
        pytest.param("<https://a.example/b c>", ["https://a.example/b"], id="blank"),
        pytest.param("<https://a.example/b\n\nc>", ["https://a.example/b"], id="paragraph"),
        pytest.param("<https://a.example/b\nc", ["https://a.example/b"], id="never-closed"),
        pytest.param("<URL:https://a.example/(b)>", ["https://a.example/(b)"], id="appendix-c"),
        pytest.param(
            "\u300chttps://a.example/b\u300d\u3002", ["https://a.example/b"], id="japanese-brackets"
        ),
        pytest.param(f"https://a.example/b\u3000{HAN}", ["https://a.example/b"], id="wide-blank"),
        pytest.param(
            f"https://a.example/?n={HAN}&b=1", [f"https://a.example/?n={HAN}&b=1"], id="letters"
        ),
        pytest.param("(x)https://a.example/b", ["https://a.example/b"], id="right-behind"),
        pytest.param("https:// x http:/a ftp://b", [], id="none"),
        pytest.param("https://a.example/?b=1&amp;c=2)", ["https://a.example/?b=1&amp;c=2"], id="&"),
    ],
)
def test_ends(text: str, found: list[str]) -> None:
    """Folds are undone in angle brackets only; Japanese punctuation needs no blank before it."""
    assert hrefs(text) == found


def test_gateway_is_told() -> None:
    """A link of a gateway says so."""
    wrapped = "https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fa.example%2f&c=E"

    assert links_in_text(wrapped) == (
        MailLink(
            href=wrapped,
            where="text",
            tag="",
            label="",
            gateways=("Barracuda Link Protection",),
            original="https://a.example/",
        ),
    )


@pytest.mark.parametrize(
    ("text", "kept", "deleted"),
    [
        pytest.param("a \nb\nc", "a b\nc", "ab\nc", id="flows"),
        pytest.param("a \n b", "a b", "ab", id="stuffed"),
        pytest.param("> a \n> b\nc", ">a b\nc", ">ab\nc", id="quoted"),
        pytest.param("> a \nb", ">a \nb", ">a\nb", id="other-depth"),
        pytest.param("a \n-- \nb", "a \n-- \nb", "a\n-- \nb", id="signature"),
        pytest.param("a \n", "a ", "a", id="last"),
        pytest.param("", "", "", id="empty"),
    ],
)
def test_flowed(text: str, kept: str, deleted: str) -> None:
    """A line that ends in a blank goes on in the next (RFC 3676); the blank stays, or does not."""
    assert unflowed(text, deletes_space=False) == kept
    assert unflowed(text, deletes_space=True) == deleted


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=2), st.data())
def test_flowed_link_is_whole(rest: str, data: st.DataObject) -> None:
    """Wherever ``DelSp=yes`` folds a link, it is whole again."""
    link = f"https://t.example/{rest}"
    at = data.draw(st.integers(1, len(link) - 1))
    folded = f"{link[:at]} \n{' ' if link[at] == '>' else ''}{link[at:]}"  # quotes nothing

    assert unflowed(folded, deletes_space=True) == link
