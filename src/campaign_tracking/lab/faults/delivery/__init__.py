"""Delivery, content and mail (catalogue, 10.5)."""

from typing import Final

from campaign_tracking.lab.faults.delivery.concurrency_limit_reached import (
    CONCURRENCY_LIMIT_REACHED,
)
from campaign_tracking.lab.faults.delivery.delivery_affinity_unserved import (
    DELIVERY_AFFINITY_UNSERVED,
)
from campaign_tracking.lab.faults.delivery.mid_account_wrong_url import MID_ACCOUNT_WRONG_URL
from campaign_tracking.lab.faults.delivery.mid_append_408 import MID_APPEND_408
from campaign_tracking.lab.faults.delivery.mid_synchronisation_stopped import (
    MID_SYNCHRONISATION_STOPPED,
)
from campaign_tracking.lab.faults.delivery.mirror_page_missing import MIRROR_PAGE_MISSING
from campaign_tracking.lab.faults.delivery.mta_down import MTA_DOWN
from campaign_tracking.lab.faults.delivery.mta_verify_mode import MTA_VERIFY_MODE
from campaign_tracking.lab.faults.delivery.opens_tracking_off import OPENS_TRACKING_OFF
from campaign_tracking.lab.faults.delivery.parameter_named_id import PARAMETER_NAMED_ID
from campaign_tracking.lab.faults.delivery.personalised_host import PERSONALISED_HOST
from campaign_tracking.lab.faults.delivery.seed_address_used import SEED_ADDRESS_USED
from campaign_tracking.lab.faults.delivery.stat_server_unreachable import STAT_SERVER_UNREACHABLE
from campaign_tracking.lab.faults.delivery.text_url_without_delimiters import (
    TEXT_URL_WITHOUT_DELIMITERS,
)
from campaign_tracking.lab.faults.delivery.tracking_not_available import TRACKING_NOT_AVAILABLE
from campaign_tracking.lab.faults.delivery.tracking_off_on_delivery import TRACKING_OFF_ON_DELIVERY
from campaign_tracking.lab.faults.delivery.url_not_tracked import URL_NOT_TRACKED
from campaign_tracking.lab.faults.fault import Fault

DELIVERY: Final[tuple[Fault, ...]] = (
    TRACKING_NOT_AVAILABLE,
    TRACKING_OFF_ON_DELIVERY,
    OPENS_TRACKING_OFF,
    URL_NOT_TRACKED,
    PERSONALISED_HOST,
    PARAMETER_NAMED_ID,
    TEXT_URL_WITHOUT_DELIMITERS,
    MTA_DOWN,
    MTA_VERIFY_MODE,
    STAT_SERVER_UNREACHABLE,
    DELIVERY_AFFINITY_UNSERVED,
    CONCURRENCY_LIMIT_REACHED,
    MID_ACCOUNT_WRONG_URL,
    MID_SYNCHRONISATION_STOPPED,
    MID_APPEND_408,
    MIRROR_PAGE_MISSING,
    SEED_ADDRESS_USED,
)
