"""Fault: the pointer of the Tracking workflow is beyond all logs."""

from typing import Final

from campaign_tracking.lab.assumptions import POINTER_SEPARATOR
from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.faults.log.click_not_logged import CHECK, SAYS, WHERE_HOSTED
from campaign_tracking.lab.platform import Platform

_BEYOND: Final = 0x7FFF_FFFF_FFFF


def apply(platform: Platform) -> None:
    """Set ``NmsTracking_Pointer`` as another platform's would be, for each tracking server."""
    pointers = [f"{_BEYOND:x}" for _ in platform.servers]
    option = platform.database.option("NmsTracking_Pointer")
    _, _, at = option.rpartition(POINTER_SEPARATOR)
    platform.database.set_option("NmsTracking_Pointer", POINTER_SEPARATOR.join([*pointers, at]))


TRACKING_POINTER_AHEAD = Fault(
    id="tracking-pointer-ahead",
    summary="NmsTracking_Pointer is beyond the newest log: new clicks are never collected",
    shown=(Shown(in_=EVERYWHERE_WITH_FILES, check=CHECK, says=SAYS), WHERE_HOSTED),
    apply=apply,
)
