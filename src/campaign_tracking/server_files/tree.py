"""The elements of a configuration file that some rule reads, each with its line."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.parsers import expat

from campaign_tracking.seal import Seal
from campaign_tracking.server_files.document import Attribute, Node
from campaign_tracking.server_files.encoding import UnreadableError
from campaign_tracking.server_files.hints import OpenElement, hint, shown
from campaign_tracking.server_files.places import attribute_lines
from campaign_tracking.server_files.sections import is_kept
from campaign_tracking.server_files.values import kept_value

# A real file has about two thousand elements, six deep.
NOT_WELL_FORMED = "not well-formed"  # so begins what is said of a file that is no XML
MAX_DEPTH, MAX_ELEMENTS, MAX_ATTRIBUTES = 50, 50_000, 200_000


def parse(document: bytes, root_name: str, seal: Seal) -> Node:
    """Return the root element of *document*, and what is kept below it.

    Args:
        document: In UTF-8 whatever it declares, its lines ending in a line feed, without a document
            type: expat goes on to expand entities even after a handler has refused them.
        root_name: The root element that it must have; case does not count.
        seal: Of the run, for the secrets in it.

    Raises:
        UnreadableError: If it is not well-formed, has another root, or more in it than is bearable.
    """
    builder = _Builder(document, root_name, seal)
    return builder.build()


@dataclass(slots=True, kw_only=True)
class _Element:
    """An element that is open: what is known of it so far."""

    name: str
    line: int
    kept: bool
    attributes: dict[str, Attribute]
    children: list[Node]

    def node(self) -> Node:
        return Node(
            name=self.name,
            line=self.line,
            attributes=self.attributes,
            children=tuple(self.children),
        )


class _Builder:
    """Builds the tree while expat reads the document."""

    def __init__(self, document: bytes, root_name: str, seal: Seal) -> None:
        self._document, self._root_name, self._seal = document, root_name, seal
        self._opened: list[_Element] = []
        self._roots: list[Node] = []
        self._elements = self._attributes = 0
        self._parser = expat.ParserCreate("utf-8")
        self._parser.ordered_attributes = True
        self._parser.StartElementHandler = self._enter
        self._parser.EndElementHandler = self._leave

    def build(self) -> Node:
        """Return the root element; raises UnreadableError if there is none to be had."""
        try:
            self._parser.Parse(self._document, True)  # noqa: FBT003  (by position only)
        except expat.ExpatError as error:
            raise UnreadableError(self._not_well_formed(error)) from error
        return self._roots[0]

    def _enter(self, name: str, pairs: list[str]) -> None:
        line = self._parser.CurrentLineNumber
        self._bear(name, len(pairs) // 2, line)
        path = [*(element.name for element in self._opened), name]
        kept = all(element.kept for element in self._opened[-1:]) and is_kept(path)
        attributes = self._read(pairs, line) if kept else {}
        self._opened.append(
            _Element(name=name, line=line, kept=kept, attributes=attributes, children=[])
        )

    def _leave(self, _: str) -> None:
        element = self._opened.pop()
        if element.kept:
            around = self._opened[-1].children if self._opened else self._roots
            around.append(element.node())

    def _read(self, pairs: Sequence[str], line: int) -> dict[str, Attribute]:
        """Return the attributes of the start tag that expat is at."""
        lines = attribute_lines(self._document, self._parser.CurrentByteIndex, line)
        return {
            name: Attribute(value=kept_value(name, value, self._seal), line=on)
            for name, value, on in zip(pairs[::2], pairs[1::2], lines, strict=True)
        }

    def _bear(self, name: str, attributes: int, line: int) -> None:
        """Raise UnreadableError at what is not a configuration file, or not one of any size."""
        if not self._opened and name.casefold() != self._root_name.casefold():
            raise UnreadableError(f"the root element is {shown(name)}, not {self._root_name}")
        self._elements += 1
        self._attributes += attributes
        for count, bound, what in (
            (len(self._opened) + 1, MAX_DEPTH, "elements within each other"),
            (self._elements, MAX_ELEMENTS, "elements"),
            (self._attributes, MAX_ATTRIBUTES, "attributes"),
        ):
            if count > bound:
                raise UnreadableError(f"more than {bound:,} {what}, at line {line}")

    def _not_well_formed(self, error: expat.ExpatError) -> str:
        opened = [OpenElement(name=open_.name, line=open_.line) for open_ in self._opened]
        said = expat.ErrorString(error.code)
        what = said.removeprefix("not well-formed (").removesuffix(")")
        repair = hint(self._document, error.code, self._parser.ErrorByteIndex, opened)
        place = f"{NOT_WELL_FORMED} at line {error.lineno}, column {error.offset + 1}"
        return "; ".join(filter(None, (f"{place}: {what}", repair)))
