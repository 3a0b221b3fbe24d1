"""The server answers but is not configured for us (catalogue, 10.2)."""

from typing import Final

from campaign_tracking.lab.faults.fault import Fault
from campaign_tracking.lab.faults.registration.config_file_invalid import CONFIG_FILE_INVALID
from campaign_tracking.lab.faults.registration.database_id_mismatch import DATABASE_ID_MISMATCH
from campaign_tracking.lab.faults.registration.database_id_unicode_prefix import (
    DATABASE_ID_UNICODE_PREFIX,
)
from campaign_tracking.lab.faults.registration.dns_mask_misses_tracking_host import (
    DNS_MASK_MISSES_TRACKING_HOST,
)
from campaign_tracking.lab.faults.registration.instance_not_registered import (
    INSTANCE_NOT_REGISTERED,
)
from campaign_tracking.lab.faults.registration.redirection_disabled import REDIRECTION_DISABLED
from campaign_tracking.lab.faults.registration.tracking_password_empty import (
    TRACKING_PASSWORD_EMPTY,
)
from campaign_tracking.lab.faults.registration.tracking_password_mismatch import (
    TRACKING_PASSWORD_MISMATCH,
)

REGISTRATION: Final[tuple[Fault, ...]] = (
    INSTANCE_NOT_REGISTERED,
    DATABASE_ID_MISMATCH,
    TRACKING_PASSWORD_MISMATCH,
    DNS_MASK_MISSES_TRACKING_HOST,
    TRACKING_PASSWORD_EMPTY,
    DATABASE_ID_UNICODE_PREFIX,
    REDIRECTION_DISABLED,
    CONFIG_FILE_INVALID,
)
