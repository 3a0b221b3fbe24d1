"""Links of an HTML part: what is followed, what is fetched, what only Outlook reads."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.mailbox.html_links import CANDIDATE
from campaign_tracking.mailbox.links import MAX_LINKS, MailLink, links_in_html

HREF = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x2FF, exclude_categories=["C", "Z"]), min_size=1
).map(lambda rest: f"https://t.example/{rest}")
CARRIERS = st.sampled_from(
    [
        "<a href={}>x</a>",
        "<map><area href={}></map>",
        "<img src={}>",
        "<p><button formaction={}>x</button></p>",
        "<table><tr><td background={}>x</td></tr></table>",
        "<!--[if mso]><v:roundrect href={}>x</v:roundrect><![endif]-->",
        "<!--[if !mso]><!--><a href={}>x</a><!--<![endif]-->",
        "<![if gte mso 9]><a href={}>x</a><![endif]>",
        "<svg><a xlink:href={}></a></svg>",
    ]
)
PIECES = st.sampled_from(
    [
        "<a href=",
        "<!--[if mso]>",
        "<![endif]-->",
        "<base href='http://[::1'>",
        "<style>",
        "</style>",
        "<p style='",
        "url(",
        "@import ",
        "srcset=",
        "<meta http-equiv=refresh content='0;url=",
        '"',
        "'",
        ">",
        ",",
        " ",
        "<table>",
        "<template>",
        "x",
        "&amp;",
        "\0",
        "</",
    ]
)


def found(html: str) -> list[tuple[str, str]]:
    """Return the links of *html*, each with its element."""
    return [(link.tag, link.href) for link in links_in_html(html)]


@given(st.lists(st.tuples(CARRIERS, HREF), max_size=6))
def test_each_is_found_in_order(written: list[tuple[str, str]]) -> None:
    """Whatever carries a link, it is found once, in its place, with its entities undone once."""
    html = "".join(carrier.format(f'"{escape(href)}"') for carrier, href in written)

    assert [link.href for link in links_in_html(html)] == [href for _, href in written]


@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=100))
def test_anything_is_read(html: str) -> None:
    """Whatever is in the HTML, reading it and comparing its links has an end and no error."""
    for link in links_in_html(html):
        assert link.href
        assert isinstance(link.opens, str)


@pytest.mark.parametrize(
    ("html", "links"),
    [
        pytest.param(
            '<object data="a.pdf"></object><video poster="b.png"></video>',
            [("object", "a.pdf"), ("video", "b.png")],
            id="objects",
        ),
        pytest.param(
            '<meta http-equiv="refresh" content="5"><meta name="url" content="url=x">',
            [],
            id="no-refresh",
        ),
        pytest.param(
            '<img srcset=" , a,b 1x,c, d 2x">',
            [("img", "a,b"), ("img", "c"), ("img", "d")],
            id="srcset",
        ),
        pytest.param(
            "<p style=\"background:URL( 'a' ) , url(b),url(\">x</p>",
            [("p", "a"), ("p", "b")],
            id="css",
        ),
        pytest.param("<!-- [if mso] <a href=x> -->", [], id="no-condition"),
        pytest.param("<!--[if mso]><a href=x>", [("a", "x")], id="comment-without-end"),
        pytest.param(
            "<!--[if mso]></td></tr><tr><td background=x><![endif]-->", [("td", "x")], id="cell"
        ),
        pytest.param("<template><a href=x></template>", [], id="template"),
        pytest.param("", [], id="empty"),
    ],
)
def test_forms(html: str, links: list[tuple[str, str]]) -> None:
    """What is fetched or followed by unusual means is found; what is inert is not."""
    assert found(html) == links


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "a,b", "h1,2,,3", "a(b"]),
            st.sampled_from([",", " ,", ", ", " 1x,", " 1x , ,,", " 100w 2x,, "]),
        ),
        max_size=6,
    ),
    st.sampled_from(["", " ", ",", " ,, ,"]),
)
def test_srcset(written: list[tuple[str, str]], before: str) -> None:
    """Each picture is found, whatever stands between; a comma inside one ends none."""
    srcset = before + " ".join(url + after for url, after in written)

    assert found(f'<img srcset="{srcset}">') == [("img", url) for url, _ in written]


@given(st.text(", ax", max_size=30))
def test_no_picture_begins_with_a_comma(srcset: str) -> None:
    """From a comma on nothing is searched: a row of them would cost the square of its length."""
    matches = [match for at in range(len(srcset)) if (match := CANDIDATE.match(srcset, at))]

    assert not [match[0] for match in matches if match[0][0] in " ,"]


def test_condition_is_told() -> None:
    """A link that only Outlook reads says so, with what its reader sees."""
    html = "<!--[if (gte mso 9)|(IE)]><v:rect href=x>Click  <b>here</b></v:rect><![endif]-->"

    assert links_in_html(html) == (
        MailLink(
            href="x", where="html", tag="v:rect", label="Click here", condition="(gte mso 9)|(IE)"
        ),
    )


@pytest.mark.parametrize(
    ("href", "opens"),
    [
        ("r/?id=h1,2,3", "http://t.example/r/?id=h1,2,3"),
        (" /a ", "http://t.example/a"),
        ("//b.example/", "http://b.example/"),
        (" https://c.example/ ", "https://c.example/"),
        ("mailto:x@d.example", "mailto:x@d.example"),
    ],
)
def test_base(href: str, opens: str) -> None:
    """A relative link opens what the base makes of it; the link itself stays as received."""
    html = f'<base href="http://t.example/"><a href="{href}">x</a>'
    base, link = links_in_html(html)

    assert (base.tag, base.base) == ("base", "")
    assert (link.href, link.opens) == (href, opens)
    assert bool(link.base) == (":" not in href)


def test_broken_base() -> None:
    """A base that is no URL changes nothing."""
    _, link = links_in_html("<base href='http://[::1'><a href='x'>y</a>")

    assert link.opens == "x"


def test_links_in_comments_are_bounded() -> None:
    """Links within comments count like any other."""
    comment = "<!--[if mso]>" + "<a href=x>" * 600 + "<![endif]-->"

    assert len(links_in_html(comment * 10)) == MAX_LINKS
