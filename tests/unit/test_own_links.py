"""Only our own links are ever requested, and no other link of a mail looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.campaign.messages import TrackedUrl
from campaign_tracking.campaign.options import Options
from campaign_tracking.campaign.order import marked
from campaign_tracking.mailbox import MailLink
from campaign_tracking.own_links import (
    Purpose,
    classify,
    of_purpose,
    same_url,
    tracking_hosts,
    url_ids_of,
)
from tests.unit.samples import TOKEN, environment, received

LANDING = marked("https://www.example.com/check", TOKEN)
URLS = (
    TrackedUrl(delivery_id=9001, id=0xA1, type=1, source=LANDING),
    TrackedUrl(delivery_id=9001, id=0xA2, type=6, source="<%@ include view='MirrorPage' %>"),
    TrackedUrl(
        delivery_id=9001, id=0xA3, type=3, source=marked("https://www.example.com/opt-out", TOKEN)
    ),
    TrackedUrl(delivery_id=9001, id=0xA4, type=1, source="https://www.example.com/footer"),
    TrackedUrl(
        delivery_id=9001,
        id=0xA5,
        type=1,
        source=marked("https://www.example.com/check", "another-run"),
    ),
    TrackedUrl(delivery_id=9001, id=0xA6, type=2, source=LANDING),
)


def tracked(url_id: int | str, kind: str = "h") -> str:
    """Return a tracked link to the URL of that id."""
    id_ = url_id if isinstance(url_id, str) else f"{url_id:x}"
    return f"http://t.example.com/r/?id={kind}4d,2329,{id_}&p1=Ada"


def purposes(*hrefs: str) -> list[Purpose]:
    """Return what each of *hrefs* is found to be in a mail."""
    links = (MailLink(href=href, where="html", tag="a", label="") for href in hrefs)
    return [own.purpose for own in classify(received(*links), TOKEN, URLS)]


@pytest.mark.parametrize(
    ("href", "purpose"),
    [
        pytest.param(tracked(0xA1), Purpose.LANDING, id="landing"),
        pytest.param(tracked("00A1"), Purpose.LANDING, id="landing-written-otherwise"),
        pytest.param(tracked(1), Purpose.OPEN, id="open"),
        pytest.param(tracked(0xA2), Purpose.MIRROR, id="mirror-page"),
        pytest.param(tracked(0xA3), Purpose.OTHER, id="opt-out-even-with-our-mark"),
        pytest.param(tracked(0xA4), Purpose.OTHER, id="somebody-else's-page"),
        pytest.param(tracked(0xA5), Purpose.OTHER, id="another-run's-landing"),
        pytest.param(tracked(0xA6), Purpose.OTHER, id="our-source-of-another-type"),
        pytest.param(tracked(0xFF), Purpose.OTHER, id="not-listed"),
        pytest.param(LANDING, Purpose.UNTRACKED_LANDING, id="landing-untracked"),
        pytest.param("https://www.example.com/check", Purpose.OTHER, id="landing-without-mark"),
        pytest.param(
            marked("https://www.example.com/check", "another"), Purpose.OTHER, id="another-mark"
        ),
        pytest.param("mailto:opt-out@example.com", Purpose.OTHER, id="mail-address"),
        pytest.param("", Purpose.OTHER, id="empty"),
    ],
)
def test_purpose(href: str, purpose: Purpose) -> None:
    """A link is our own by its ids and by what the platform says of them, never by its looks."""
    assert purposes(href) == [purpose]


def test_landing_in_both_parts() -> None:
    """Each link is found where it stands, exactly as received; those of the HTML part come first.

    An untracked link is no link that could be clicked.
    """
    mail = received(
        MailLink(href=tracked(0xA1), where="html", tag="a", label="check"),
        MailLink(href=LANDING, where="html", tag="a", label="check"),
        MailLink(href=tracked(0xA1, "t"), where="text", tag="", label=""),
    )

    links = classify(mail, TOKEN, URLS)

    assert [(own.href, own.where) for own in links] == [(one.href, one.where) for one in mail.links]
    landing = of_purpose(links, Purpose.LANDING)
    assert [(link.text, link.kind) for link in landing] == [
        (tracked(0xA1), "h"),
        (tracked(0xA1, "t"), "t"),
    ]
    assert of_purpose(links, Purpose.UNTRACKED_LANDING) == ()


def test_nothing_is_ours_without_the_platform() -> None:
    """Where the platform lists no URL, only the open is our own, whose id is always the same."""
    links = (tracked(0xA1), tracked(0xA2), tracked(1))
    mail = received(*(MailLink(href=href, where="html", tag="a", label="") for href in links))

    found = [own.purpose for own in classify(mail, TOKEN, ())]

    assert found == [Purpose.OTHER, Purpose.OTHER, Purpose.OPEN]


def test_links_of_a_mid_sourcing_server() -> None:
    """A URL is that of the delivery which the link names: two servers count each for itself."""
    here = TrackedUrl(delivery_id=9001, id=0xA2, type=6, source="mirror")
    there = TrackedUrl(delivery_id=-5001, id=0xA2, type=1, source=LANDING)
    named = f"{2**32 - 5001:x}"
    hrefs = (
        f"http://t.example.com/r/?id=h4d,2329,{0xA2:x}",
        f"http://t.example.com/r/?id=h2a,{named},{0xA2:x}",
        f"http://t.example.com/r/?id=h2a,1,{0xA2:x}",
    )
    mail = received(*(MailLink(href=href, where="html", tag="a", label="") for href in hrefs))

    for urls in ((here, there), (there, here)):
        found = [own.purpose for own in classify(mail, TOKEN, urls)]

        unknown = Purpose.MIRROR if urls[0] is here else Purpose.LANDING
        assert found == [Purpose.MIRROR, Purpose.LANDING, unknown]


def test_ids_of_a_link() -> None:
    """The id that a click is logged by, of one link and one purpose."""
    mail = received(
        MailLink(href=tracked(0xA1), where="html", tag="a", label=""),
        MailLink(href=tracked(0xA2), where="html", tag="a", label=""),
    )
    links = classify(mail, TOKEN, URLS)

    assert url_ids_of(links, Purpose.LANDING, tracked(0xA1)) == {0xA1}
    assert url_ids_of(links, Purpose.MIRROR, tracked(0xA1)) == frozenset()
    assert url_ids_of(links, Purpose.LANDING, tracked(0xA2)) == frozenset()
    assert url_ids_of(links, Purpose.LANDING, "") == frozenset()


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        ({0xA1}, {0xA1, 0xB1}),
        ({0xB1}, {0xA1, 0xB1}),
        ({0xA2}, {0xA2}),
        ({0xA1, 0xA2}, {0xA1, 0xA2, 0xB1}),
        ({0xFF}, {0xFF}),
        (set(), set()),
    ],
)
def test_same_url(ids: set[int], expected: set[int]) -> None:
    """One URL has two ids where a mid-sourcing server has it, too; its type counts as well."""
    there = (
        TrackedUrl(delivery_id=5001, id=0xB1, type=1, source=LANDING),
        TrackedUrl(delivery_id=5001, id=0xB2, type=3, source=URLS[1].source),
    )

    assert same_url(ids, (*URLS, *there)) == expected


def options(url: str = "", secure_url: str = "") -> Options:
    """Return options that hold these external URLs."""
    values = {"NmsTracking_ServerUrl": url, "NmsTracking_SecureServerUrl": secure_url}
    return Options(values=values, present=(), unreadable="")


@pytest.mark.parametrize(
    ("held", "hosts"),
    [
        ([options()], {"t.example.com"}),
        (
            [options("http://T.example.com:81/", "https://s.example.com")],
            {"t.example.com", "t.example.com:81", "s.example.com"},
        ),
        ([options(), options("http://mid.example.com")], {"t.example.com", "mid.example.com"}),
        ([options("http://[::1")], {"t.example.com"}),
        ([], {"t.example.com"}),
    ],
)
def test_tracking_hosts(held: list[Options], hosts: set[str]) -> None:
    """Our links may lead to what any of the servers holds, or what is declared."""
    assert tracking_hosts(held, environment()) == hosts


KNOWN = st.lists(
    st.builds(
        TrackedUrl,
        delivery_id=st.just(9001),
        id=st.integers(2, 20),
        type=st.integers(1, 6),
        source=st.sampled_from([LANDING, "https://www.example.com/other"]),
    ),
    max_size=5,
)


@given(KNOWN, st.integers(0, 20), st.sampled_from("htsx"))
def test_unlisted_link_is_never_clicked(urls: list[TrackedUrl], url_id: int, kind: str) -> None:
    """A link is landing or mirror page only if the platform lists its id, with that type."""
    mail = received(MailLink(href=tracked(url_id, kind), where="html", tag="a", label=""))

    (own,) = classify(mail, TOKEN, urls)

    types = {url.type for url in urls if url.id == url_id}
    if own.purpose is Purpose.LANDING:
        assert 1 in types
    elif own.purpose is Purpose.MIRROR:
        assert 6 in types  # noqa: PLR2004  (the mirror page's)
    else:
        assert own.purpose is (Purpose.OPEN if url_id == 1 else Purpose.OTHER)


@given(st.text(max_size=40))
def test_any_text_is_listed(href: str) -> None:
    """Whatever stands in a mail is listed as it came; nothing is dropped, nothing is an error."""
    mail = received(MailLink(href=href, where="text", tag="", label=""))

    assert [own.href for own in classify(mail, TOKEN, URLS)] == [href]
