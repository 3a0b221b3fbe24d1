"""What is wrong with the set-up of the verification, not with the platform (catalogue, 10.6)."""

from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause
from campaign_tracking.diagnosis.setup.native_login_disabled import NATIVE_LOGIN_DISABLED
from campaign_tracking.diagnosis.setup.operator_zone_refused import OPERATOR_ZONE_REFUSED
from campaign_tracking.diagnosis.setup.technical_operator_missing import (
    TECHNICAL_OPERATOR_MISSING,
)

SETUP: Final[tuple[KnownCause, ...]] = (
    OPERATOR_ZONE_REFUSED,
    NATIVE_LOGIN_DISABLED,
    TECHNICAL_OPERATOR_MISSING,
)
