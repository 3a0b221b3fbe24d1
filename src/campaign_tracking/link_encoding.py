"""How the parameters of a tracked link arrived: as they were encoded, or damaged.

``escapeUrl(…)`` encodes what personalises a link (detecting-tracking-urls.md). Characters that a
link cannot hold are encoded by each mail program in its own way, and the link is signed as it was.
Nothing is said of ``%25`` and the like: newer builds encode the parameters once more.
"""

import re

_NOT_ENCODED = re.compile(r"[^\x21-\x7e]|[\"<>]")
_STRAY_PERCENT = re.compile(r"%(?![0-9a-f]{2}).{0,2}", re.IGNORECASE | re.DOTALL)
_AMPERSAND = re.compile(r"[?&]amp;\w|&amp;", re.IGNORECASE)


def is_escaped_twice(url: str) -> bool:
    """Whether an ampersand's entity is left in *url*: undone once, it was written twice."""
    return _AMPERSAND.search(url) is not None


def encoding_trouble(url: str) -> str:
    """Return what is wrong with the encoding of *url*, in words; empty if nothing is."""
    if is_escaped_twice(url):
        return "'&amp;' is left in it: its entities were written twice"
    stray = _STRAY_PERCENT.search(url)
    if stray:
        return f"{stray[0]!a} in it encodes nothing"
    bare = _NOT_ENCODED.search(url)
    return f"{bare[0]!a} in it is not encoded" if bare else ""
