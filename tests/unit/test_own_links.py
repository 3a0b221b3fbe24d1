"""Only our own links are ever requested, and no other link of a mail looks like one."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.campaign.messages import TrackedUrl
from campaign_tracking.campaign.numbers import in_links
from campaign_tracking.campaign.options import Options
from campaign_tracking.campaign.order import marked
from campaign_tracking.campaign.routing_account import RoutingAccount
from campaign_tracking.mailbox import MailLink
from campaign_tracking.own_links import (
    OwnLink,
    Purpose,
    classify,
    logged_as,
    of_purpose,
    of_the_delivery,
    on_hosts,
    tracking_hosts,
    tracking_origins,
)
from campaign_tracking.redirection.link import OPEN_URL_ID
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
        pytest.param(tracked(1), Purpose.OTHER, id="open-without-a-landing-link"),
        pytest.param(tracked(0xA2), Purpose.MIRROR, id="mirror-page"),
        pytest.param(tracked(0xA3), Purpose.OTHER, id="opt-out-even-with-our-mark"),
        pytest.param(tracked(0xA4), Purpose.OTHER, id="somebody-else's-page"),
        pytest.param(tracked(0xA5), Purpose.OTHER, id="another-run's-landing"),
        pytest.param(tracked(0xA6), Purpose.OTHER, id="our-source-of-another-type"),
        pytest.param(tracked(0xFF), Purpose.OTHER, id="not-listed"),
        pytest.param(LANDING, Purpose.UNTRACKED_LANDING, id="landing-untracked"),
        pytest.param("https://www.example.com/check", Purpose.OTHER, id="landing-without-mark"),
        pytest.param(
            f"https://social.example/share?u={LANDING}", Purpose.OTHER, id="landing-shared"
        ),
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


OURS = f"{tracked(1).partition('?')[0]}?id=h4d,2329,1"


@pytest.mark.parametrize(
    ("href", "purpose"),
    [
        (OURS, Purpose.OPEN),
        (OURS.replace("t.example.com", "brand.example.net"), Purpose.OPEN),
        (OURS.replace("h4d", "hAB"), Purpose.OTHER),
        (OURS.replace("2329", "cd"), Purpose.OTHER),
        ("https://news.partner.example/r/?id=hab,cd,1&n=caf\u00e9", Purpose.OTHER),
    ],
    ids=["ours", "of-a-brand", "another-message", "another-delivery", "another-sender"],
)
def test_open_is_ours_by_the_landing_link(href: str, purpose: Purpose) -> None:
    """Any sender's picture ends in ``,1``: ours names what the landing link names.

    The platform's count of this delivery has nothing to do with the others.
    """
    links = in_a_mail(href, tracked(0xA1), tracked(0xA2), urls=URLS)

    assert links[0].purpose is purpose
    counted = [own.href for own in of_the_delivery(links)]
    assert counted == [*([href] if purpose is Purpose.OPEN else []), tracked(0xA1), tracked(0xA2)]


def test_a_shared_landing_page_is_not_clicked() -> None:
    """A tracked link that carries our landing URL in a parameter of its own leads elsewhere."""
    shared = TrackedUrl(delivery_id=9001, id=0xA7, type=1, source=f"https://x.example/?u={LANDING}")

    assert in_a_mail(tracked(0xA7), urls=(*URLS, shared))[0].purpose is Purpose.OTHER


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("https://T.example.com:443/r/?id=h1,2,3", True),
        ("http://t.example.com/r/?id=h1,2", True),
        ("r/?id=h1,2", True),
        ("https://t.example.com:8443/r/?id=h1,2,3", False),
        ("https://other.example/r/?id=a1,2b", False),
    ],
)
def test_on_hosts(href: str, *, kept: bool) -> None:
    """Links to another sender's hosts are left out, however ours are written."""
    links = in_a_mail(href, urls=URLS)

    assert on_hosts(links, frozenset({"t.example.com"})) == (list(links) if kept else [])


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
    """Where the platform lists no URL, not even the open is our own: it may be anybody's."""
    links = (tracked(0xA1), tracked(0xA2), tracked(1))
    mail = received(*(MailLink(href=href, where="html", tag="a", label="") for href in links))

    found = [own.purpose for own in classify(mail, TOKEN, ())]

    assert found == [Purpose.OTHER, Purpose.OTHER, Purpose.OTHER]


HERE, THERE = 9001, -5001  # the delivery on the platform, and on its mid-sourcing server


def naming(delivery_id: int, url_id: int, kind: str = "h") -> str:
    """Return a tracked link that names this delivery and this URL."""
    return f"http://t.example.com/r/?id={kind}4d,{in_links(delivery_id):x},{url_id:x}"


def in_a_mail(*hrefs: str, urls: Sequence[TrackedUrl]) -> tuple[OwnLink, ...]:
    """Return what *hrefs* are in a mail of a delivery with these tracked URLs."""
    links = (MailLink(href=href, where="html", tag="a", label="") for href in hrefs)
    return classify(received(*links), TOKEN, urls)


def test_links_of_a_mid_sourcing_server() -> None:
    """A URL is that of the delivery which the link names: two servers count each for itself.

    A link that names neither delivery may mean the id of either: it is not ours.
    """
    here = TrackedUrl(delivery_id=HERE, id=0xA2, type=6, source="mirror")
    there = TrackedUrl(delivery_id=THERE, id=0xA2, type=1, source=LANDING)
    hrefs = (naming(HERE, 0xA2), naming(THERE, 0xA2), naming(1, 0xA2))

    for urls in ((here, there), (there, here)):
        found = [own.purpose for own in in_a_mail(*hrefs, urls=urls)]

        assert found == [Purpose.MIRROR, Purpose.LANDING, Purpose.OTHER]


def test_link_that_names_no_delivery_of_ours() -> None:
    """Of one server only, the third id counts: the second need not be the delivery's own."""
    (own,) = in_a_mail(naming(1, 0xA1), urls=URLS)

    assert own.purpose is Purpose.LANDING


@pytest.mark.parametrize(
    ("named", "here", "there", "ours"),
    [
        pytest.param(0x777, 0x777, None, True, id="of-the-server-with-our-url"),
        pytest.param(0x777, None, 0x777, False, id="of-the-other"),
        pytest.param(0x777, 0x777, 0x777, False, id="of-both"),
        pytest.param(0x777, None, None, False, id="of-neither"),
        pytest.param(THERE, in_links(THERE), None, False, id="which-is-the-other's-own-id"),
        pytest.param(HERE, None, HERE, True, id="of-the-other-which-is-our-own-id"),
    ],
)
def test_tracking_id(named: int, here: int | None, there: int | None, *, ours: bool) -> None:
    """A link may name a delivery by its tracking id, unless that is the id of another one."""
    urls = (
        TrackedUrl(delivery_id=HERE, id=0xA1, type=1, source=LANDING, tracking_id=here),
        TrackedUrl(delivery_id=THERE, id=0xA1, type=3, source=LANDING, tracking_id=there),
    )

    for seen in (urls, urls[::-1]):
        (own,) = in_a_mail(naming(named, 0xA1), urls=seen)

        assert own.purpose is (Purpose.LANDING if ours else Purpose.OTHER)


AT_THE_MID = (
    TrackedUrl(delivery_id=THERE, id=0xB1, type=1, source=LANDING),
    TrackedUrl(delivery_id=THERE, id=0xB3, type=3, source=URLS[2].source),
)
CROSSED = (  # the mid's id for the landing page is the platform's for the opt-out
    TrackedUrl(delivery_id=HERE, id=0xA1, type=1, source=LANDING),
    TrackedUrl(delivery_id=HERE, id=0xA3, type=3, source="opt-out"),
    TrackedUrl(delivery_id=THERE, id=0xA3, type=1, source=LANDING),
    TrackedUrl(delivery_id=THERE, id=0xA1, type=3, source="opt-out"),
)
AS_OPT_OUT_TOO = TrackedUrl(delivery_id=HERE, id=0xA4, type=3, source=LANDING)


@pytest.mark.parametrize(
    ("href", "urls", "ids"),
    [
        pytest.param(naming(HERE, 0xA1), URLS, {0xA1}, id="here"),
        pytest.param(naming(HERE, 0xA1, "t"), URLS, {0xA1}, id="in-the-text-part"),
        pytest.param(naming(HERE, 0xA1), (*URLS, *AT_THE_MID), {0xA1, 0xB1}, id="with-a-mid"),
        pytest.param(naming(THERE, 0xB1), (*URLS, *AT_THE_MID), {0xA1, 0xB1}, id="of-the-mid"),
        pytest.param(naming(THERE, 0xB1), AT_THE_MID, {0xB1}, id="known-to-the-mid-only"),
        pytest.param(naming(1, 0xA1), URLS, {0xA1}, id="naming-no-delivery"),
        pytest.param(naming(THERE, 0xA3), CROSSED, {0xA1}, id="ids-crossed"),
        pytest.param(naming(HERE, 0xA1), CROSSED, {0xA1}, id="ids-crossed-the-other-way"),
        pytest.param(
            naming(HERE, 0xA1), (*URLS[:1], AS_OPT_OUT_TOO), {0xA1}, id="same-source-as-opt-out"
        ),
        pytest.param(naming(HERE, 0xA2), URLS, set(), id="mirror-page"),
        pytest.param(naming(HERE, 0xA3), URLS, set(), id="opt-out"),
        pytest.param(naming(HERE, OPEN_URL_ID), URLS, set(), id="open"),
        pytest.param("http://t.example.com/", URLS, set(), id="untracked"),
    ],
)
def test_logged_as(href: str, urls: tuple[TrackedUrl, ...], ids: set[int]) -> None:
    """A click is logged by the landing page's id, of either server; by no other URL's of ours."""
    links = in_a_mail(href, naming(HERE, 0xA2), urls=urls)

    assert logged_as(links, href, urls, HERE) == ids


def test_only_what_was_clicked_is_logged() -> None:
    """A link that was not in the mail is logged as nothing."""
    links = in_a_mail(naming(HERE, 0xA1), urls=URLS)

    assert logged_as(links, "", URLS, HERE) == frozenset()
    assert logged_as(links, naming(HERE, 0xA1, "t"), URLS, HERE) == frozenset()


def options(url: str = "", secure_url: str = "") -> Options:
    """Return options that hold these external URLs."""
    values = {"NmsTracking_ServerUrl": url, "NmsTracking_SecureServerUrl": secure_url}
    return Options(values=values, present=(), unreadable="")


@pytest.mark.parametrize(
    ("held", "hosts"),
    [
        ([options()], {"t.example.com"}),
        ([options("http://t.example.com:80", "https://T.example.com:443/")], {"t.example.com"}),
        ([options("http://t.b\u00fccher.example")], {"t.example.com", "t.xn--bcher-kva.example"}),
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
    assert tracking_hosts(held, environment(), None) == hosts
    assert tracking_hosts(held, environment(), RoutingAccount(id=7)) == hosts


DECLARED = {"http://t.example.com", "https://t.example.com"}


@pytest.mark.parametrize(
    ("tracking_url", "origins"),
    [
        ("http://brand.example.net", {"http://brand.example.net"}),
        ("HTTPS://Brand.example.net:8443/", {"https://brand.example.net:8443"}),
        ("https://brand.example.net/sub/folder", {"https://brand.example.net"}),
        ("http://t.example.com", set()),
        ("", set()),
        ("brand.example.net", set()),
        ("//brand.example.net", set()),
        ("ftp://brand.example.net", set()),
        ("http://", set()),
        ("http://[::1", set()),
        ("https://brand.example.net:port", set()),
    ],
)
def test_routing_account(tracking_url: str, origins: set[str]) -> None:
    """Our links may lead to the routing account's tracking URL, too, if it is one."""
    account = RoutingAccount(id=7, tracking_url=tracking_url)

    assert tracking_origins([], environment(), account) == DECLARED | origins
    assert tracking_hosts([], environment(), account) == {
        origin.partition("//")[2] for origin in DECLARED | origins
    }


def test_tracking_origins() -> None:
    """Each URL counts with its scheme: what is held by http only does not allow https."""
    http_only = environment(tracking={"url": "http://t.example.com"})

    assert tracking_origins([options("http://T.example.com")], http_only, None) == {
        "http://t.example.com"
    }
    assert tracking_origins([options("", "https://t.example.com")], http_only, None) == DECLARED


@given(st.text(max_size=30) | st.text("htps:/.@[]\t ", max_size=12))
def test_any_tracking_url_is_read(tracking_url: str) -> None:
    """Whatever an account holds is no error, and never takes the declared URLs away."""
    account = RoutingAccount(id=7, tracking_url=tracking_url)

    found = tracking_origins([], environment(), account)

    assert found >= DECLARED
    assert all(origin.startswith(("http://", "https://")) for origin in found)


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
        assert own.purpose is Purpose.OTHER


@given(st.text(max_size=40))
def test_any_text_is_listed(href: str) -> None:
    """Whatever stands in a mail is listed as it came; nothing is dropped, nothing is an error."""
    mail = received(MailLink(href=href, where="text", tag="", label=""))

    assert [own.href for own in classify(mail, TOKEN, URLS)] == [href]


def of_a_server(delivery_id: int) -> st.SearchStrategy[list[TrackedUrl]]:
    """Draw what one server tracks in the delivery: each id once, as in its database."""
    url = st.builds(
        TrackedUrl,
        delivery_id=st.just(delivery_id),
        id=st.integers(OPEN_URL_ID + 1, 8),  # few: the servers' ids are to collide
        type=st.sampled_from([1, 2, 3, 6]),
        source=st.sampled_from([LANDING, "https://www.example.com/other", "opt-out"]),
    )
    return st.lists(url, min_size=1, max_size=5, unique_by=lambda one: one.id)


TWO_SERVERS = st.tuples(of_a_server(HERE), of_a_server(THERE)).flatmap(
    lambda both: st.permutations([*both[0], *both[1]])
)
NAMED = st.sampled_from([HERE, THERE, 1, 0, 5001])
URL_IDS = st.integers(0, 9)


@given(TWO_SERVERS, st.sampled_from([0, 1, 5001, 2**32 - 9001]), URL_IDS)
def test_naming_neither_delivery_is_never_ours(
    urls: list[TrackedUrl], delivery_id: int, url_id: int
) -> None:
    """With two servers, a link that names neither's delivery is not ours; nor is an open."""
    (own,) = in_a_mail(naming(delivery_id, url_id), urls=urls)

    assert own.purpose is Purpose.OTHER


@given(TWO_SERVERS, NAMED, URL_IDS)
def test_of_two_servers_the_named_one_tells(
    urls: list[TrackedUrl], delivery_id: int, url_id: int
) -> None:
    """What a link is told to be is what the server says whose delivery it names, never the other.

    An opt-out link is never one that we would request, however the other server counts.
    """
    (own,) = in_a_mail(naming(delivery_id, url_id), urls=urls)

    types = {url.type for url in urls if (url.delivery_id, url.id) == (delivery_id, url_id)}
    requested = {Purpose.LANDING: {1}, Purpose.MIRROR: {6}}
    if url_id != OPEN_URL_ID:
        assert own.purpose is not Purpose.OPEN
        assert types == requested.get(own.purpose, types)


@given(st.one_of(TWO_SERVERS, of_a_server(HERE)), st.integers(2, 8), st.sampled_from("hts"))
def test_opt_out_is_never_requested(urls: list[TrackedUrl], url_id: int, kind: str) -> None:
    """An opt-out link of our delivery is none that we would request, even with our mark in it."""
    kept = [url for url in urls if (url.delivery_id, url.id) != (HERE, url_id)]
    opt_out = TrackedUrl(delivery_id=HERE, id=url_id, type=3, source=LANDING)

    (own,) = in_a_mail(naming(HERE, url_id, kind), urls=[*kept, opt_out])

    assert own.purpose is Purpose.OTHER


@given(st.one_of(TWO_SERVERS, of_a_server(HERE), of_a_server(THERE)), NAMED, URL_IDS)
def test_never_logged_as_another_url(urls: list[TrackedUrl], delivery_id: int, url_id: int) -> None:
    """A click counts as logged by the landing page's ids only, never by another URL's of ours."""
    href = naming(delivery_id, url_id)
    (own,) = links = in_a_mail(href, urls=urls)

    ids = logged_as(links, href, urls, HERE)

    landings = {url.id for url in urls if (url.type, url.source) == (1, LANDING)}
    others = {
        url.id for url in urls if url.delivery_id == HERE and (url.type, url.source) != (1, LANDING)
    }
    assert not ids & others
    assert ids <= landings
    assert not ids or own.purpose is Purpose.LANDING


@given(of_a_server(HERE), of_a_server(THERE))
def test_a_landing_link_is_logged_by_its_own_id_here(
    here: list[TrackedUrl], there: list[TrackedUrl]
) -> None:
    """Whatever the other server counts, a landing link of the platform is logged by its id."""
    urls = [*there, *here]
    for url in here:
        if (url.type, url.source) == (1, LANDING):
            href = naming(HERE, url.id)
            assert url.id in logged_as(in_a_mail(href, urls=urls), href, urls, HERE)
