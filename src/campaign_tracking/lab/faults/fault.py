"""What a fault is."""

from collections.abc import Callable
from dataclasses import dataclass

from campaign_tracking.lab.platform import Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that can be broken.

    Attributes:
        id: Its id in the fault catalogue: the cause that a diagnosis must name.
        summary: What is broken, in one line.
        topology: The smallest one in which it can occur.
        apply: Breaks the platform, before it starts.
    """

    id: str
    summary: str
    topology: str
    apply: Callable[[Platform], None]
