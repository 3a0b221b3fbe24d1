"""What a page shows, line by line: a log that was copied as HTML."""

import re
from collections.abc import Iterator
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

_MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|body|table|tbody|tr|td|br|pre|p|div|li|span)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_LINES: Final = frozenset(
    ("address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4",
     "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "table", "tr", "ul")
)  # fmt: skip
_CELLS: Final = frozenset(("td", "th"))
_UNSEEN: Final = frozenset(("script", "style", "head", "template", "noscript"))
# Tags that open nothing, or that the next of their kind closes.
_SHALLOW: Final = frozenset(
    ("area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html",
     "img", "input", "li", "link", "meta", "option", "p", "source", "tbody", "td", "tfoot", "th",
     "thead", "tr", "wbr")
)  # fmt: skip
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_DEEPEST: Final = 1_000  # the parser's time grows with the square of it
_AS_WRITTEN: Final = frozenset(("pre", "textarea", "body", "html"))  # line feeds count there


def is_html(text: str) -> bool:
    """Whether *text* has tags of a page in it."""
    return _MARKUP.search(text) is not None


def is_too_deep(html: str) -> bool:
    """Whether a page is nested as no log's is."""
    depth = 0
    for end, name in _TAG.findall(html):
        if name.lower() not in _SHALLOW:
            depth = max(depth - 1, 0) if end else depth + 1
        if depth > _DEEPEST:
            return True
    return False


def shown(html: str) -> str:
    """Return what a page shows: a line for each row or paragraph, a tab between cells."""
    root = LexborHTMLParser(html).root
    return "".join(_pieces(root)) if root is not None else ""


def _pieces(root: LexborNode) -> Iterator[str]:
    """Yield text and what is between it; without recursion, for a page may be nested deeply."""
    node: LexborNode | None = root
    while node is not None:
        yield _before(node)
        below = node.child if node.tag not in _UNSEEN else None
        while below is None and node is not None and node.mem_id != root.mem_id:
            yield _break(node)
            below = node.next
            node = node.parent if below is None else node
        node = below


def _before(node: LexborNode) -> str:
    if node.tag != "-text":
        return _break(node) if node.tag in _LINES else ""
    text, parent = node.text(), node.parent
    as_written = parent is not None and parent.tag in _AS_WRITTEN
    return text if as_written else re.sub(r"\s+", " ", text)


def _break(node: LexborNode) -> str:
    """Return what parts a block, or a cell, from its neighbours."""
    if node.tag in _LINES:
        return "\n"
    return "\t" if node.tag in _CELLS else ""
