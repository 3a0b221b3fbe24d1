"""What a style sheet fetches."""

import re
from collections.abc import Iterator

# Bounded, so that a quotation mark that nobody closes costs no second look at the whole.
_QUOTED = r"\"([^\"\n]{1,4000})\"|'([^'\n]{1,4000})'"
_URL = re.compile(
    rf"url\(\s*(?:{_QUOTED}|([^\s\"'()]{{1,4000}}))\s*\)|@import\s*(?:{_QUOTED})", re.IGNORECASE
)


def urls_in_css(css: str) -> Iterator[str]:
    """Yield the URLs of ``url(…)`` and ``@import``, in the order of *css*."""
    for match in _URL.finditer(css):
        yield next(url for url in match.groups() if url)
