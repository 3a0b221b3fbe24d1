"""The faults that can be switched on: a new one is a file of its own and one line in its part."""

from typing import Final

from campaign_tracking.lab.faults.click import CLICK
from campaign_tracking.lab.faults.delivery import DELIVERY
from campaign_tracking.lab.faults.fault import Fault
from campaign_tracking.lab.faults.log import LOG
from campaign_tracking.lab.faults.registration import REGISTRATION
from campaign_tracking.lab.faults.setup import SETUP
from campaign_tracking.lab.faults.upload import UPLOAD

# In the order of the catalogue.
FAULTS: Final[tuple[Fault, ...]] = (*UPLOAD, *REGISTRATION, *CLICK, *LOG, *DELIVERY, *SETUP)


def by_id(fault_id: str) -> Fault:
    """Return a fault.

    Raises:
        KeyError: If there is none of that id.
    """
    return {fault.id: fault for fault in FAULTS}[fault_id]
