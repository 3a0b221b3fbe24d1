"""Causes of a refusal that the server's own files single out."""

from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause
from campaign_tracking.diagnosis.registration.database_id_mismatch import DATABASE_ID_MISMATCH
from campaign_tracking.diagnosis.registration.database_id_unicode_prefix import (
    DATABASE_ID_UNICODE_PREFIX,
)
from campaign_tracking.diagnosis.registration.dns_mask_misses_tracking_host import (
    DNS_MASK_MISSES_TRACKING_HOST,
)
from campaign_tracking.diagnosis.registration.instance_not_registered import (
    INSTANCE_NOT_REGISTERED,
)
from campaign_tracking.diagnosis.registration.redir_directory_not_writable import (
    REDIR_DIRECTORY_NOT_WRITABLE,
)
from campaign_tracking.diagnosis.registration.registration_partial import REGISTRATION_PARTIAL
from campaign_tracking.diagnosis.registration.tracking_instance_name_mismatch import (
    OPTION,
    TRACKING_INSTANCE_NAME_MISMATCH,
)
from campaign_tracking.diagnosis.registration.tracking_password_empty import TRACKING_PASSWORD_EMPTY
from campaign_tracking.facts import Facts

SINGLED_OUT: Final[tuple[KnownCause, ...]] = (
    INSTANCE_NOT_REGISTERED,
    DATABASE_ID_MISMATCH,
    TRACKING_INSTANCE_NAME_MISMATCH,
    DNS_MASK_MISSES_TRACKING_HOST,
    TRACKING_PASSWORD_EMPTY,
    DATABASE_ID_UNICODE_PREFIX,
    REGISTRATION_PARTIAL,
    REDIR_DIRECTORY_NOT_WRITABLE,
)


def is_explained(facts: Facts, server: str) -> bool:
    """Whether one of these causes is that of this server's refusal."""
    signs = (sign for known in SINGLED_OUT for sign in known.find(facts))
    return any(sign.subject in {server, OPTION} for sign in signs)
