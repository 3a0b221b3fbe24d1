"""What a fault is, and how it shows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from campaign_tracking.lab.platform import Platform
from campaign_tracking.lab.settings import LabSettings

STAND_ALONE: Final = "stand-alone"
TWO: Final = "two"
BALANCED: Final = "balanced"
MID_SOURCING: Final = "mid-sourcing"
HOSTED: Final = "hosted"

# The topologies whose servers' files may be read, the smallest first.
EVERYWHERE_WITH_FILES: Final = (STAND_ALONE, TWO, BALANCED, MID_SOURCING)
TWO_SERVERS_OR_MORE: Final = (TWO, BALANCED, MID_SOURCING)
EVERYWHERE: Final = (*EVERYWHERE_WITH_FILES, HOSTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """How a fault shows in some topologies.

    Attributes:
        in_: The topologies.
        check: The one check that fails. In braces: ``last`` and ``first`` tracking server,
            ``sending`` for the server that sends, ``application`` for the one that users work
            with. Empty: it is no fault of the platform, and the run is green.
        says: What is found in the check's reason; a regular expression.
        cause: The ids of the cause that is named first; empty: the fault's own id. Several are a
            tie: nothing that may be seen there tells them apart.
        also: A second check that fails; empty but for few faults.
    """

    in_: tuple[str, ...]
    check: str
    says: str = ""
    cause: tuple[str, ...] = ()
    also: str = ""


def as_asked(settings: LabSettings) -> LabSettings:
    """Return what the lab is asked to be, as it is."""
    return settings


def nothing_of_the_platform(_platform: Platform) -> None:
    """Leave the platform: what is wrong is what the lab was asked to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that can be broken.

    Attributes:
        id: Its id in the fault catalogue: the cause that a diagnosis must name.
        summary: What is broken, in one line.
        shown: How it shows, where it can occur; the smallest topology stands first.
        apply: Breaks the platform, before it starts.
        asked: Returns what the lab is asked to be with it: how we log on, say.
    """

    id: str
    summary: str
    shown: tuple[Shown, ...]
    apply: Callable[[Platform], None] = nothing_of_the_platform
    asked: Callable[[LabSettings], LabSettings] = as_asked

    @property
    def topology(self) -> str:
        """The smallest one in which it can occur."""
        return self.topologies[0]

    @property
    def topologies(self) -> tuple[str, ...]:
        """All in which it can occur."""
        return tuple(name for shown in self.shown for name in shown.in_)
