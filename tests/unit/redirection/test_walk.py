"""Redirects are followed on declared hosts only, each page once, to an end."""

from collections.abc import Mapping

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign_tracking.redirection.walk import MAX_HOPS, Stop, Walk, walk

HOSTS = frozenset({"www.example.com", "example.com"})
WITH_A_PORT = HOSTS | {"example.com:8080"}
START = "https://example.com/check?a=%7e"
ODD = st.text("/\\@:?#.%[] \t\nwexampl.co-htps", max_size=60)


class Web(httpx.BaseTransport):
    """Every server there is: what is told redirects, all else is a page."""

    def __init__(self, redirects: Mapping[str, str]) -> None:
        """Redirect these URLs."""
        self.redirects, self.asked = redirects, list[httpx.URL]()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer."""
        self.asked.append(request.url)
        target = request.url.raw_path.decode("ascii")
        url = f"{request.url.scheme}://{request.url.host}{target}"
        location = self.redirects.get(url, self.redirects.get("*", ""))
        if location:
            headers = [(b"Location", location.encode())]
            told = {"return_value": (b"HTTP/1.1", 301, b"", headers)}  # as the real one does
            request.extensions["trace"]("http11.receive_response_headers.complete", told)
            return httpx.Response(301, headers=headers, stream=httpx.ByteStream(b""))
        return httpx.Response(200, stream=httpx.ByteStream(b"a page"))


def follow(
    redirects: Mapping[str, str], start: str = START, hosts: frozenset[str] = HOSTS
) -> tuple[Walk, list[str]]:
    """Walk; return what came of it, and the URLs of the hops."""
    with httpx.Client(transport=Web(redirects)) as client:
        seen = walk(client, start, hosts, answer_s=2, user_agent="Reader/1.0")
    return seen, [hop.url for hop in seen.hops]


def test_to_the_page() -> None:
    """The way is followed over declared hosts, relative redirects too, as they are written."""
    seen, urls = follow(
        {
            START: "https://www.example.com/check?a=%7e",
            "https://www.example.com/check?a=%7e": "/en/",
        }
    )

    assert urls == [START, "https://www.example.com/check?a=%7e", "https://www.example.com/en/"]
    assert (seen.stop, seen.next_url) == (None, "")
    assert seen.hops[-1].text == "a page"
    assert seen.way.endswith("(HTTP 301) -> https://www.example.com/en/ (HTTP 200)")


@pytest.mark.parametrize(
    ("location", "stop"),
    [
        ("https://www.example.org/", Stop.OTHER_HOST),
        ("//www.example.org/", Stop.OTHER_HOST),
        ("https://www.example.com.example.org/", Stop.OTHER_HOST),
        ("https://www.example.com@example.org/", Stop.OTHER_HOST),
        ("https://www.example.com:8443/admin/shutdown", Stop.OTHER_HOST),
        ("http://www.example.com:443/", Stop.OTHER_HOST),
        (START, Stop.LOOP),
        ("mailto:check@example.com", Stop.NOWHERE),
        ("https://", Stop.NOWHERE),
    ],
)
def test_no_further(location: str, stop: Stop) -> None:
    """Whatever leads off the declared hosts, back, or nowhere is told and not requested."""
    seen, urls = follow({START: location})

    assert (seen.stop, urls) == (stop, [START])
    assert seen.way.startswith(f"{START} (HTTP 301) -> ")


def test_ports() -> None:
    """The usual port need not be declared, and one that is declared is asked."""
    usual, declared = "https://www.example.com:443/", "http://example.com:8080/"

    seen, urls = follow({START: usual, "https://www.example.com/": declared}, hosts=WITH_A_PORT)

    assert (seen.stop, urls) == (None, [START, usual, declared])


def test_not_even_the_first() -> None:
    """A redirect that leads to another host at once is not followed at all."""
    seen, urls = follow({}, "https://www.example.org/")

    assert (seen.stop, seen.next_url, urls) == (Stop.OTHER_HOST, "https://www.example.org/", [])


def test_has_an_end() -> None:
    """Redirects that never end are left after ten."""
    pages = {f"https://example.com/{number}": f"/{number + 1}" for number in range(50)}

    seen, urls = follow(pages, "https://example.com/0")

    assert (seen.stop, len(urls)) == (Stop.TOO_LONG, MAX_HOPS)


@given(ODD)
@settings(max_examples=300)
def test_no_other_host_is_ever_asked(location: str) -> None:
    """However odd a redirect is written, only declared hosts are asked."""
    for start in (location, f"https://{location}", f"//{location}"):
        web = Web({"*": start})
        with httpx.Client(transport=web) as client:
            walk(client, START, HOSTS, answer_s=2, user_agent="Reader/1.0")
            walk(client, start, HOSTS, answer_s=2, user_agent="Reader/1.0")

        assert {url.netloc.decode("ascii") for url in web.asked} <= HOSTS
