"""From a tracked link's redirect on to the landing page, hop by hop, on declared hosts only."""

import enum
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx

from campaign_tracking.redirection.as_received import origin_of
from campaign_tracking.redirection.click import Click, click
from campaign_tracking.urls import netloc, parts

MAX_HOPS = 10


class Stop(enum.StrEnum):
    """Why a walk ended before a page that leads nowhere else."""

    OTHER_HOST = "on a host that is not declared, so nobody asked there"
    LOOP = "where it had been before"
    TOO_LONG = f"after {MAX_HOPS} redirects"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """What came of following a redirect.

    Attributes:
        hops: The pages that were requested, in their order; empty if already the first was not.
        stop: Why it went no further than the last of them; None if that leads nowhere else.
        next_url: What was not requested any more; empty if nothing was left.
    """

    hops: tuple[Click, ...]
    stop: Stop | None
    next_url: str

    @property
    def way(self) -> str:
        """The way in words, for people."""
        steps = [f"{hop.url} ({hop.silence or f'HTTP {hop.status_code}'})" for hop in self.hops]
        return " -> ".join([*steps, *([self.next_url] if self.next_url else [])])


def walk(
    client: httpx.Client, url: str, hosts: AbstractSet[str], *, answer_s: float, user_agent: str
) -> Walk:
    """Request *url* and whatever it redirects to, at most ten pages, each once.

    Args:
        client: Keeps no cookies.
        url: Where the tracking server's redirect leads.
        hosts: Declared landing hosts, each with its port unless that is http's or https's own; no
            other is ever asked.
        answer_s: Limit for each page.
        user_agent: Who we say we are.
    """
    hops: list[Click] = []
    while True:
        stop = _stop(url, hops, hosts)
        if stop is not None:
            return Walk(hops=tuple(hops), stop=stop, next_url=url)
        hops.append(click(client, url, answer_s=answer_s, user_agent=user_agent))
        if not hops[-1].redirected:
            return Walk(hops=tuple(hops), stop=None, next_url="")
        url = _joined(url, hops[-1].location)


def _stop(url: str, hops: list[Click], hosts: AbstractSet[str]) -> Stop | None:
    asked = origin_of(url)  # what a browser and httpx make of an odd URL need not be the same
    if parts(asked).scheme not in {"http", "https"}:
        return Stop.NOWHERE
    if netloc(asked) not in hosts:
        return Stop.OTHER_HOST
    if url in {hop.url for hop in hops}:
        return Stop.LOOP
    return Stop.TOO_LONG if len(hops) >= MAX_HOPS else None


def _joined(url: str, location: str) -> str:
    """Return where *location* leads from *url*; an absolute one stays as it is written."""
    if not location or parts(location).scheme:
        return location
    try:
        return urljoin(url, location)
    except ValueError:
        return location
