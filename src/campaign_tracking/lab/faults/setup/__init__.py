"""False alarms, and what is wrong with the set-up of the verification (catalogue, 10.6)."""

from typing import Final

from campaign_tracking.lab.faults.fault import Fault
from campaign_tracking.lab.faults.setup.debug_hidden import DEBUG_HIDDEN
from campaign_tracking.lab.faults.setup.native_login_disabled import NATIVE_LOGIN_DISABLED
from campaign_tracking.lab.faults.setup.no_server_access import NO_SERVER_ACCESS
from campaign_tracking.lab.faults.setup.operator_zone_refused import OPERATOR_ZONE_REFUSED
from campaign_tracking.lab.faults.setup.ping_token_refused import PING_TOKEN_REFUSED
from campaign_tracking.lab.faults.setup.session_expired import SESSION_EXPIRED
from campaign_tracking.lab.faults.setup.technical_operator_missing import (
    TECHNICAL_OPERATOR_MISSING,
)
from campaign_tracking.lab.faults.setup.tomcat_asked_for_r_test import (
    TOMCAT_ASKED_FOR_R_TEST,
)

SETUP: Final[tuple[Fault, ...]] = (
    DEBUG_HIDDEN,
    TOMCAT_ASKED_FOR_R_TEST,
    OPERATOR_ZONE_REFUSED,
    NATIVE_LOGIN_DISABLED,
    TECHNICAL_OPERATOR_MISSING,
    SESSION_EXPIRED,
    PING_TOKEN_REFUSED,
    NO_SERVER_ACCESS,
)
