"""The upload cannot reach the server (catalogue, 10.1)."""

from typing import Final

from campaign_tracking.lab.faults.fault import Fault
from campaign_tracking.lab.faults.upload.proxy_captures_internal_traffic import (
    PROXY_CAPTURES_INTERNAL_TRAFFIC,
)
from campaign_tracking.lab.faults.upload.relay_denies_soaprouter import RELAY_DENIES_SOAPROUTER
from campaign_tracking.lab.faults.upload.tomcat_port_changed_relay_not import (
    TOMCAT_PORT_CHANGED_RELAY_NOT,
)
from campaign_tracking.lab.faults.upload.tracking_web_process_down import TRACKING_WEB_PROCESS_DOWN
from campaign_tracking.lab.faults.upload.tracking_web_server_down import TRACKING_WEB_SERVER_DOWN
from campaign_tracking.lab.faults.upload.zone_refuses_http import ZONE_REFUSES_HTTP

UPLOAD: Final[tuple[Fault, ...]] = (
    TRACKING_WEB_SERVER_DOWN,
    TRACKING_WEB_PROCESS_DOWN,
    RELAY_DENIES_SOAPROUTER,
    ZONE_REFUSES_HTTP,
    PROXY_CAPTURES_INTERNAL_TRAFFIC,
    TOMCAT_PORT_CHANGED_RELAY_NOT,
)
