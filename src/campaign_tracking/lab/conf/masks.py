"""Masks with ``*`` and ``?``, in a comma list (creating-an-instance-and-logging-on.md)."""

import fnmatch
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Masks:
    """A list of masks.

    Attributes:
        masks: In the list's order, without blanks around them.
    """

    masks: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Masks":
        """Return the masks of a comma list; an empty one has none."""
        return cls(tuple(mask.strip() for mask in text.split(",") if mask.strip()))

    def match(self, text: str) -> bool:
        """Return whether a mask is about *text*; case does not count."""
        folded = text.lower()
        return any(fnmatch.fnmatchcase(folded, mask.lower()) for mask in self.masks)

    def match_host(self, host: str) -> bool:
        """Return whether a mask is about a Host header, with its port or without."""
        return self.match(host) or self.match(without_port(host))


def without_port(host: str) -> str:
    """Return a Host header without its port."""
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdecimal() else host
