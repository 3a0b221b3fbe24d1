"""A configuration file as it was read: what stands where, to the line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """An attribute of an element.

    Attributes:
        value: What it holds; of a secret, its seal.
        line: Where its name stands, counted from 1.
    """

    value: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An element.

    Attributes:
        name: As the file spells it.
        line: Where it begins, counted from 1.
        attributes: By name, as the file spells it.
        children: In the file's order.
    """

    name: str
    line: int
    attributes: Mapping[str, Attribute]
    children: tuple["Node", ...] = ()

    def attribute(self, name: str) -> Attribute | None:
        """Return the attribute of that name; files are edited by hand, so case does not count."""
        if name in self.attributes:
            return self.attributes[name]
        folded = name.casefold()
        found = (held for key, held in self.attributes.items() if key.casefold() == folded)
        return next(found, None)

    def walk(self) -> Iterator["Node"]:
        """Yield the element and all below it, in the file's order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfFile:
    """A configuration file.

    Attributes:
        name: Such as ``serverConf.xml``.
        path: Where it was read.
        modified_at: When it was changed last (aware, UTC); None if that is not known.
        root: What stands in it, without what no rule looks at; None if it was not read.
        trouble: Why it could not be read, with line and column if it is not XML; else empty.
    """

    name: str
    path: str
    modified_at: datetime | None = None
    root: Node | None = None
    trouble: str = ""
