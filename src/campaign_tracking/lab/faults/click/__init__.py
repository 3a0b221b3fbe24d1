"""The click fails (catalogue, 10.3)."""

from typing import Final

from campaign_tracking.lab.faults.click.balancer_changes_host import BALANCER_CHANGES_HOST
from campaign_tracking.lab.faults.click.broadlog_id_missing import BROADLOG_ID_MISSING
from campaign_tracking.lab.faults.click.delivery_file_missing import DELIVERY_FILE_MISSING
from campaign_tracking.lab.faults.click.delivery_file_unreadable import DELIVERY_FILE_UNREADABLE
from campaign_tracking.lab.faults.click.external_certificate_invalid import (
    EXTERNAL_CERTIFICATE_INVALID,
)
from campaign_tracking.lab.faults.click.external_dns_wrong import EXTERNAL_DNS_WRONG
from campaign_tracking.lab.faults.click.external_port_closed import EXTERNAL_PORT_CLOSED
from campaign_tracking.lab.faults.click.external_url_missing import EXTERNAL_URL_MISSING
from campaign_tracking.lab.faults.click.external_url_not_public import EXTERNAL_URL_NOT_PUBLIC
from campaign_tracking.lab.faults.click.formula_conflict_after_upgrade import (
    FORMULA_CONFLICT_AFTER_UPGRADE,
)
from campaign_tracking.lab.faults.click.formula_line_feed import FORMULA_LINE_FEED
from campaign_tracking.lab.faults.click.internal_url_is_balancer import INTERNAL_URL_IS_BALANCER
from campaign_tracking.lab.faults.click.redirection_expired import REDIRECTION_EXPIRED
from campaign_tracking.lab.faults.click.secure_url_missing import SECURE_URL_MISSING
from campaign_tracking.lab.faults.click.signature_broken_by_third_party import (
    SIGNATURE_BROKEN_BY_THIRD_PARTY,
)
from campaign_tracking.lab.faults.click.signature_double_escaped import SIGNATURE_DOUBLE_ESCAPED
from campaign_tracking.lab.faults.click.signature_setting_differs import SIGNATURE_SETTING_DIFFERS
from campaign_tracking.lab.faults.click.spare_server_duplicate_id import SPARE_SERVER_DUPLICATE_ID
from campaign_tracking.lab.faults.click.spare_server_missing import SPARE_SERVER_MISSING
from campaign_tracking.lab.faults.click.spare_server_quote_error import SPARE_SERVER_QUOTE_ERROR
from campaign_tracking.lab.faults.click.spare_server_unreachable import SPARE_SERVER_UNREACHABLE
from campaign_tracking.lab.faults.click.spare_server_wrong_host import SPARE_SERVER_WRONG_HOST
from campaign_tracking.lab.faults.click.tracking_url_id_missing import TRACKING_URL_ID_MISSING
from campaign_tracking.lab.faults.click.unsigned_links_blocked import UNSIGNED_LINKS_BLOCKED
from campaign_tracking.lab.faults.click.web_server_old_library import WEB_SERVER_OLD_LIBRARY
from campaign_tracking.lab.faults.fault import Fault

CLICK: Final[tuple[Fault, ...]] = (
    SPARE_SERVER_MISSING,
    SPARE_SERVER_QUOTE_ERROR,
    SPARE_SERVER_WRONG_HOST,
    SPARE_SERVER_DUPLICATE_ID,
    SPARE_SERVER_UNREACHABLE,
    INTERNAL_URL_IS_BALANCER,
    DELIVERY_FILE_MISSING,
    DELIVERY_FILE_UNREADABLE,
    TRACKING_URL_ID_MISSING,
    BROADLOG_ID_MISSING,
    REDIRECTION_EXPIRED,
    EXTERNAL_URL_MISSING,
    EXTERNAL_URL_NOT_PUBLIC,
    EXTERNAL_DNS_WRONG,
    EXTERNAL_CERTIFICATE_INVALID,
    SECURE_URL_MISSING,
    EXTERNAL_PORT_CLOSED,
    SIGNATURE_BROKEN_BY_THIRD_PARTY,
    SIGNATURE_DOUBLE_ESCAPED,
    SIGNATURE_SETTING_DIFFERS,
    UNSIGNED_LINKS_BLOCKED,
    WEB_SERVER_OLD_LIBRARY,
    BALANCER_CHANGES_HOST,
    FORMULA_LINE_FEED,
    FORMULA_CONFLICT_AFTER_UPGRADE,
)
