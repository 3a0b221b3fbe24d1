"""Why the upload does not reach a tracking server (catalogue, 10.1)."""

from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause
from campaign_tracking.diagnosis.upload.tracking_web_server_down import TRACKING_WEB_SERVER_DOWN

UPLOAD: Final[tuple[KnownCause, ...]] = (TRACKING_WEB_SERVER_DOWN,)
