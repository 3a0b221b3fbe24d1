"""Fault: the marketing instance takes so long over a delivery's data that the mid gives up."""

from campaign_tracking.lab.faults.fault import MID_SOURCING, Fault, Shown
from campaign_tracking.lab.platform import Platform
from campaign_tracking.lab.soap.router import BODY_LIMIT_S


def apply(platform: Platform) -> None:
    """Let its database give the data slower than the mid waits."""
    platform.database.part_s = BODY_LIMIT_S + 1.0


MID_APPEND_408 = Fault(
    id="mid-append-408",
    summary="marketing's database is slow: the mid answers AppendDeliveryPart with HTTP 408",
    shown=(
        Shown(
            in_=(MID_SOURCING,),
            check="test_control_delivery_is_prepared",
            says=r"'AppendDeliveryPart' on the mid sourcing server",
        ),
    ),
    apply=apply,
)
