"""The click fails (catalogue, 10.3)."""

from typing import Final

from campaign_tracking.lab.faults.click.signature_setting_differs import SIGNATURE_SETTING_DIFFERS
from campaign_tracking.lab.faults.click.spare_server_duplicate_id import SPARE_SERVER_DUPLICATE_ID
from campaign_tracking.lab.faults.click.spare_server_missing import SPARE_SERVER_MISSING
from campaign_tracking.lab.faults.click.spare_server_quote_error import SPARE_SERVER_QUOTE_ERROR
from campaign_tracking.lab.faults.click.spare_server_wrong_host import SPARE_SERVER_WRONG_HOST
from campaign_tracking.lab.faults.click.unsigned_links_blocked import UNSIGNED_LINKS_BLOCKED
from campaign_tracking.lab.faults.fault import Fault

CLICK: Final[tuple[Fault, ...]] = (
    SPARE_SERVER_MISSING,
    SPARE_SERVER_QUOTE_ERROR,
    SPARE_SERVER_WRONG_HOST,
    SPARE_SERVER_DUPLICATE_ID,
    SIGNATURE_SETTING_DIFFERS,
    UNSIGNED_LINKS_BLOCKED,
)
