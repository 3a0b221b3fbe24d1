"""Read tracked links: ``https://t.example.com/r/?id=h617791,71ffa3,71ffa8&p1=Ada``."""

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qsl, urlsplit

OPEN_URL_ID = 1
_PATH = re.compile(r"/+r/+")  # //r/ comes of a base that ends in a slash
_ID = re.compile(
    r"([a-z])([0-9a-f]{1,16}),([0-9a-f]{1,16}),([0-9a-f]{1,16})", re.ASCII | re.IGNORECASE
)


class NotATrackedLinkError(ValueError):
    """The text is not a link that a tracking server would resolve."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedLink:
    """One tracked link, taken apart (personalized-links.md, R-65).

    Attributes:
        text: The link exactly as it was received. Only this may be clicked:
            links are signed, and a re-encoded one is refused (R-66).
        origin: Scheme and host of the tracking server, without a path, as received.
        host: Its host alone, in lower case.
        kind: One letter for the part of the mail it stood in: h(tml), t(ext).
        message_id: The one mail it was sent in.
        delivery_id: The delivery that mail belongs to; with mid-sourcing the mid's.
        url_id: The landing page, as the tracking server stores it.
        parameters: What follows, decoded, in the order given: what personalises the landing
            page, and the signature.
    """

    text: str
    origin: str
    host: str
    kind: str
    message_id: int
    delivery_id: int
    url_id: int
    parameters: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, url: str) -> Self:
        """Take *url* apart.

        Raises:
            NotATrackedLinkError: If it is not a tracked link; says why.
        """
        # Before urlsplit(): it quietly drops line feeds, and mail clients do not.
        if any(character.isspace() or not character.isprintable() for character in url):
            raise NotATrackedLinkError("white space or control characters in the link")
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
            query = parse_qsl(parts.query, keep_blank_values=True)
        except ValueError as error:
            raise NotATrackedLinkError(f"not a URL: {error}") from error
        if parts.scheme not in {"http", "https"} or not host or not _PATH.fullmatch(parts.path):
            raise NotATrackedLinkError("not an http(s) URL with the path /r/")
        ids = [value for name, value in query if name == "id"]
        match = _ID.fullmatch(ids[0]) if len(ids) == 1 else None
        if match is None:
            raise NotATrackedLinkError("not exactly one well-formed id")
        return cls(
            text=url,
            origin=f"{parts.scheme}://{parts.netloc}",
            host=host,
            kind=match[1].lower(),
            message_id=int(match[2], 16),
            delivery_id=int(match[3], 16),
            url_id=int(match[4], 16),
            parameters=tuple(pair for pair in query if pair[0] != "id"),
        )

    @property
    def is_open(self) -> bool:
        """It is the picture that counts opens, not a link that leads anywhere."""
        return self.url_id == OPEN_URL_ID
