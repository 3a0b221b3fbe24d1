"""What the source of a tracked URL shows, without a request: as ``nms:trackingUrl`` holds it."""

import re

from campaign_tracking.urls import parts

_PERSONALISED = re.compile(r"<%.*?%>", re.DOTALL)
_PERSONALISED_HOST = re.compile(r"\s*https?://<%", re.IGNORECASE)
_NAMED_HOST = re.compile(r"https?://[^/?#]+[/?#]", re.IGNORECASE)
_SEPARATOR = re.compile(r"[&;]")
_TELLING = re.compile(r"[^\W_]")
_VALUE, _ESCAPED = "<%=", "escapeUrl("
_PUNCTUATION = frozenset(".,;:!'\"")
_BRACKETS = {")": "(", "]": "[", "}": "{"}


def has_personalised_host(source: str) -> bool:
    """Say whether the host comes of the recipient's data, and so may be anybody's (privacy.md).

    The documented sign: it begins with ``http://<%`` or ``https://<%``.
    """
    return _PERSONALISED_HOST.match(source) is not None


def unescaped_parts(source: str) -> tuple[str, ...]:
    """Return the personalised parts that are not wrapped in ``escapeUrl(…)``.

    Every other pattern is unsupported (detecting-tracking-urls.md).
    """
    values = (part for part in _PERSONALISED.findall(source) if part.startswith(_VALUE))
    return tuple(
        part for part in values if not part.removeprefix(_VALUE).lstrip().startswith(_ESCAPED)
    )


def swallows_punctuation(source: str) -> bool:
    """Say whether the URL ends in what ends a sentence: in a text without ( ) [ ] { }.

    Without those, what follows a URL is taken into it (tracked-links.md); so is a bracket that
    closes none of its own, where the brackets are not known for delimiters.
    """
    end = source.rstrip()[-1:]
    closes = end in _BRACKETS and source.count(end) > source.count(_BRACKETS[end])
    return end in _PUNCTUATION or closes


def has_mark(url: str, mark: str) -> bool:
    """Say whether *mark*, as it stands in a query, is a parameter of *url* itself.

    A link to somewhere else may carry our landing URL in one of its own: to share it, say.
    """
    return mark in _SEPARATOR.split(parts(url).query)


def stands_for(source: str, href: str) -> bool:
    """Say whether *href* is *source* with something in place of its personalised parts.

    Of a source that holds nothing else beyond its host, nobody can say: any page there would be it.
    """
    first, *others = _PERSONALISED.split(source.strip())
    if not others:
        return href == first
    *middle, last = others
    end = len(href) - len(last)
    named = _NAMED_HOST.match(first) and href.startswith(first) and href.endswith(last)
    position = len(first)
    for piece in middle:
        at = href.find(piece, position, max(end, 0))
        position = end + 1 if at < 0 else at + len(piece)
    return bool(named) and position <= end and _is_telling(first, others)


def _is_telling(first: str, others: list[str]) -> bool:
    """Say whether a letter or a digit is written out behind the host."""
    beyond = _NAMED_HOST.sub("", first, count=1)
    return any(_TELLING.search(piece) for piece in (beyond, *others))
