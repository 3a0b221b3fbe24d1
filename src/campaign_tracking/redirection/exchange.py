"""One question and its answer over HTTP, bounded in bytes and in time.

The limits of httpx start again with every byte, and name resolution has none; so there is a
deadline around the whole. What is asked here only reads, or clicks: so a question that was broken
off without an answer is asked once more.
"""

import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import httpx

from campaign_tracking.deadline import within
from campaign_tracking.redirection.silence import Silence, silence_of, words_of

MAX_BODY_BYTES = 65_536
MAX_TEXT_CHARACTERS = 500
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HEADERS = "receive_response_headers.complete"
_CONNECTED = ("connect_tcp.complete", "start_tls.complete")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What came of one question.

    Attributes:
        asked_at: When, in UTC; of the second time if it was asked twice.
        elapsed_s: Seconds until the answer was in, or was given up; of both times.
        silence: Why there is no whole answer; None if there is one.
        words: The network's own about the silence; empty without one.
        status_code: Of the answer; None if not even that came.
        headers: Of the answer; empty if they did not come.
        body: What came of the body, up to a bound.
        asked_again: The network's words on how the first time was broken off; empty if it was asked
            only once.
    """

    asked_at: datetime
    elapsed_s: float
    silence: Silence | None
    words: str
    status_code: int | None
    headers: httpx.Headers
    body: bytes
    asked_again: str = ""

    @property
    def text(self) -> str:
        """The body as text. All we know is ASCII; a server's word on its charset is not asked."""
        return self.body.decode("utf-8", "replace").strip()

    @property
    def beginning(self) -> str:
        """How the text begins: for people."""
        return self.text[:MAX_TEXT_CHARACTERS].strip()


def send(client: httpx.Client, request: httpx.Request, *, limit_s: float) -> Exchange:
    """Send *request*, follow nothing. Whatever the network does is an answer to us.

    What is broken off without a word of an answer is sent once more, within the same limit.
    """
    first = _send_once(client, request, limit_s)
    left_s = limit_s - first.elapsed_s
    without_answer = first.silence is Silence.BROKEN_OFF and first.status_code is None
    if not without_answer or left_s <= 0:
        return first
    second = _send_once(client, request, left_s)
    elapsed_s = first.elapsed_s + second.elapsed_s
    return replace(second, elapsed_s=elapsed_s, asked_again=first.words)


def _send_once(client: httpx.Client, request: httpx.Request, limit_s: float) -> Exchange:
    asked_at, started = datetime.now(UTC), time.perf_counter()
    answer, silence, words = _Answer(), None, ""
    request.headers["Accept-Encoding"] = "identity"  # nothing to unpack, so no bomb
    request.extensions["trace"] = answer.trace
    try:
        within(limit_s, lambda: answer.read(client, request))
    except (httpx.RequestError, httpx.InvalidURL, OSError) as error:
        if not answer.leads_nowhere(error):
            silence, words = answer.silence_after(error), words_of(error)
    except (ValueError, OverflowError) as error:  # an impossible host or port
        if not answer.leads_nowhere(error):
            silence, words = Silence.NOT_ASKABLE, words_of(error)
    finally:
        answer.give_up()
    return Exchange(
        asked_at=asked_at,
        elapsed_s=time.perf_counter() - started,
        silence=silence,
        words=words,
        status_code=answer.status_code,
        headers=answer.headers,
        body=b"".join(answer.chunks)[:MAX_BODY_BYTES],
    )


@dataclass(slots=True)
class _Answer:
    """An answer while it comes in; what has come by the deadline is kept."""

    status_code: int | None = None
    headers: httpx.Headers = field(default_factory=httpx.Headers)
    chunks: list[bytes] = field(default_factory=list)
    sockets: list[socket.socket] = field(default_factory=list)
    heard: tuple[int, httpx.Headers] | None = None
    given_up: bool = False

    def read(self, client: httpx.Client, request: httpx.Request) -> None:
        """Send the request and keep what comes."""
        response = client.send(request, stream=True, follow_redirects=False)
        try:
            self.headers, self.status_code = response.headers, response.status_code
            size = 0
            for chunk in response.iter_raw():
                self.chunks.append(chunk)
                size += len(chunk)
                if size >= MAX_BODY_BYTES or self.given_up:
                    break
        finally:
            response.close()

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Remember the connection, which httpx hands out late, and the status and headers."""
        if event.endswith(_HEADERS):
            self.heard = info["return_value"][1], httpx.Headers(info["return_value"][3])
        if event.endswith(_CONNECTED):
            self.sockets.append(info["return_value"].get_extra_info("socket"))
            if self.given_up:
                self.give_up()

    def leads_nowhere(self, error: Exception) -> bool:
        """Tell whether httpx only stumbled over a Location that is no URL; then keep the answer.

        It reads the Location of every redirect, followed or not, and would drop the answer.
        """
        is_its_own = isinstance(error, ValueError | httpx.InvalidURL)  # "mailto:" is no URL to it
        stumbled = is_its_own or "location header" in str(error)
        if not stumbled or self.heard is None or self.heard[0] not in REDIRECTS:
            return False
        self.status_code, self.headers = self.heard
        return True

    def silence_after(self, error: httpx.RequestError | httpx.InvalidURL | OSError) -> Silence:
        """Say why there is no whole answer; one that began as HTTP is not anything else."""
        silence = silence_of(error)
        began = self.status_code is not None
        return Silence.BROKEN_OFF if began and silence is Silence.NOT_HTTP else silence

    def give_up(self) -> None:
        """End whatever still waits on the connection."""
        self.given_up = True
        for connection in self.sockets:
            with suppress(OSError):  # closed already
                socket.socket.shutdown(connection, socket.SHUT_RDWR)
