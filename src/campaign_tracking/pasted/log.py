"""A pasted delivery log, read: by its codes and names, in any order and language (R-61, R-64)."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from campaign_tracking.campaign.delivery import Delivery, LogLine
from campaign_tracking.campaign.named_servers import COMMUNICATION_FAILED, named_in
from campaign_tracking.facts import Facts
from campaign_tracking.pasted.codes import (
    BEGINNING,
    CODE,
    QUOTES,
    announced_in,
    code_of,
    kind_of,
    without_cut_url,
)
from campaign_tracking.pasted.html_text import is_html, is_too_deep, shown
from campaign_tracking.pasted.reading import UnreadableError

LONGEST_LINE = 2_000
MOST_SERVERS = 200  # that errors name: no platform has more
_ENTITY = re.compile(
    r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|quot|apos|amp|lt|gt|nbsp|hellip);", re.IGNORECASE
)
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\uff0d", "-"))  # typeset codes
_WRAPPED_URL = re.compile(rf"\s*[{QUOTES}]?https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastedLog:
    """What a pasted log says.

    Attributes:
        line_count: How many lines say anything.
        lines: Its entries: several may stand on one line of a paste.
        announced: The servers to which an upload is announced, as they are named, once each.
    """

    line_count: int
    lines: tuple[LogLine, ...]
    announced: tuple[str, ...]

    @property
    def facts(self) -> Facts:
        """What a run would have seen: a tracked delivery with this log, and nothing else."""
        return Facts(tracked=Delivery(token="", tracked=True, log=self.lines))

    @property
    def tells_of_tracking(self) -> bool:
        """Whether it says anything of an upload to tracking servers."""
        return bool(self.announced or any(line.code.startswith("RED-") for line in self.lines))


def read_log(text: str) -> PastedLog:
    """Return what *text* says.

    Raises:
        UnreadableError: If it is a page that shows nothing, or is nested as no page is; or if it
            names more servers than there are.
    """
    lines = [line for line in _lines(text) if line.strip()]
    if not lines:
        raise UnreadableError("is a page that shows no text")
    entries = tuple(_entries(lines))
    if len(named_in(entries)) > MOST_SERVERS:
        raise UnreadableError(f"names more than {MOST_SERVERS} tracking servers: that is no log")
    announced = [bare(host) for line in lines for host in announced_in(line)]
    return PastedLog(
        line_count=len(lines),
        lines=entries,
        announced=tuple(dict.fromkeys(announced)),
    )


def _lines(text: str) -> list[str]:
    if is_html(text):
        if is_too_deep(text):
            raise UnreadableError("is a page nested too deeply: copy the lines of the log alone")
        text = shown(text)
    elif _ENTITY.search(text):
        text = html.unescape(text)
    return text.translate(_DASHES).splitlines()


def _entries(lines: list[str]) -> Iterator[LogLine]:
    ids = count(1)
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        for said in _said_on(line):
            code = code_of(said)
            wrapped = code == COMMUNICATION_FAILED and "://" not in said
            text = f"{said} {following}" if wrapped and _WRAPPED_URL.match(following) else said
            yield LogLine(
                id=next(ids),
                kind=kind_of(line, code),
                code=code,
                text=without_cut_url(" ".join(text.split()))[:LONGEST_LINE],
            )


def _said_on(line: str) -> list[str]:
    """Return the entries on one line of a paste; what stands before a code is its date."""
    if not CODE.search(line):
        return [line]
    return [part for part in BEGINNING.split(line) if CODE.search(part)]


def bare(host: str) -> str:
    """Return a host as it is compared: in lower case, without brackets."""
    return host.strip("[]").lower()
