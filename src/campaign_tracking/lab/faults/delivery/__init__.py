"""Delivery, content and mail (catalogue, 10.5)."""

from typing import Final

from campaign_tracking.lab.faults.delivery.mta_verify_mode import MTA_VERIFY_MODE
from campaign_tracking.lab.faults.delivery.stat_server_unreachable import STAT_SERVER_UNREACHABLE
from campaign_tracking.lab.faults.fault import Fault

DELIVERY: Final[tuple[Fault, ...]] = (
    MTA_VERIFY_MODE,
    STAT_SERVER_UNREACHABLE,
)
