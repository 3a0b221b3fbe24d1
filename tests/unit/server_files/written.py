"""Configuration files as hands write them, and what stands in them on which line."""

from dataclasses import dataclass
from itertools import cycle
from xml.sax.saxutils import escape

from hypothesis import strategies as st

from campaign_tracking.server_files.document import Attribute, Node

# No name that these letters spell is that of a secret; no value has a password in a URL.
NAMES = st.text("abcXYZ_.-", max_size=3).map("a{}".format)
VALUES = st.sampled_from(["a b", "$(hostname)!='trk1'", 'say "x"', "<>&;=/", "\n\t", ""]) | st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="@\ufffe\uffff"), max_size=8
)
SECTIONS = ["web", "WEB", "tracking", "trackingLogd", "mta", "inMail", "sms", "syslogd", "Stat"]
ROOTS = ["serverConf", "serverconf", "SERVERCONF"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """An element to be written; its attributes' values by their names."""

    name: str
    attributes: dict[str, str]
    children: list["Element"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How somebody writes; lists are gone through again and again.

    Attributes:
        gaps: Between attributes.
        blanks: Around an equals sign.
        quotes: Around values.
        noise: Between elements.
        broken_values: Whether a blank in a value is a new line.
        line_end: At the end of each line.
        encoding: As Python names it; declared if it is not UTF, which the first bytes tell.
    """

    gaps: list[str]
    blanks: list[str]
    quotes: list[str]
    noise: list[str]
    broken_values: bool
    line_end: str
    encoding: str


def _elements(
    names: st.SearchStrategy[str], children: st.SearchStrategy[list[Element]]
) -> st.SearchStrategy[Element]:
    attributes = st.dictionaries(NAMES, VALUES, max_size=4)
    return st.builds(Element, name=names, attributes=attributes, children=children)


_LEAVES = _elements(NAMES, st.just([]))
_BELOW = st.recursive(_LEAVES, lambda some: _elements(NAMES, st.lists(some, max_size=3)))
_SECTIONS = _elements(st.sampled_from(SECTIONS), st.lists(_BELOW, max_size=3))
TREES = _elements(st.sampled_from(ROOTS), st.lists(_SECTIONS, max_size=3))
_NOISE = ["", "\n", "\n\n  ", "<!-- > ' \n <web c='1'/> -->", "text &amp;\n", "<?p a='\n'?>"]
_NOISE += ["<![CDATA[<web\n>]]>", "<nlclient a='1'\n><web b='2'/></nlclient>\n", "<!---->"]
STYLES = st.builds(
    Style,
    gaps=st.lists(st.sampled_from([" ", "\n", "\t\n  ", "  "]), min_size=1, max_size=5),
    blanks=st.lists(st.sampled_from(["", " ", "\n"]), min_size=1, max_size=5),
    quotes=st.lists(st.sampled_from("\"'"), min_size=1, max_size=5),
    noise=st.lists(st.sampled_from(_NOISE), min_size=1, max_size=5),
    broken_values=st.booleans(),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"]),
)


class Writer:
    """Writes elements in a style, and keeps account of the lines."""

    def __init__(self, style: Style) -> None:
        """Begin on line 1."""
        self.text, self.line = "", 1
        self._style = style
        self._gaps, self._blanks = cycle(style.gaps), cycle(style.blanks)
        self._quotes, self._noise = cycle(style.quotes), cycle(style.noise)

    def put(self, text: str) -> None:
        """Write *text*."""
        self.text += text
        self.line += text.count("\n")

    def element(self, element: Element, *, below_root: bool = False) -> Node:
        """Write *element*; returns it with the lines on which it went."""
        line = self.line
        self.put(f"<{element.name}")
        attributes = {
            name: self._attribute(name, value) for name, value in element.attributes.items()
        }
        self.put(f"{next(self._gaps)}>")
        children = []
        for child in element.children:
            # What is not kept is known by where it stands: just below the root.
            noise = next(self._noise)
            self.put(noise if "nlclient" not in noise or below_root else "\n")
            children.append(self.element(child))
        self.put(f"</{element.name}\n>")
        return Node(name=element.name, line=line, attributes=attributes, children=tuple(children))

    def _attribute(self, name: str, value: str) -> Attribute:
        self.put(next(self._gaps))
        line = self.line
        quote = next(self._quotes)
        spelled = escape(value, {quote: f"&#{ord(quote)};", "\n": "&#10;", "\t": "&#x9;"})
        if self._style.broken_values:
            spelled = spelled.replace(" ", "\n")
        self.put(f"{name}{next(self._blanks)}={next(self._blanks)}{quote}{spelled}{quote}")
        return Attribute(value=value, line=line)


def write(root: Element, style: Style) -> tuple[bytes, Node]:
    """Return a file with *root* in it, and what is to be read from it."""
    writer = Writer(style)
    if not style.encoding.startswith("utf"):
        writer.put(f'<?xml version="1.0"\n encoding="{style.encoding}"?>\n')
    writer.put("<!-- by hand -->\n")
    written = writer.element(root, below_root=True)
    text = writer.text.replace("\n", style.line_end)
    return text.encode(style.encoding, "xmlcharrefreplace"), written
