"""What kind a link is: by what the platform says, then by its form; a gateway's is always told."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.campaign.messages import TrackedUrl
from campaign_tracking.campaign.order import marked
from campaign_tracking.link_encoding import encoding_trouble
from campaign_tracking.link_kinds import LinkKind
from campaign_tracking.link_words import rewritten, shortened
from campaign_tracking.mailbox import MailLink
from campaign_tracking.mailbox.links import links_in_html
from campaign_tracking.own_links import OwnLink, Purpose, classify
from campaign_tracking.url_sources import (
    has_mark,
    has_personalised_host,
    stands_for,
    swallows_punctuation,
    unescaped_parts,
)
from tests.unit.samples import TOKEN, received

LANDING = marked("https://www.example.com/check", TOKEN)
MARKED = LANDING.partition("?")[2]
URLS = (
    TrackedUrl(delivery_id=9001, id=0xA1, type=1, source=LANDING),
    TrackedUrl(delivery_id=9001, id=0xA2, type=6, source="https://www.example.com/m.jsp?c=1"),
    TrackedUrl(delivery_id=9001, id=0xA3, type=3, source="https://www.example.com/opt-out"),
    TrackedUrl(
        delivery_id=9001,
        id=0xA4,
        type=1,
        source="https://www.example.com/shop?n=<%=escapeUrl(recipient.name)%>&x=1",
    ),
    TrackedUrl(delivery_id=9001, id=0xA5, type=1, source="https://<%= domain %>/path"),
    TrackedUrl(delivery_id=9001, id=0xA6, type=4, source="https://www.example.com/web"),
)
TRACKED = "http://t.example.com/r/?id=h4d,2329,"
LETTERS = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=10)


def own(href: str, tag: str = "a", base: str = "") -> OwnLink:
    """Return what a link is found to be in our mail."""
    link = MailLink(href=href, where="html", tag=tag, label="", base=base)
    (found,) = classify(received(link), TOKEN, URLS)
    return found


@pytest.mark.parametrize(
    ("href", "kind"),
    [
        (f"{TRACKED}a1", LinkKind.TRACKED),
        (f"{TRACKED}a4&p1=Ada", LinkKind.TRACKED),
        (f"{TRACKED}a6", LinkKind.TRACKED),
        (f"{TRACKED}1", LinkKind.OPEN),
        (f"{TRACKED}a2", LinkKind.MIRROR_PAGE),
        (f"{TRACKED}a3", LinkKind.OPT_OUT),
        (f"{TRACKED}ff", LinkKind.NOT_LISTED),
        (f"{TRACKED}a1&id=7", LinkKind.BROKEN),
        (f"{TRACKED}a1\n&p1=Ada", LinkKind.BROKEN),
        ("http://t.example.com/r/?id=h4d,2329", LinkKind.BROKEN),
        ("http://t.example.com/r?id=h4d,2329,a1", LinkKind.BROKEN),
        (LANDING, LinkKind.UNTRACKED_BY_MISTAKE),
        (marked("https://www.example.com/moved", TOKEN), LinkKind.UNTRACKED_BY_MISTAKE),
        (f"https://social.example/share?u={LANDING}", LinkKind.UNTRACKED_ON_PURPOSE),
        ("https://www.example.com/opt-out", LinkKind.UNTRACKED_BY_MISTAKE),
        (" https://www.example.com/opt-out ", LinkKind.UNTRACKED_BY_MISTAKE),
        ("https://www.example.com/shop?n=Ada%20L&x=1", LinkKind.UNTRACKED_BY_MISTAKE),
        ("https://www.example.com/m.jsp?c=1", LinkKind.UNTRACKED_ON_PURPOSE),
        ("https://www.example.com/imprint", LinkKind.UNTRACKED_ON_PURPOSE),
        ("https://any.example.net/path", LinkKind.UNTRACKED_ON_PURPOSE),
        ("http://www.example.com/r/?id=7", LinkKind.UNTRACKED_ON_PURPOSE),
        ("mailto:opt-out@example.com", LinkKind.NOT_WEB),
        ("#top", LinkKind.NOT_WEB),
        ("http://[::1", LinkKind.NOT_WEB),
        ("", LinkKind.NOT_WEB),
    ],
)
def test_kind(href: str, kind: LinkKind) -> None:
    """The platform's word comes first; of what it does not track, the form tells."""
    assert own(href).kind is kind


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("img", LinkKind.FETCHED),
        ("style", LinkKind.FETCHED),
        ("v:fill", LinkKind.UNTRACKED_ON_PURPOSE),
        ("area", LinkKind.UNTRACKED_ON_PURPOSE),
        ("form", LinkKind.UNTRACKED_ON_PURPOSE),
        ("", LinkKind.UNTRACKED_ON_PURPOSE),
    ],
)
def test_fetched_or_followed(tag: str, kind: LinkKind) -> None:
    """A picture is fetched and never tracked as a click; it is not missing from the tracked."""
    assert own("https://www.example.com/imprint", tag).kind is kind


def test_base_makes_no_link_ours() -> None:
    """A relative link is told by what it opens, and is none that we would request (R-66)."""
    found = own("r/?id=h4d,2329,a1", base="http://t.example.com/")

    assert (found.kind, found.purpose, found.link) == (LinkKind.BROKEN, Purpose.OTHER, None)


@pytest.mark.parametrize("inside", [f"{TRACKED}a1", f"{TRACKED}1", f"{TRACKED}a2", LANDING])
def test_rewritten_is_never_requested(inside: str) -> None:
    """What a gateway rewrote is told with what it was, and is none that we would request."""
    (link,) = links_in_html(f'<a href="https://urldefense.com/v3/__{inside}__;!!a!b$">x</a>')
    (found,) = classify(received(link), TOKEN, URLS)

    assert (found.kind, found.purpose) == (LinkKind.REWRITTEN, Purpose.OTHER)
    assert (found.gateways, found.original) == (("Proofpoint URL Defense",), inside)


@given(st.sampled_from([f"{TRACKED}a1", f"{TRACKED}1", f"{TRACKED}a2", LANDING]))
def test_gateway_comes_first(href: str) -> None:
    """Even a link with our ids is not requested once a gateway is said to have touched it."""
    link = replace(MailLink(href=href, where="html", tag="a", label=""), gateways=("Any",))
    (found,) = classify(received(link), TOKEN, URLS)

    assert found.purpose is Purpose.OTHER


@pytest.mark.parametrize(
    ("source", "href", "same"),
    [
        ("https://a.example/x", "https://a.example/x", True),
        ("https://a.example/x", "https://a.example/xy", False),
        ("https://a.example/<% a %>", "https://a.example/", False),
        ("https://a.example/<% a %>", "https://a.example/imprint.html", False),
        ("https://a.example/?<% a %>&", "https://a.example/?b=1&", False),
        ("https://a.example/s/<% a %>", "https://a.example/s/1", True),
        ("https://a.example/<% a %>y", "https://a.example/y", True),
        ("https://a.example/y<% a %>y", "https://a.example/y", False),
        ("https://a.example/?a=<%=a%>&b=<%=b%>&c", "https://a.example/?a=1&b=2&c", True),
        ("https://a.example/?a=<%=a%>&b=<%=b%>&c", "https://a.example/?a=1&c", False),
        ("https://a.example/?a=<%=a%>&b=<%=b%>b=", "https://a.example/?a=1&b=", False),
        ("https://<% a %>/x", "https://b.example/x", False),
        ("https://www.<% a %>", "https://www.b.example/", False),
        ("<% a %>", "https://a.example/", False),
        ("", "https://a.example/", False),
    ],
)
def test_stands_for(source: str, href: str, same: bool) -> None:  # noqa: FBT001  (a table's column)
    """A link is a personalised URL only with every written piece in its place."""
    assert stands_for(source, href) is same


@given(st.lists(LETTERS.filter(lambda piece: "<%" not in piece), min_size=1), st.data())
def test_personalised_stands_for_itself(pieces: list[str], data: st.DataObject) -> None:
    """Whatever stands in place of the personalised parts, the link is that URL."""
    written = ["https://a.example/s/" + pieces[0], *pieces[1:]]
    values = [data.draw(LETTERS) for _ in pieces[1:]]
    href = written[0] + "".join(
        value + piece for value, piece in zip(values, written[1:], strict=True)
    )

    assert stands_for("<%= escapeUrl(x) %>".join(written), href)


@given(st.lists(st.text("/?&=-_.#", max_size=4), min_size=2), LETTERS)
def test_a_host_alone_stands_for_nothing(pieces: list[str], value: str) -> None:
    """Where nothing but the host is written out, no page of it is told to be that URL."""
    source = "https://a.example/" + "<%= escapeUrl(x) %>".join(pieces)

    assert not stands_for(source, f"https://a.example/{value}")


@pytest.mark.parametrize(
    ("url", "marked_"),
    [
        (LANDING, True),
        (f"https://a.example/?x=1&{MARKED}#part", True),
        (f"https://a.example/?x=1&amp;{MARKED}&y", True),
        (f"https://a.example/?{MARKED}0", False),
        (f"https://a.example/?x{MARKED}", False),
        (f"https://a.example/?u={LANDING}", False),
        (f"https://a.example/{MARKED}", False),
        (f"https://a.example/#{MARKED}", False),
        ("http://[::1", False),
    ],
)
def test_has_mark(url: str, *, marked_: bool) -> None:
    """The mark is a parameter of the URL itself, whole, and nowhere else in it."""
    assert has_mark(url, MARKED) is marked_


@given(st.text(max_size=30))
def test_any_text_has_no_mark(url: str) -> None:
    """Whatever it is, it is no error."""
    assert not has_mark(url, MARKED)


@pytest.mark.parametrize(
    ("source", "personalised"),
    [
        ("http://<%= a %>/", True),
        ("https://<%@ include a %>/", True),
        (" HTTPS://<% a", True),
        ("https://www.<%= a %>/", False),
        ("https://a.example/<%= a %>", False),
        ("<%= a %>", False),
    ],
)
def test_personalised_host(source: str, personalised: bool) -> None:  # noqa: FBT001  (likewise)
    """The documented sign, and nothing else, is told (privacy.md)."""
    assert has_personalised_host(source) is personalised


@pytest.mark.parametrize(
    ("source", "bare"),
    [
        ("https://a.example/?a=<%=escapeUrl(a)%>&b=<%= escapeUrl( b ) %>", ()),
        ("https://a.example/?a=<%= a %>&b=<%=\nescapeUrl(b)%>", ("<%= a %>",)),
        ("https://a.example/?a=<%=escapeXml(a)%>", ("<%=escapeXml(a)%>",)),
        ("<%@ include view='MirrorPageUrl' %>", ()),
        ("https://a.example/<%= a", ()),
    ],
)
def test_unescaped_parts(source: str, bare: tuple[str, ...]) -> None:
    """Every value is in escapeUrl or is told; what is no value, such as a block, is not."""
    assert unescaped_parts(source) == bare


@pytest.mark.parametrize(
    ("source", "swallows"),
    [
        ("https://a.example/;", True),
        ("https://a.example/. ", True),
        ('https://a.example/"', True),
        ("https://a.example/?a=1)", True),
        ("https://a.example/?a=1]", True),
        ("https://a.example/?a=1}", True),
        ("https://a.example/a_(b)", False),
        ("https://a.example/a_(b))", True),
        ("https://a.example/", False),
        ("https://a.example/?", False),
        ("", False),
    ],
)
def test_swallows_punctuation(source: str, swallows: bool) -> None:  # noqa: FBT001  (likewise)
    """What ends a sentence does not end a URL."""
    assert swallows_punctuation(source) is swallows


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ("", ""),
        ("&p1=Ad%C3%A9%20L&sig=aB-_~.%2f==", ""),
        ("&p1=%2520%25E9", ""),
        ("&p1=a'b(c)*[d]{e}|^", ""),
        ("#top", ""),
        ("&p1=100%", "'%' in it encodes nothing"),
        ("&p1=%zz", "'%zz' in it encodes nothing"),
        ("&p1=%C", "'%C' in it encodes nothing"),
        ("&p1=\u00e9", "'\\xe9' in it is not encoded"),
        ("&p1=a b", "' ' in it is not encoded"),
        ("&p1=<b>", "'<' in it is not encoded"),
        ("&amp;p1=1", "'&amp;' is left in it"),
    ],
)
def test_encoding_trouble(parameters: str, words: str) -> None:
    """What every mail program would encode in its own way is told; all else is as it was signed."""
    told = encoding_trouble(f"{TRACKED}a1{parameters}")

    assert told.startswith(words)
    assert bool(told) == bool(words)


def test_words() -> None:
    """A few links are shown, each on one line, and the others are counted."""
    assert shortened([]) == ""
    assert shortened(["a\nb", "c"]) == "a b, c"
    assert shortened(list("abcde")) == "a, b, c, and 2 more"
    assert rewritten([MailLink(href=LANDING, where="html", tag="a", label="")]) == ""
