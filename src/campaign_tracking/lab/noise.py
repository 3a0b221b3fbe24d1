"""What happens around a healthy platform on a bad day: no verification may call it a fault.

HTTP answers come late, every server breaks one connection off, mail servers greylist (RFC 6647),
and workflows keep no exact time. How much of each is the lab's own (L-86).
"""

import asyncio
import random
import socket
import struct
from collections import Counter
from dataclasses import dataclass
from typing import Final

from starlette.types import Receive, Scope
from uvicorn.protocols.http.h11_impl import H11Protocol

LONGEST_DELAY_S: Final = 0.3
GREYLISTED_S: Final = 2.0
WORKFLOW_JITTER_S: Final = 3.0
# Between servers of a platform nothing breaks off: whether they ask again is not public.
OF_A_MACHINE: Final = "X-Campaign-Tracking-Lab-Machine"

_LAST_REQUEST: Final = {"application": 60, "mid": 20}
_LAST_AT_THE_FRONT: Final = 5  # two looks, and a click each on landing page, open and mirror page
_LAST_ELSEWHERE: Final = 2  # one look, one click
_BREAK_OFF: Final = "campaign_tracking.break_off"
_RESET: Final = struct.pack("ii", 1, 0)  # SO_LINGER: on, and no time for it


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenOff:
    """The one connection that a server breaks off.

    Attributes:
        request: Which request is not answered, counted from 1.
        by_reset: Whether the caller sees a reset (RST), not an end.
    """

    request: int
    by_reset: bool


class Noise:
    """Draws delays, and which connections are broken off: the same for the same seed."""

    def __init__(self, seed: int, front: str) -> None:
        """Draw from *seed*; *front* is the server to which the tracked links lead."""
        self._seed, self._front = seed, front
        self._random = random.Random(seed)  # noqa: S311  (noise, not a secret)
        self._asked: Counter[str] = Counter()

    def delay_s(self) -> float:
        """Return by how much the next answer is late."""
        return self._random.uniform(0, LONGEST_DELAY_S)

    def of(self, server: str) -> BrokenOff:
        """Return what *server* breaks off."""
        otherwise = _LAST_AT_THE_FRONT if server == self._front else _LAST_ELSEWHERE
        drawn = random.Random(f"{self._seed} {server}")  # noqa: S311  (likewise)
        return BrokenOff(
            request=drawn.randint(1, _LAST_REQUEST.get(server, otherwise)),
            by_reset=drawn.random() < 1 / 2,
        )

    def next_of(self, server: str, scope: Scope) -> BrokenOff | None:
        """Count a request from outside; return how it is broken off, None if it is answered."""
        if any(name == OF_A_MACHINE.lower().encode() for name, _ in scope["headers"]):
            return None
        self._asked[server] += 1
        broken_off = self.of(server)
        return broken_off if self._asked[server] == broken_off.request else None


class BreakableProtocol(H11Protocol):
    """A connection that the application behind it can break off."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Give every request on it the means."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  (TCP, or TLS over it)
        super().connection_made(transport)
        self.app_state = {**self.app_state, _BREAK_OFF: self._break_off}

    def _break_off(self, *, by_reset: bool) -> None:
        if by_reset:
            connection: socket.socket = self.transport.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self.transport.abort()


async def break_off(how: BrokenOff, scope: Scope, receive: Receive) -> None:
    """Take a request, and end its connection without an answer."""
    scope["state"][_BREAK_OFF](by_reset=how.by_reset)
    while (await receive())["type"] != "http.disconnect":
        pass
