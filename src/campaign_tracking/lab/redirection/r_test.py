"""``/r/test``: the one-element page by which a redirection server shows that it lives.

The variants have the numbers of the project's list of all forms seen in monitoring-processes.md,
security-zones.md and the SDK's tests.
"""

import enum
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from campaign_tracking.lab import stamps
from campaign_tracking.lab.assumptions import COMMIT, SERVER_OFFSET_HOURS, VERSION
from campaign_tracking.lab.markup import attribute
from campaign_tracking.lab.zones import Right, Zones


class Variant(enum.IntEnum):
    """A form of the answer."""

    MINIMAL = 1
    BUILD = 2
    OLDER = 3
    VERSION_AND_BUILD = 7
    WITHOUT_SOURCE_IP = 8
    WITHOUT_HOST = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a server knows when it is asked.

    Attributes:
        may_debug: Whether the caller's zone has ``allowDebug``.
        host: The request's Host header; empty without one.
        local_host: Name of the machine that answers.
        build: Of the module that answers.
    """

    at: datetime
    source_ip: str
    may_debug: bool
    host: str
    local_host: str
    build: str
    instance: str


def answer(variant: Variant, asked: Question) -> str:
    """Return the page."""
    if variant is Variant.MINIMAL or not asked.may_debug:
        shown = _minimal(asked, hide_source=variant is Variant.WITHOUT_SOURCE_IP)
    elif variant is Variant.OLDER:
        shown = {
            "status": "OK",
            "date": stamps.xtk(asked.at),
            "build": asked.build,
            "host": asked.host,
            "localHost": asked.local_host,
        }
    else:
        shown = _full(variant, asked)
    attributes = " ".join(f"{name}='{attribute(value)}'" for name, value in shown.items())
    return f"<redir {attributes}/>"


@dataclass(frozen=True, slots=True, kw_only=True)
class RTestPage:
    """The page on one web server.

    Attributes:
        instance_of: Returns the instance that a Host header means; empty if it means none.
        now: The machine's clock.
    """

    variant: Variant
    local_host: str
    build: str
    instance_of: Callable[[str], str]
    zones: Zones
    now: Callable[[], datetime] = stamps.now

    async def answer(self, request: Request) -> Response:
        """Answer a request."""
        peer = request.client.host if request.client else ""
        host = request.headers.get("host", "")
        source = self.zones.caller(peer, request.headers)
        asked = Question(
            at=self.now(),
            source_ip=source,
            may_debug=Right.ALLOW_DEBUG in self.zones.rights(source),
            host=host,
            local_host=self.local_host,
            build=self.build,
            instance=self.instance_of(host),
        )
        return Response(answer(self.variant, asked), media_type="text/xml")


def _minimal(asked: Question, *, hide_source: bool) -> dict[str, str]:
    return {
        "status": "OK",
        "date": stamps.with_offset(asked.at, SERVER_OFFSET_HOURS),
        "sourceIP": "" if hide_source else asked.source_ip,
    }


def _full(variant: Variant, asked: Question) -> dict[str, str]:
    version = {} if variant is Variant.BUILD else {"version": VERSION}
    return {
        "status": "OK",
        "date": stamps.with_offset(asked.at, SERVER_OFFSET_HOURS),
        **version,
        "build": asked.build,
        "sha1": COMMIT,
        "instance": asked.instance,
        "sourceIP": "" if variant is Variant.WITHOUT_SOURCE_IP else asked.source_ip,
        "host": "" if variant is Variant.WITHOUT_HOST else asked.host,
        "localHost": asked.local_host,
    }
