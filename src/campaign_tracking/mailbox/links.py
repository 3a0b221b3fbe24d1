"""The links of a mail, as they stand in its two texts."""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

# Far beyond what mail programs show. Elements inside elements cost the parser the square of
# their depth, and a mail is written by somebody else.
MAX_CHARACTERS = 300_000
MAX_LINKS = 2_000
MAX_LABEL_CHARACTERS = 200
_ATTRIBUTES = ("href", "src", "background", "action")  # what leads anywhere or is fetched
_LABELLED = {"a", "button"}
# In a text mail a link ends at white space or at one of ( ) [ ] { } (tracked-links.md); the
# angle brackets are those of RFC 3986, appendix C.
_IN_TEXT = re.compile(r"https?://[^\s()\[\]{}<>]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailLink:
    """One link of a mail.

    Attributes:
        href: As received: transfer encoding and entities undone, once, and nothing else (R-66).
        where: The part it stands in: ``html`` or ``text``.
        tag: The element that carries it, such as ``a``, ``area``, ``img``; empty in the text part.
        label: What the reader sees of it: its text, or the ``alt`` of a picture.
    """

    href: str
    where: str
    tag: str
    label: str


def links_in_html(html: str) -> tuple[MailLink, ...]:
    """Return whatever leads anywhere or is fetched, in the order of *html*."""
    if not html.strip():
        return ()
    document = LexborHTMLParser(html[:MAX_CHARACTERS])
    found = (
        MailLink(href=href, where="html", tag=node.tag or "", label=_label(node))
        for node in document.css(",".join(f"[{name}]" for name in _ATTRIBUTES))
        for name in _ATTRIBUTES
        if (href := node.attributes.get(name))
    )
    return tuple(link for link, _ in zip(found, range(MAX_LINKS), strict=False))


def links_in_text(text: str) -> tuple[MailLink, ...]:
    """Return what looks like a link, in the order of *text*."""
    found = _IN_TEXT.finditer(text[:MAX_CHARACTERS])
    return tuple(
        MailLink(href=match[0], where="text", tag="", label="")
        for match, _ in zip(found, range(MAX_LINKS), strict=False)
    )


def _label(node: LexborNode) -> str:
    seen = node.text() if node.tag in _LABELLED else node.attributes.get("alt")
    return " ".join((seen or "").split())[:MAX_LABEL_CHARACTERS]
