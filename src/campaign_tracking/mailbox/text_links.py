"""Links in a text part: where one begins, and where mail programs let it end."""

import re
from collections.abc import Iterator
from itertools import islice

from campaign_tracking.mailbox.mail_link import MAX_CHARACTERS, MAX_LINKS, MailLink, told

# A link ends at white space or at one of ( ) [ ] { } (tracked-links.md), at < or >, and at what is
# neither ASCII nor a letter: Japanese puts its full stops and brackets without any space.
_BARE = r"https?://[\w!\"#$%&'*+,\-./:;=?@\\^`|~]+"
# In angle brackets only the > ends it, and folds in it are undone (RFC 3986, appendix C).
_FOLD = r"[ \t]*\r?\n[ \t]*"
_PIECE = r"[^\s<>\x00-\x20]+"
_LINK = re.compile(
    rf"<(?:URL:)?(?P<folded>https?://{_PIECE}(?:{_FOLD}{_PIECE})*)>|(?P<bare>{_BARE})",
    re.IGNORECASE,
)
_FOLDS = re.compile(_FOLD)
_CLOSING = (")", "]", "}")
_PUNCTUATION = ".,;:!?'\""


def links_in_text(text: str) -> tuple[MailLink, ...]:
    """Return what looks like a link, in the order of *text*; entities are none in a text."""
    return tuple(
        told(MailLink(href=href, where="text", tag="", label=""))
        for href in islice(_hrefs(text[:MAX_CHARACTERS]), MAX_LINKS)
    )


def _hrefs(text: str) -> Iterator[str]:
    for match in _LINK.finditer(text):
        if match["folded"]:
            yield _FOLDS.sub("", match["folded"])
        elif text[match.end() : match.end() + 1] in _CLOSING:
            yield match["bare"]
        else:  # without a delimiter, mail programs leave out what ends the sentence
            yield match["bare"].rstrip(_PUNCTUATION)
