"""Ask a tracking server for ``/r/test``, where its redirection module reports.

How much the page tells depends on the security zone that the server sees us in
(security-zones.md); a short answer is an answer all the same (R-06).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import httpx

from campaign_tracking import safe_xml
from campaign_tracking.redirection.exchange import REDIRECTS, Exchange, send
from campaign_tracking.redirection.route import Route
from campaign_tracking.redirection.silence import Silence
from campaign_tracking.times import read_time
from campaign_tracking.urls import host, netloc

PAGE = "/r/test"
MAX_LOCATION_CHARACTERS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RTest:
    """What came of asking one tracking server for ``/r/test``.

    Attributes:
        url: The page that was asked for first.
        asked_at: When, in UTC; of the second question if there was one.
        elapsed_s: Seconds until the answer was in, or was given up; of both questions.
        silence: Why there is no whole answer; None if there is one.
        words: The network's own about the silence; empty without one.
        status_code: Of the answer, the last one if there were two; None without one.
        redir: What the ``<redir>`` element says; empty if the answer is none.
        text: How the answer begins: for people.
        redirected_to: Where the first answer sent us, made absolute; empty if nowhere.
        location_followed: We went there: it is the same page of the declared secure URL.
        asked_again: The network's words on how the first question was broken off, without an
            answer; empty if it was not.
        further_s: Seconds of further answers, asked for because this one was slow.
    """

    url: str
    asked_at: datetime
    elapsed_s: float
    silence: Silence | None
    words: str
    status_code: int | None
    redir: Mapping[str, str]
    text: str
    redirected_to: str
    location_followed: bool
    asked_again: str = ""
    further_s: tuple[float, ...] = ()

    @property
    def always_s(self) -> float:
        """Seconds that every answer took at least."""
        return min((self.elapsed_s, *self.further_s))

    @property
    def status(self) -> str:
        """What the module says of itself; only ``OK`` is documented."""
        return self.redir.get("status", "")

    @property
    def build(self) -> str:
        """Such as ``9383``; empty for a caller that is not told."""
        return self.redir.get("build", "")

    @property
    def version(self) -> str:
        """Such as ``8.5.1``; empty if not told (A-18)."""
        return self.redir.get("version", "")

    @property
    def instance(self) -> str:
        """The instance that the host name selects; empty if not told."""
        return self.redir.get("instance", "")

    @property
    def host(self) -> str:
        """The host name by which the server was asked, as it tells it; empty if not told."""
        return self.redir.get("host", "")

    def is_lost_under_another_name(self, url: str) -> bool:
        """Whether the server was told another host than that of *url*, which no instance has.

        Only a server that tells an instance otherwise says so with an empty one.
        """
        told = self.host.lower()
        other = told not in {"", netloc(url), host(url)}
        return other and "instance" in self.redir and not self.instance

    @property
    def local_host(self) -> str:
        """Name of the machine that answered; empty if not told."""
        return self.redir.get("localHost", "")

    @property
    def clock_ahead_s(self) -> float | None:
        """Seconds by which the server's clock is ahead; None without a time zone."""
        served_at = read_time(self.redir.get("date", ""))
        return None if served_at is None else (served_at - self.asked_at).total_seconds()


def read_redir(text: str) -> Mapping[str, str]:
    """Return the attributes of a ``<redir>`` element; none if *text* is not one (R-05)."""
    try:
        element = safe_xml.parse(text.strip())
    except safe_xml.NotXmlError:
        return {}
    return dict(element.attrib) if element.tag == "redir" else {}


def ask_rtest(
    client: httpx.Client, route: Route, *, answer_s: float, hop: Route | None = None
) -> RTest:
    """Ask for ``/r/test``; go on to *hop* if exactly that page is where we are sent."""
    first = last = send(client, route.request(client, "GET", PAGE), limit_s=answer_s)
    redirected_to = _target(route, first)
    followed = hop is not None and redirected_to == str(hop.page(PAGE))
    if hop is not None and followed:
        last = send(client, hop.request(client, "GET", PAGE), limit_s=answer_s)
    return RTest(
        url=str(route.page(PAGE)),
        asked_at=last.asked_at,
        elapsed_s=first.elapsed_s + (last.elapsed_s if followed else 0),
        silence=last.silence,
        words=last.words,
        status_code=last.status_code,
        redir=read_redir(last.text),
        text=last.beginning,
        redirected_to=redirected_to,
        location_followed=followed,
        asked_again=first.asked_again or last.asked_again,
    )


def _target(route: Route, answer: Exchange) -> str:
    if answer.status_code not in REDIRECTS:
        return ""
    location: str = answer.headers.get("location", "")[:MAX_LOCATION_CHARACTERS]
    try:
        return str(route.page(PAGE).join(location)) if location else ""
    except httpx.InvalidURL:
        return location
