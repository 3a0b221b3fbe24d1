"""Click a tracked link: exactly as received, once, without going where it leads."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

import httpx

from campaign_tracking.redirection.exchange import REDIRECTS, Exchange, send
from campaign_tracking.redirection.silence import Silence, words_of

MAX_HEADER_CHARACTERS = 8_000
MAX_COOKIES = 50
FIRST_ERROR = 400
MAX_PORT = 65_535
_TARGET = re.compile(r"https?://[^/?#]*([^#]*)", re.IGNORECASE)
_VISIBLE = "".join(map(chr, range(0x21, 0x7F)))  # what a request line can carry


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

    @property
    def served(self) -> bool:
        """Whether it was answered with what was asked for, or sent on to it."""
        return self.status_code is not None and self.status_code < FIRST_ERROR


def click(client: httpx.Client, link: str, *, answer_s: float, user_agent: str) -> Click:
    """Request *link* as a reader's browser would, and do not follow where it leads.

    Args:
        client: Keeps no cookies, so that nothing of one click is seen in the next.
        link: Exactly as received; it goes out as it is, character by character (R-66). Only
            what no request line can carry is encoded, as a browser does; a fragment stays here.
        answer_s: Limit for the whole, from the name to the last byte that is read.
        user_agent: What the tracking log is to say of the reader.
    """
    try:
        request = client.build_request("GET", link, headers={"User-Agent": user_agent})
        request.url = _AsReceived(link)
    except httpx.InvalidURL as error:  # a hostile link; nobody was asked
        return _seen(link, _unasked(error))
    return _seen(link, send(client, request, limit_s=answer_s))


class _AsReceived(httpx.URL):
    """A URL whose request line is what stands in the mail: httpx would re-encode some of it.

    Its extension "target" would do the same, but not through a proxy, where it takes the place
    of the proxy's own target, too.
    """

    def __init__(self, link: str) -> None:
        super().__init__(link)
        if (self.port or 0) > MAX_PORT:  # the resolver would ask another one
            raise httpx.InvalidURL(f"port {self.port}")
        match = _TARGET.match(link)
        target = quote(match[1], safe=_VISIBLE, errors="replace") if match else ""
        self._target = target if target.startswith("/") else f"/{target}"

    @property
    def raw_path(self) -> bytes:
        """What stands in the request line."""
        return self._target.encode("ascii")


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
        location=answer.headers.get("location", "")[:MAX_HEADER_CHARACTERS],
        redirected=answer.status_code in REDIRECTS,
        cookie_names=tuple(_cookie_name(cookie) for cookie in cookies),
        content_type=answer.headers.get("content-type", "")[:MAX_HEADER_CHARACTERS],
        text=answer.beginning,
    )


def _cookie_name(cookie: str) -> str:
    # Without "=" the whole is a value (RFC 6265, section 5.2), and values are not for reports.
    name, equals, _ = cookie.partition(";")[0].partition("=")
    return name.strip()[:MAX_HEADER_CHARACTERS] if equals else ""
