"""URLs in a content: found at analysis, replaced for each message.

In HTML the ``href`` of ``a`` and ``area`` elements with ``http`` or ``https``, and the mirror page
block; in text every URL up to a blank or a delimiter (tracked-links.md).
"""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from campaign_tracking.lab.database import TYPE_CLICK, TYPE_MIRROR, TYPE_OPT_OUT

MIRROR_VIEW: Final = re.compile(r"<%@\s*include\s+view=(['\"])MirrorPageUrl\1\s*%>")
MIRROR_TOKEN: Final = "mirrorPage.token"  # noqa: S105  (name of a field, not a secret)
MIRROR_MADE: Final = "mirrorPage.url"  # the whole address, known when a message is sent

_CODE: Final = r"<%.*?%>"
_TAG: Final = re.compile(
    rf"<(?:a|area)\b(?:{_CODE}|\"(?:{_CODE}|[^\"])*\"|'(?:{_CODE}|[^'])*'|[^>\"'])*>",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE: Final = re.compile(
    rf"\s(?P<name>[\w-]+)\s*=\s*(?:\"(?P<double>(?:{_CODE}|[^\"])*)\"|'(?P<single>(?:{_CODE}|[^'])*)')",
    re.DOTALL,
)
_ENTITY: Final = re.compile(r"&#?\w+;")  # only whole ones: "&region=" is a parameter
_TYPES: Final = {"mirrorPage": TYPE_MIRROR, "optout": TYPE_OPT_OUT}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundUrl:
    """A URL of the content.

    Attributes:
        source_url: As written, with its personalised parts; entities undone.
        type: 1 e-mail click, 3 opt-out, 6 mirror page (indicator-calculation.md).
        label: Its ``_label``; else empty.
    """

    source_url: str
    type: int
    label: str


Replace = Callable[[FoundUrl], str]


def found_in_html(source: str, mirror_url: str) -> Iterator[FoundUrl]:
    """Yield the URLs to track, in order of appearance."""
    for tag in _TAG.finditer(source):
        url = _of_tag(tag[0], mirror_url)
        if url is not None:
            yield url


def found_in_text(source: str, mirror_url: str, delimiters: str) -> Iterator[FoundUrl]:
    """Yield the URLs to track, in order of appearance; *delimiters* end one, as a blank does."""
    for match in _text_url(delimiters).finditer(source):
        yield _of_text(match[0], mirror_url)


def replaced_in_html(source: str, mirror_url: str, replace: Replace) -> str:
    """Return the content with each URL replaced, and without Campaign's own attributes."""

    def tag(match: re.Match[str]) -> str:
        url = _of_tag(match[0], mirror_url)
        return match[0] if url is None else _with_href(match[0], replace(url))

    return _TAG.sub(tag, source)


def replaced_in_text(source: str, mirror_url: str, delimiters: str, replace: Replace) -> str:
    """Return the content with each URL replaced."""
    found = _text_url(delimiters)
    return found.sub(lambda match: replace(_of_text(match[0], mirror_url)), source)


def _text_url(delimiters: str) -> re.Pattern[str]:
    inside = rf"[^\s<>\"{re.escape(delimiters)}]"
    return re.compile(rf"(?:{MIRROR_VIEW.pattern}|https?://(?:{_CODE}|{inside})+)", re.DOTALL)


def _of_tag(tag: str, mirror_url: str) -> FoundUrl | None:
    attributes = {
        match["name"].lower(): match["double"] if match["double"] is not None else match["single"]
        for match in _ATTRIBUTE.finditer(tag)
    }
    href = attributes.get("href", "").strip()
    if MIRROR_VIEW.fullmatch(href):
        return FoundUrl(source_url=mirror_url, type=TYPE_MIRROR, label=attributes.get("_label", ""))
    if not href.lower().startswith(("http://", "https://")):
        return None
    return FoundUrl(
        source_url=_ENTITY.sub(lambda match: html.unescape(match[0]), href),
        type=_TYPES.get(attributes.get("_type", ""), TYPE_CLICK),
        label=attributes.get("_label", ""),
    )


def _of_text(text: str, mirror_url: str) -> FoundUrl:
    if MIRROR_VIEW.fullmatch(text):
        return FoundUrl(source_url=mirror_url, type=TYPE_MIRROR, label="")
    return FoundUrl(source_url=text, type=TYPE_CLICK, label="")


def _with_href(tag: str, url: str) -> str:
    def attribute(match: re.Match[str]) -> str:
        if match["name"].lower() in {"_label", "_type"}:
            return ""
        if match["name"].lower() == "href":
            return f' href="{html.escape(url)}"'
        return match[0]

    return _ATTRIBUTE.sub(attribute, tag)
