"""URLs in contents."""

import pytest

from campaign_tracking.lab.delivery.content import (
    FoundUrl,
    found_in_html,
    found_in_text,
    replaced_in_html,
    replaced_in_text,
)
from campaign_tracking.lab.delivery.personalisation import PersonalisationError, evaluated

MIRROR = "http://m.example/m.jsp?c=1"
BLOCK = "<%@ include view='MirrorPageUrl' %>"


@pytest.mark.parametrize(
    ("html", "url"),
    [
        ('<a href="http://x.example/?a=1&amp;b=2">x</a>', "http://x.example/?a=1&b=2"),
        ("<A class=c HREF = 'HTTPS://x.example'>x</A>", "HTTPS://x.example"),
        (
            '<a href="http://x.example/?e=<%= escapeUrl(recipient.email) %>">x</a>',
            "http://x.example/?e=<%= escapeUrl(recipient.email) %>",
        ),
        ('<a href="http://x.example/?a=1&region=2">x</a>', "http://x.example/?a=1&region=2"),
        ('<map><area\nhref="http://x.example/"></map>', "http://x.example/"),
    ],
)
def test_links_of_html(html: str, url: str) -> None:
    """Links are found as written, entities undone."""
    assert [found.source_url for found in found_in_html(html, MIRROR)] == [url]


@pytest.mark.parametrize(
    "html",
    [
        '<a href="mailto:a@x.example">',
        '<a href="#top">',
        "<a name='x'>",
        "<abbr>",
        '<img src="http://x.example/">',
    ],
)
def test_what_is_no_link(html: str) -> None:
    """Mail addresses, anchors and pictures are left alone."""
    assert list(found_in_html(html, MIRROR)) == []
    assert replaced_in_html(html, MIRROR, lambda _: "no") == html


def test_mirror_page_block() -> None:
    """The documented block is a link to the mirror page; Campaign's attributes go."""
    html = f'<p><a href="{BLOCK}" _label="Mirror Page" _type="mirrorPage" id="m">Mirror</a></p>'
    assert list(found_in_html(html, MIRROR)) == [
        FoundUrl(source_url=MIRROR, type=6, label="Mirror Page")
    ]
    assert (
        replaced_in_html(html, MIRROR, lambda _: "u?a&b")
        == '<p><a href="u?a&amp;b" id="m">Mirror</a></p>'
    )


def test_text() -> None:
    """In text a URL ends at a blank or a delimiter, and at nothing else."""
    text = f"(http://x.example/a) [http://x.example/b] http://x.example/c; {BLOCK}"
    found = [url.source_url for url in found_in_text(text, MIRROR, "()[]{}")]
    assert found == ["http://x.example/a", "http://x.example/b", "http://x.example/c;", MIRROR]
    assert replaced_in_text(text, MIRROR, "()[]{}", lambda _: "U") == "(U) [U] U U"


def test_personalisation() -> None:
    """Fields, and the documented functions around them; anything else is an error."""
    fields = {"recipient.email": "a@x.example"}
    assert (
        evaluated("<%= recipient.email %>, <%=escapeUrl(recipient.email)%>", fields)
        == "a@x.example, a%40x.example"
    )
    with pytest.raises(PersonalisationError):
        evaluated("<%= recipient.shoeSize %>", fields)
    with pytest.raises(PersonalisationError):
        evaluated("<%= getURL(recipient.email) %>", fields)
