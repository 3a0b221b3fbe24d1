"""However somebody wrote a URL, the same place is the same, and nothing is an error."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_tracking.urls import host, netloc, origin, path, plain

ODD = st.text("/\\@:?#.%[] \t\nwexampl.co-htps\u00fc\u3002", max_size=60)
AROUND = st.text("/\\@:?#.[]w4 3", max_size=6)
PIECE = st.text("az09-._~ %/\u00e9\u65e5", max_size=12)


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("https://T.Example.com", "https://t.example.com"),
        ("https://t.example.com:443", "https://t.example.com"),
        ("HTTP://t.example.com:80/", "http://t.example.com"),
        ("https://t.example.com:", "https://t.example.com"),
        ("https://t.example.com:80", "https://t.example.com:80"),
        ("http://t.example.com:443", "http://t.example.com:443"),
        ("https://t.b\u00fccher.example:443", "https://t.xn--bcher-kva.example"),
        ("https://T.B\u00dcCHER.example:8443", "https://t.xn--bcher-kva.example:8443"),
        ("https://\ufb00x.\u00fc.example", "https://\ufb00x.\u00fc.example"),
        ("https://[::1]:443/a", "https://[::1]"),
        ("https://[::1]:8443/a", "https://[::1]:8443"),
        ("https://a:B@t.example.com:443", "https://a:B@t.example.com"),
        ("ftp://t.example.com", ""),
        ("//t.example.com", ""),
        ("https://:443", ""),
        ("https://t.example.com:port", ""),
        ("", ""),
    ],
)
def test_origin(written: str, place: str) -> None:
    """Scheme, host and port are those that a browser would ask; a login makes it another."""
    assert origin(written) == place
    assert netloc(written) == place.partition("//")[2] or not place


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("/a%7eb", "/a~b", True),
        ("/caf\u00e9", "/caf%C3%A9", True),
        ("/caf%c3%a9", "/caf%C3%A9", True),
        ("/%61", "/a", True),
        ("", "/", True),
        ("/a%2fb", "/a/b", False),
        ("/A", "/a", False),
        ("/a%", "/a%25", False),
        ("/caf%E9", "/caf%C3%A9", False),
    ],
)
def test_path(one: str, other: str, same: bool) -> None:  # noqa: FBT001  (a table's column)
    """What is encoded in two ways is one path; what means something else encoded is not."""
    of_one, of_other = path(f"https://a.example{one}"), path(f"https://a.example{other}")

    assert (of_one == of_other) is same


@pytest.mark.parametrize(
    ("url", "compared"),
    [
        ("http://T.example.com:80/", "http://t.example.com"),
        ("http://t.example.com:8080", "http://t.example.com:8080"),
        (" no URL ", "no URL"),
    ],
)
def test_plain(url: str, compared: str) -> None:
    """A server's URL is compared without what goes without saying."""
    assert plain(url) == compared


@given(ODD)
def test_nothing_is_an_error(text: str) -> None:
    """Whatever it is, it is taken apart; where there is no host, there is no place."""
    for url in (text, f"https://{text}", f"//{text}"):
        assert path(url)
        assert bool(netloc(url)) == bool(host(url)) >= bool(origin(url))
        assert plain(url).strip() == plain(url) or host(url)


@given(AROUND, AROUND)
def test_it_is_what_would_be_asked(before: str, behind: str) -> None:
    """What is taken for a host of ours is what a request would go to, however it is written."""
    url = f"https://{before}www.example.com{behind}"
    try:
        asked = httpx.URL(url).netloc
    except httpx.InvalidURL:
        return

    if origin(url) == "https://www.example.com":
        assert asked == b"www.example.com"


@given(PIECE)
def test_path_is_compared_once_and_for_all(piece: str) -> None:
    """What was normalised stays so, however often."""
    once = path(f"https://a.example/{piece}")

    assert path(f"https://a.example{once}") == once
