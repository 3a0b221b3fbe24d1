"""Click a tracked link: exactly as received, without going where it leads."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import httpx

from campaign_tracking.redirection.as_received import origin_of, request_for, target_of
from campaign_tracking.redirection.exchange import REDIRECTS, Exchange, send
from campaign_tracking.redirection.silence import Silence, words_of

MAX_HEADER_CHARACTERS = 8_000
MAX_COOKIES = 50
FIRST_ERROR = 400
PAGE_TYPES = ("text/html", "application/xhtml+xml")
DRAWING_TYPE = "image/svg"  # a picture that begins as a page does
# What says whether an answer was kept somewhere on the way, or may be: then clicks go unseen.
CACHE_HEADERS = ("age", "cache-control", "expires", "pragma", "vary", "via", "x-cache")


@dataclass(frozen=True, slots=True, kw_only=True)
class SentOn:
    """A redirect to the same link on the declared secure URL, before the answer proper.

    Attributes:
        status_code: Of the redirect.
        location: Where it led, as the server writes it.
        elapsed_s: Seconds until it was in.
    """

    status_code: int
    location: str
    elapsed_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """What came of requesting one tracked link.

    Attributes:
        url: The link, exactly as received.
        asked_at: When, in UTC.
        elapsed_s: Seconds until the answer was in, or was given up.
        silence: Why there is no whole answer; None if there is one.
        words: The network's own about the silence; empty without one.
        status_code: Of the answer; None without one.
        location: Where the answer sends the reader, as it writes it; empty if nowhere.
        redirected: The status is a redirect's: 301, 302, 303, 307, 308 (A-06).
        cookie_names: Cookies that the answer sets; never their values.
        content_type: Of the answer; empty if it names none.
        text: How the answer begins: for people.
        cache_headers: Those of its headers that are about caches, by their names in lower case.
        sent_on: How a front sent the link on from http to https; all the rest is about what was
            answered there. None if it did not.
        asked_again: The network's words on how the first request was broken off, without an answer;
            the rest is about the second one. Empty if there was one request only.
    """

    url: str
    asked_at: datetime
    elapsed_s: float
    silence: Silence | None
    words: str
    status_code: int | None
    location: str
    redirected: bool
    cookie_names: tuple[str, ...]
    content_type: str
    text: str
    cache_headers: Mapping[str, str] = field(default_factory=dict)
    sent_on: SentOn | None = None
    asked_again: str = ""

    @property
    def served(self) -> bool:
        """Whether a picture was answered with one, or sent on to it; a page is none."""
        is_page = not self.redirected and self._is_page
        return self.status_code is not None and self.status_code < FIRST_ERROR and not is_page

    @property
    def _is_page(self) -> bool:
        """Whether it says to be a page, or begins as one, whatever it says."""
        said = self.content_type.strip().lower()
        begins = self.text.lstrip("\ufeff \t\r\n").startswith("<")
        return said.startswith(PAGE_TYPES) or (begins and not said.startswith(DRAWING_TYPE))

    def sends_on_to_https(self, secure_url: str) -> bool:
        """Whether it leads to itself by https, or to the same link on the declared *secure_url*.

        A server that was asked by http in the public name says nothing of the link with that.
        """
        itself = self.redirected and target_of(self.location) == target_of(self.url)
        there, own = origin_of(self.location), origin_of(self.url)
        return itself and there.startswith("https:") and there in {own, origin_of(secure_url)}


def click(  # noqa: PLR0913  (all but two by name)
    client: httpx.Client,
    link: str,
    *,
    answer_s: float,
    user_agent: str,
    server: str = "",
    secure_url: str = "",
) -> Click:
    """Request *link* as a reader's browser would, and do not follow where it leads.

    A request that was broken off is repeated once: both may be logged, which is no harm.

    Args:
        client: Keeps no cookies, so that nothing of one click is seen in the next.
        link: Exactly as received; it goes out as it is, character by character (R-66).
        answer_s: Limit for the whole, from the name to the last byte that is read.
        user_agent: What the tracking log is to say of the reader.
        server: A tracking server's own URL, to be asked in place of the public name.
        secure_url: The declared secure URL. A redirect to the same link there is followed, once:
            web servers and fronts may send http on to https.
    """
    first = _ask(client, link, answer_s, user_agent, server)
    if not first.redirected or not _is_same_but_secure(link, first.location, secure_url):
        return first
    sent_on = SentOn(
        status_code=first.status_code or 0, location=first.location, elapsed_s=first.elapsed_s
    )
    seen = _ask(client, first.location, answer_s, user_agent, "")
    again = first.asked_again or seen.asked_again
    return replace(seen, url=link, asked_at=first.asked_at, sent_on=sent_on, asked_again=again)


def _ask(client: httpx.Client, link: str, answer_s: float, user_agent: str, server: str) -> Click:
    try:
        request = request_for(client, link, user_agent=user_agent, server=server)
    except httpx.InvalidURL as error:  # a hostile link; nobody was asked
        return _seen(link, _unasked(error))
    return _seen(link, send(client, request, limit_s=answer_s))


def _is_same_but_secure(link: str, location: str, secure_url: str) -> bool:
    """Say whether *location* is *link* on the declared secure URL, to the letter (R-66)."""
    there = origin_of(location)
    return (
        origin_of(link).startswith("http:")
        and there.startswith("https:")
        and there == origin_of(secure_url)
        and target_of(location) == target_of(link)
    )


def _unasked(error: httpx.InvalidURL) -> Exchange:
    return Exchange(
        asked_at=datetime.now(UTC),
        elapsed_s=0,
        silence=Silence.NOT_ASKABLE,
        words=words_of(error),
        status_code=None,
        headers=httpx.Headers(),
        body=b"",
    )


def _seen(link: str, answer: Exchange) -> Click:
    cookies = answer.headers.get_list("set-cookie")[:MAX_COOKIES]
    return Click(
        url=link,
        asked_at=answer.asked_at,
        elapsed_s=answer.elapsed_s,
        silence=answer.silence,
        words=answer.words,
        status_code=answer.status_code,
        location=_header(answer, "location"),
        redirected=answer.status_code in REDIRECTS,
        cookie_names=tuple(_cookie_name(cookie) for cookie in cookies),
        content_type=_header(answer, "content-type"),
        text=answer.beginning,
        cache_headers={
            name: _header(answer, name) for name in CACHE_HEADERS if name in answer.headers
        },
        asked_again=answer.asked_again,
    )


def _header(answer: Exchange, name: str) -> str:
    value: str = answer.headers.get(name, "")
    return value[:MAX_HEADER_CHARACTERS]


def _cookie_name(cookie: str) -> str:
    # Without "=" the whole is a value (RFC 6265, section 5.2), and values are not for reports.
    name, equals, _ = cookie.partition(";")[0].partition("=")
    return name.strip()[:MAX_HEADER_CHARACTERS] if equals else ""
