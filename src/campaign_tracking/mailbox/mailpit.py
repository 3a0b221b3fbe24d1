"""A mailbox in Mailpit, read by its REST API; it is never changed.

What is asked: ``GET /api/v1/search``, ``/api/v1/messages``, ``/api/v1/message/{ID}/raw``; unlike
``/api/v1/message/{ID}`` the source does not mark a message as read (Mailpit's OpenAPI description).
"""

import json
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import httpx

from campaign_tracking.deadline import within
from campaign_tracking.mailbox.errors import (
    MailboxAwayError,
    MailboxBrokenOffError,
    MailboxError,
)
from campaign_tracking.mailbox.sieve import (
    LOOK_S,
    MAX_MESSAGE_BYTES,
    FoundMail,
    Instead,
    Letter,
    Sieve,
    pause_s,
)
from campaign_tracking.redirection.silence import Silence, silence_of
from campaign_tracking.words import beginning

MAX_MESSAGES = 50  # at a look, the newest
MAX_LIST_BYTES = 10_485_760  # a mail may have a thousand recipients, and each is listed
MAX_WORDS_CHARACTERS = 160
_BYTES_PER_MB = 1_048_576
# What a server, or a proxy before it, answers while it is too busy or not there (RFC 9110, 6585).
_MAY_PASS = (
    httpx.codes.TOO_MANY_REQUESTS,
    httpx.codes.BAD_GATEWAY,
    httpx.codes.SERVICE_UNAVAILABLE,
    httpx.codes.GATEWAY_TIMEOUT,
)
_NO_LOGIN = "it wants a login: [mailbox] login, and the password's variable"
_WRONG_LOGIN = "login or password refused: correct [mailbox] login, or the password"
_SAFE = re.compile(r"[\w.-]+", re.ASCII)


class MailpitMailbox:
    """Mailpit's store of mails."""

    def __init__(
        self, url: str, client: httpx.Client, auth: httpx.BasicAuth | None, look_s: float = LOOK_S
    ) -> None:
        """Remember where it is; it is first asked when something is looked for.

        Args:
            url: Of its page, with the path that it was told to be under, if any.
            client: Asks; closed by whoever made it.
            auth: Login and password, if it wants any.
            look_s: Limit for one look.
        """
        self._url = url.rstrip("/")
        self._client = client
        self._auth = auth
        self._look_s = look_s
        self._sieve = Sieve()
        self._old: frozenset[str] | None = None

    def describe(self) -> str:
        """Say which mailbox this is, for people."""
        return f"Mailpit {self._url}"

    def find(self, token: str) -> FoundMail | None:
        """Return the test mail that carries *token*, None if there is none.

        Raises:
            MailboxError: If it cannot be read.
        """
        if not _SAFE.fullmatch(token):
            raise ValueError("a token is made of letters, digits, and - . _")
        try:
            return within(self._look_s, lambda: self._look(token))
        except TimeoutError as error:
            raise MailboxAwayError(f"no answer within {self._look_s:g} s") from error

    def rest(self, *, waited_s: float, at_most_s: float) -> None:
        """Sleep, the longer the longer the mail is waited for."""
        time.sleep(min(pause_s(waited_s), at_most_s))

    def instead(self, token: str) -> Instead:
        """Return what arrived since the first look that is not the mail with *token*."""
        return self._sieve.instead(token)

    def _look(self, token: str) -> FoundMail | None:
        newest = self._ids("messages", {"limit": str(MAX_MESSAGES)})
        # More than are listed may have come, so that Mailpit itself searches, too.
        found = self._ids("search", {"query": f'"{token}"', "limit": str(MAX_MESSAGES)})
        if self._old is None:
            self._old = frozenset([*newest, *found])
        new = [id_ for id_ in newest if id_ not in self._old]
        for id_ in dict.fromkeys([*found, *new]):
            if self._sieve.is_ruled_out(token, id_):
                continue
            raw = self._source(id_)
            if raw is None:
                continue
            letter = Letter(id=id_, raw=raw, is_new=id_ not in self._old)
            if mail := self._sieve.judge(token, letter):
                return mail
        return None

    def _ids(self, what: str, parameters: Mapping[str, str]) -> list[str]:
        """Return the IDs of a list, newest first; they are Mailpit's own, not Message-IDs."""
        answer = self._asked(what, MAX_LIST_BYTES, parameters) or b""
        if len(answer) == MAX_LIST_BYTES:
            long = f"longer than {MAX_LIST_BYTES // _BYTES_PER_MB} MB"
            raise MailboxError(f"{self._url}: its list of messages is {long}: delete some")
        rows = _messages(answer)
        if rows is None:
            raise MailboxError(f"{self._url} answers no list of messages: is this Mailpit?")
        return [row["ID"] for row in rows if isinstance(row.get("ID"), str)][:MAX_MESSAGES]

    def _source(self, id_: str) -> bytes | None:
        return self._asked(f"message/{quote(id_, safe='')}/raw", MAX_MESSAGE_BYTES, {})

    def _asked(self, what: str, limit_bytes: int, parameters: Mapping[str, str]) -> bytes | None:
        """Return how an answer begins; None if there is no such thing (any more).

        Raises:
            MailboxError: If it is another answer than 200 or 404.
            MailboxAwayError: If there is none, or it may be another one a moment later.
        """
        url = f"{self._url}/api/v1/{what}"
        auth = self._auth or httpx.Auth()
        with (
            _in_words(),
            self._client.stream("GET", url, params=parameters or None, auth=auth) as answer,
        ):
            body = _at_most(answer, limit_bytes)
            if answer.status_code == httpx.codes.NOT_FOUND and what.startswith("message/"):
                return None
            if answer.status_code == httpx.codes.UNAUTHORIZED:
                raise MailboxError(_WRONG_LOGIN if self._auth else _NO_LOGIN)
            if answer.status_code != httpx.codes.OK:
                said = beginning(body.decode("utf-8", "replace"), MAX_WORDS_CHARACTERS)
                kind = MailboxAwayError if answer.status_code in _MAY_PASS else MailboxError
                raise kind(f"{url} answers {answer.status_code} {said}".strip())
            return body


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except httpx.TimeoutException as error:
        raise MailboxAwayError(f"no answer in time ({type(error).__name__})") from error
    except httpx.HTTPError as error:
        said = beginning(str(error), MAX_WORDS_CHARACTERS)
        if "CERTIFICATE_VERIFY_FAILED" in said:
            raise MailboxError(f"its certificate is not trusted: {said}") from error
        kind = MailboxBrokenOffError if _is_broken_off(error) else MailboxAwayError
        raise kind(f"not reachable: {said or type(error).__name__}") from error


def _is_broken_off(error: httpx.HTTPError) -> bool:
    return isinstance(error, httpx.RequestError) and silence_of(error) is Silence.BROKEN_OFF


def _at_most(answer: httpx.Response, limit_bytes: int) -> bytes:
    """Return the answer's first bytes, decoded; the rest is not waited for."""
    body = bytearray()
    for piece in answer.iter_bytes(65_536):
        body += piece
        if len(body) >= limit_bytes:
            break
    return bytes(body[:limit_bytes])


def _messages(answer: bytes) -> Sequence[Mapping[str, Any]] | None:
    """Return the rows of a list of messages; None if it is none."""
    try:
        read = json.loads(answer)
    except (ValueError, RecursionError):
        return None
    rows = read.get("messages") if isinstance(read, dict) else None
    if not isinstance(rows, list):
        return None
    return [row for row in rows if isinstance(row, dict)]
