"""Why the upload does not reach a tracking server (catalogue, 10.1)."""

from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause
from campaign_tracking.diagnosis.upload.internal_certificate_rejected import (
    INTERNAL_CERTIFICATE_REJECTED,
)
from campaign_tracking.diagnosis.upload.internal_name_not_resolved import INTERNAL_NAME_NOT_RESOLVED
from campaign_tracking.diagnosis.upload.internal_scheme_mismatch import INTERNAL_SCHEME_MISMATCH
from campaign_tracking.diagnosis.upload.internal_url_empty_hairpin import INTERNAL_URL_EMPTY_HAIRPIN
from campaign_tracking.diagnosis.upload.internal_url_list_malformed import (
    INTERNAL_URL_LIST_MALFORMED,
)
from campaign_tracking.diagnosis.upload.internal_url_outdated import INTERNAL_URL_OUTDATED
from campaign_tracking.diagnosis.upload.internal_url_wrong_port import INTERNAL_URL_WRONG_PORT
from campaign_tracking.diagnosis.upload.no_server_reached import NO_SERVER_REACHED
from campaign_tracking.diagnosis.upload.one_tracking_server_down import ONE_TRACKING_SERVER_DOWN
from campaign_tracking.diagnosis.upload.proxy_captures_internal_traffic import (
    PROXY_CAPTURES_INTERNAL_TRAFFIC,
)
from campaign_tracking.diagnosis.upload.relay_denies_soaprouter import RELAY_DENIES_SOAPROUTER
from campaign_tracking.diagnosis.upload.tomcat_port_changed_relay_not import (
    TOMCAT_PORT_CHANGED_RELAY_NOT,
)
from campaign_tracking.diagnosis.upload.tomcat_threads_exhausted import TOMCAT_THREADS_EXHAUSTED
from campaign_tracking.diagnosis.upload.tracking_host_unreachable import TRACKING_HOST_UNREACHABLE
from campaign_tracking.diagnosis.upload.tracking_server_slow import TRACKING_SERVER_SLOW
from campaign_tracking.diagnosis.upload.tracking_web_process_down import TRACKING_WEB_PROCESS_DOWN
from campaign_tracking.diagnosis.upload.tracking_web_server_down import TRACKING_WEB_SERVER_DOWN
from campaign_tracking.diagnosis.upload.unanswered_upload import unanswered_upload
from campaign_tracking.diagnosis.upload.zone_refuses_http import ZONE_REFUSES_HTTP

_SEEN: Final[tuple[KnownCause, ...]] = (
    TRACKING_WEB_SERVER_DOWN,
    TRACKING_HOST_UNREACHABLE,
    INTERNAL_URL_OUTDATED,
    INTERNAL_URL_WRONG_PORT,
    TRACKING_WEB_PROCESS_DOWN,
    ONE_TRACKING_SERVER_DOWN,
    INTERNAL_NAME_NOT_RESOLVED,
    RELAY_DENIES_SOAPROUTER,
    ZONE_REFUSES_HTTP,
    INTERNAL_CERTIFICATE_REJECTED,
    INTERNAL_SCHEME_MISMATCH,
    PROXY_CAPTURES_INTERNAL_TRAFFIC,
    INTERNAL_URL_LIST_MALFORMED,
    INTERNAL_URL_EMPTY_HAIRPIN,
    TOMCAT_PORT_CHANGED_RELAY_NOT,
    TOMCAT_THREADS_EXHAUSTED,
    TRACKING_SERVER_SLOW,
)

# What is seen comes before what the delivery log alone leaves open.
UPLOAD: Final[tuple[KnownCause, ...]] = (
    *_SEEN,
    NO_SERVER_REACHED,
    unanswered_upload(*(known.find for known in (*_SEEN, NO_SERVER_REACHED))),
)
