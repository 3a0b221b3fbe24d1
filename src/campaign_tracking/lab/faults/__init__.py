"""The faults that can be switched on: a new one is a file of its own and one line here."""

from typing import Final

from campaign_tracking.lab.faults.config_file_invalid import CONFIG_FILE_INVALID
from campaign_tracking.lab.faults.database_id_mismatch import DATABASE_ID_MISMATCH
from campaign_tracking.lab.faults.database_id_unicode_prefix import DATABASE_ID_UNICODE_PREFIX
from campaign_tracking.lab.faults.dns_mask_misses_tracking_host import DNS_MASK_MISSES_TRACKING_HOST
from campaign_tracking.lab.faults.fault import Fault
from campaign_tracking.lab.faults.instance_not_registered import INSTANCE_NOT_REGISTERED
from campaign_tracking.lab.faults.mta_verify_mode import MTA_VERIFY_MODE
from campaign_tracking.lab.faults.proxy_captures_internal_traffic import (
    PROXY_CAPTURES_INTERNAL_TRAFFIC,
)
from campaign_tracking.lab.faults.redirection_disabled import REDIRECTION_DISABLED
from campaign_tracking.lab.faults.relay_denies_soaprouter import RELAY_DENIES_SOAPROUTER
from campaign_tracking.lab.faults.shared_memory_too_small import SHARED_MEMORY_TOO_SMALL
from campaign_tracking.lab.faults.signature_setting_differs import SIGNATURE_SETTING_DIFFERS
from campaign_tracking.lab.faults.spare_server_duplicate_id import SPARE_SERVER_DUPLICATE_ID
from campaign_tracking.lab.faults.spare_server_missing import SPARE_SERVER_MISSING
from campaign_tracking.lab.faults.spare_server_quote_error import SPARE_SERVER_QUOTE_ERROR
from campaign_tracking.lab.faults.spare_server_wrong_host import SPARE_SERVER_WRONG_HOST
from campaign_tracking.lab.faults.stat_server_unreachable import STAT_SERVER_UNREACHABLE
from campaign_tracking.lab.faults.tomcat_port_changed_relay_not import TOMCAT_PORT_CHANGED_RELAY_NOT
from campaign_tracking.lab.faults.tracking_password_empty import TRACKING_PASSWORD_EMPTY
from campaign_tracking.lab.faults.tracking_password_mismatch import TRACKING_PASSWORD_MISMATCH
from campaign_tracking.lab.faults.tracking_web_process_down import TRACKING_WEB_PROCESS_DOWN
from campaign_tracking.lab.faults.tracking_web_server_down import TRACKING_WEB_SERVER_DOWN
from campaign_tracking.lab.faults.trackinglogd_down import TRACKINGLOGD_DOWN
from campaign_tracking.lab.faults.trackinglogd_not_enabled import TRACKINGLOGD_NOT_ENABLED
from campaign_tracking.lab.faults.unsigned_links_blocked import UNSIGNED_LINKS_BLOCKED
from campaign_tracking.lab.faults.workflow_affinity_unserved import WORKFLOW_AFFINITY_UNSERVED
from campaign_tracking.lab.faults.zone_refuses_http import ZONE_REFUSES_HTTP

# In the order of the catalogue: the upload, the registration, the click, the log, sending.
FAULTS: Final[tuple[Fault, ...]] = (
    TRACKING_WEB_SERVER_DOWN,
    TRACKING_WEB_PROCESS_DOWN,
    RELAY_DENIES_SOAPROUTER,
    ZONE_REFUSES_HTTP,
    PROXY_CAPTURES_INTERNAL_TRAFFIC,
    TOMCAT_PORT_CHANGED_RELAY_NOT,
    INSTANCE_NOT_REGISTERED,
    DATABASE_ID_MISMATCH,
    TRACKING_PASSWORD_MISMATCH,
    DNS_MASK_MISSES_TRACKING_HOST,
    TRACKING_PASSWORD_EMPTY,
    DATABASE_ID_UNICODE_PREFIX,
    REDIRECTION_DISABLED,
    CONFIG_FILE_INVALID,
    SPARE_SERVER_MISSING,
    SPARE_SERVER_QUOTE_ERROR,
    SPARE_SERVER_WRONG_HOST,
    SPARE_SERVER_DUPLICATE_ID,
    SIGNATURE_SETTING_DIFFERS,
    UNSIGNED_LINKS_BLOCKED,
    TRACKINGLOGD_DOWN,
    TRACKINGLOGD_NOT_ENABLED,
    SHARED_MEMORY_TOO_SMALL,
    WORKFLOW_AFFINITY_UNSERVED,
    MTA_VERIFY_MODE,
    STAT_SERVER_UNREACHABLE,
)


def by_id(fault_id: str) -> Fault:
    """Return a fault.

    Raises:
        KeyError: If there is none of that id.
    """
    return {fault.id: fault for fault in FAULTS}[fault_id]
