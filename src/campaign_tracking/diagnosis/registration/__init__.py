"""Why a tracking server answers and does not accept the platform (catalogue, 10.2)."""

from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause
from campaign_tracking.diagnosis.registration.database_id_mismatch import DATABASE_ID_MISMATCH
from campaign_tracking.diagnosis.registration.database_id_unicode_prefix import (
    DATABASE_ID_UNICODE_PREFIX,
)
from campaign_tracking.diagnosis.registration.instance_not_registered import (
    INSTANCE_NOT_REGISTERED,
)
from campaign_tracking.diagnosis.registration.registration_or_password import (
    REGISTRATION_OR_PASSWORD,
)
from campaign_tracking.diagnosis.registration.tracking_password_empty import TRACKING_PASSWORD_EMPTY
from campaign_tracking.diagnosis.registration.tracking_password_mismatch import (
    TRACKING_PASSWORD_MISMATCH,
)

REGISTRATION: Final[tuple[KnownCause, ...]] = (
    INSTANCE_NOT_REGISTERED,
    DATABASE_ID_MISMATCH,
    TRACKING_PASSWORD_MISMATCH,
    TRACKING_PASSWORD_EMPTY,
    DATABASE_ID_UNICODE_PREFIX,
    REGISTRATION_OR_PASSWORD,
)
