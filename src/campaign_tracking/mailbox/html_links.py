"""Links in an HTML part: what a click follows, what is fetched, and what only Outlook reads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from campaign_tracking.mailbox.css_links import urls_in_css
from campaign_tracking.mailbox.mail_link import MAX_CHARACTERS, MAX_LINKS, MailLink, told

MAX_LABEL_CHARACTERS = 200
MAX_SRCSET_CHARACTERS = 4_000
MAX_BASE_CHARACTERS = 2_000  # it is joined with each of the links
# What leads anywhere or is fetched. VML, Outlook's drawings, has href and src, too.
_ATTRIBUTES = ("href", "xlink:href", "src", "background", "action", "formaction", "poster", "data")
_LABELLED = {"a", "button"}
_VML = "v:"
_SCHEME = re.compile(r"\s*[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_CONDITION = re.compile(r"\s*\[if\s+([^\]<>]{1,200})\]>", re.IGNORECASE)
_END = re.compile(r"<!\[endif\]", re.IGNORECASE)
# A cell or a row is one for the parser inside a table only, where the mail has the comment.
_IN_A_TABLE = re.compile(r"(?:\s|</\w{1,20}>)*<(?:td|th|tr|tbody)\b", re.IGNORECASE)
# From what is no comma on: a row of commas would be looked through from each of them anew.
CANDIDATE = re.compile(r"([^\s,](?:\S*[^\s,])?)[^,]*")
_REFRESH = re.compile(r"[\s\d.;,]*url\s*=\s*[\"']?([^\"']+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where in the part a link stands: in which conditional comment, and under which base."""

    condition: str = ""
    base: str = ""


def links_in_html(html: str) -> tuple[MailLink, ...]:
    """Return whatever leads anywhere or is fetched, in the order of *html*.

    Links in conditional comments are among them: Outlook reads those.
    """
    return tuple(islice(_links(html[:MAX_CHARACTERS], _Place()), MAX_LINKS))


def _links(html: str, place: _Place) -> Iterator[MailLink]:
    if not html.strip():
        return
    document = LexborHTMLParser(html)
    root = document.root
    if root is None:
        return
    here = _Place(condition=place.condition, base=_base(document) or place.base)
    # From the document on: a comment may stand before its root, or behind it.
    for node in (root.parent or root).traverse(include_text=True):
        if node.is_comment_node:
            yield from _of_comment(node.comment_content or "", here)
        elif node.is_element_node:
            yield from _of_element(node, here)


def _base(document: LexborHTMLParser) -> str:
    node = document.css_first("base[href]")
    href = (node.attributes.get("href") if node else "") or ""
    return href if len(href) <= MAX_BASE_CHARACTERS else ""


def _of_comment(comment: str, place: _Place) -> Iterator[MailLink]:
    """Yield the links of a conditional comment; comments do not nest."""
    match = None if place.condition else _CONDITION.match(comment)
    if match is None:
        return
    inner = _END.split(comment[match.end() :])[0]
    opening = "<table><tr>" if _IN_A_TABLE.match(inner) else ""
    condition = " ".join(match[1].split())
    yield from _links(opening + inner, _Place(condition=condition, base=place.base))


def _of_element(node: LexborNode, place: _Place) -> Iterator[MailLink]:
    tag, label = node.tag or "", None
    for href in _hrefs(node, tag):
        label = _label(node, tag) if label is None else label
        link = MailLink(
            href=href,
            where="html",
            tag=tag,
            label=label,
            condition=place.condition,
            base="" if tag == "base" or _SCHEME.match(href) else place.base,
        )
        yield told(link)


def _hrefs(node: LexborNode, tag: str) -> Iterator[str]:
    attributes = node.attributes
    for name in _ATTRIBUTES:
        href = attributes.get(name)
        if href:
            yield href
    yield from _candidates(attributes.get("srcset") or "")
    yield from urls_in_css(attributes.get("style") or "")
    if tag == "style":
        yield from urls_in_css(node.text())
    if tag == "meta" and (attributes.get("http-equiv") or "").strip().lower() == "refresh":
        match = _REFRESH.match(attributes.get("content") or "")
        if match and match[1].strip():
            yield match[1].strip()


def _candidates(srcset: str) -> Iterator[str]:
    """Yield the pictures of a ``srcset``; a comma inside one, as in our ids, ends none."""
    for match in CANDIDATE.finditer(srcset[:MAX_SRCSET_CHARACTERS]):
        yield match[1]


def _label(node: LexborNode, tag: str) -> str:
    labelled = tag in _LABELLED or tag.startswith(_VML)
    seen = node.text() if labelled else node.attributes.get("alt")
    return " ".join((seen or "").split())[:MAX_LABEL_CHARACTERS]
