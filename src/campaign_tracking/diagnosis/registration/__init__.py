"""Why a tracking server answers and does not accept the platform (catalogue, 10.2)."""

from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause
from campaign_tracking.diagnosis.registration.build_skew_between_servers import (
    BUILD_SKEW_BETWEEN_SERVERS,
)
from campaign_tracking.diagnosis.registration.config_file_invalid import CONFIG_FILE_INVALID
from campaign_tracking.diagnosis.registration.configuration_not_reloaded import (
    CONFIGURATION_NOT_RELOADED,
)
from campaign_tracking.diagnosis.registration.database_id_mismatch import DATABASE_ID_MISMATCH
from campaign_tracking.diagnosis.registration.database_id_unicode_prefix import (
    DATABASE_ID_UNICODE_PREFIX,
)
from campaign_tracking.diagnosis.registration.dns_mask_misses_tracking_host import (
    DNS_MASK_MISSES_TRACKING_HOST,
)
from campaign_tracking.diagnosis.registration.environment_copied_options import (
    ENVIRONMENT_COPIED_OPTIONS,
)
from campaign_tracking.diagnosis.registration.instance_file_overrides_server_file import (
    INSTANCE_FILE_OVERRIDES_SERVER_FILE,
)
from campaign_tracking.diagnosis.registration.instance_not_registered import (
    INSTANCE_NOT_REGISTERED,
)
from campaign_tracking.diagnosis.registration.mid_tracking_proxy_disabled import (
    MID_TRACKING_PROXY_DISABLED,
)
from campaign_tracking.diagnosis.registration.module_or_switch import MODULE_OR_SWITCH
from campaign_tracking.diagnosis.registration.not_accepted import NOT_ACCEPTED
from campaign_tracking.diagnosis.registration.redir_directory_not_writable import (
    REDIR_DIRECTORY_NOT_WRITABLE,
)
from campaign_tracking.diagnosis.registration.redirection_disabled import REDIRECTION_DISABLED
from campaign_tracking.diagnosis.registration.redirection_module_not_loaded import (
    REDIRECTION_MODULE_NOT_LOADED,
)
from campaign_tracking.diagnosis.registration.registration_partial import REGISTRATION_PARTIAL
from campaign_tracking.diagnosis.registration.tracking_instance_name_mismatch import (
    TRACKING_INSTANCE_NAME_MISMATCH,
)
from campaign_tracking.diagnosis.registration.tracking_password_empty import TRACKING_PASSWORD_EMPTY
from campaign_tracking.diagnosis.registration.tracking_password_mismatch import (
    TRACKING_PASSWORD_MISMATCH,
)

REGISTRATION: Final[tuple[KnownCause, ...]] = (
    INSTANCE_NOT_REGISTERED,
    DATABASE_ID_MISMATCH,
    TRACKING_PASSWORD_MISMATCH,
    TRACKING_INSTANCE_NAME_MISMATCH,
    DNS_MASK_MISSES_TRACKING_HOST,
    CONFIGURATION_NOT_RELOADED,
    ENVIRONMENT_COPIED_OPTIONS,
    MID_TRACKING_PROXY_DISABLED,
    TRACKING_PASSWORD_EMPTY,
    DATABASE_ID_UNICODE_PREFIX,
    REDIRECTION_DISABLED,
    REDIRECTION_MODULE_NOT_LOADED,
    MODULE_OR_SWITCH,
    INSTANCE_FILE_OVERRIDES_SERVER_FILE,
    CONFIG_FILE_INVALID,
    REGISTRATION_PARTIAL,
    REDIR_DIRECTORY_NOT_WRITABLE,
    BUILD_SKEW_BETWEEN_SERVERS,
    NOT_ACCEPTED,
)
