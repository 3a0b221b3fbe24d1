"""The faults that can be switched on: a new one is a file of its own and one line here."""

from typing import Final

from campaign_tracking.lab.faults.fault import Fault
from campaign_tracking.lab.faults.instance_not_registered import INSTANCE_NOT_REGISTERED
from campaign_tracking.lab.faults.tracking_password_mismatch import TRACKING_PASSWORD_MISMATCH
from campaign_tracking.lab.faults.tracking_web_server_down import TRACKING_WEB_SERVER_DOWN

FAULTS: Final[tuple[Fault, ...]] = (
    TRACKING_WEB_SERVER_DOWN,
    INSTANCE_NOT_REGISTERED,
    TRACKING_PASSWORD_MISMATCH,
)


def by_id(fault_id: str) -> Fault:
    """Return a fault.

    Raises:
        KeyError: If there is none of that id.
    """
    return {fault.id: fault for fault in FAULTS}[fault_id]
