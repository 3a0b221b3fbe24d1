"""The tracked link: ``/r/?id=h617791,71ffa3,71ffa8&p1=…`` and its signature.

Format by personalized-links.md and the public forum; that it is signed, and case sensitive, by
privacy.md and the release notes. How it is signed is not public (A-08).
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from campaign_tracking.lab.assumptions import SIGNATURE_BYTES

_UNSIGNED_32 = 1 << 32
_ID: Final = re.compile(r"([a-z])([0-9a-f]{1,16}),([0-9a-f]{1,16}),([0-9a-f]{1,16})", re.IGNORECASE)
_PLACEHOLDER: Final = re.compile(r"<%=.*?%>", re.DOTALL)
_AS_IT_IS: Final = "%@:/?=,;!$*()'+-._~"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedLink:
    """What a tracked link says.

    Attributes:
        content: First letter of the content it stands in: ``h`` HTML, ``t`` text.
        values: ``p1``, ``p2``, … as they stand in the link.
    """

    content: str
    broad_log_id: int
    delivery_id: int
    url_id: int
    values: tuple[str, ...] = ()

    def path_and_query(self) -> str:
        """Return the link without its host and its signature."""
        ids = ",".join(hexadecimal(i) for i in (self.broad_log_id, self.delivery_id, self.url_id))
        return f"/r/?id={self.content}{ids}{parameters(self.values)}"


class Signer:
    """Signs links, and says whether one is as it was signed."""

    def __init__(self, key: bytes, parameter: str) -> None:
        """Sign with *key*, in a query parameter of this name."""
        self._key, self._parameter = key, parameter
        self._signed = re.compile(rf"(.*)&{re.escape(parameter)}=([\w-]+)", re.DOTALL | re.ASCII)

    def signed(self, path_and_query: str) -> str:
        """Return *path_and_query* with the signature behind it."""
        return f"{path_and_query}&{self._parameter}={self._signature(path_and_query)}"

    def is_as_signed(self, path_and_query: str) -> bool:
        """Return whether the signature fits what comes before it, to the letter."""
        match = self._signed.fullmatch(path_and_query)
        return match is not None and hmac.compare_digest(self._signature(match[1]), match[2])

    def _signature(self, text: str) -> str:
        digest = hmac.new(self._key, text.encode(), hashlib.sha256).digest()[:SIGNATURE_BYTES]
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def read_link(query: str) -> TrackedLink | None:
    """Return the link whose raw query string this is; None if it is none."""
    pairs = [part.partition("=")[::2] for part in query.split("&")]
    ids = [value for name, value in pairs if name == "id"]
    match = _ID.fullmatch(ids[0]) if len(ids) == 1 else None
    if match is None:
        return None
    numbers = [int(match[group], 16) for group in (2, 3, 4)]
    return TrackedLink(
        content=match[1],
        broad_log_id=numbers[0],
        delivery_id=numbers[1],
        url_id=numbers[2],
        values=tuple(value for name, value in pairs if re.fullmatch(r"p\d+", name)),
    )


def placeholders(source_url: str) -> list[str]:
    """Return the personalised parts of a URL, in order of appearance."""
    return _PLACEHOLDER.findall(source_url)


def target(source_url: str, values: Sequence[str]) -> str:
    """Return *source_url* with the link's values in place of its personalised parts."""
    rest = iter(values)
    return _PLACEHOLDER.sub(lambda _: next(rest, ""), source_url)


def parameters(values: Iterable[str]) -> str:
    """Return the personalised values as a link carries them: ``&p1=…&p2=…``."""
    return "".join(
        f"&p{position}={quote(value, safe=_AS_IT_IS)}"
        for position, value in enumerate(values, start=1)
    )


def hexadecimal(number: int) -> str:
    """Return small hex digits; a negative id as unsigned 32 bits, as the standard formula does."""
    return f"{number + _UNSIGNED_32 if number < 0 else number:x}"
