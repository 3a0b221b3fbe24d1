"""Why a click is not logged (catalogue, 10.4)."""

from typing import Final

from campaign_tracking.diagnosis.cause import KnownCause
from campaign_tracking.diagnosis.log.click_not_logged import CLICK_NOT_LOGGED
from campaign_tracking.diagnosis.log.clock_skew import CLOCK_SKEW
from campaign_tracking.diagnosis.log.failed_or_corrupted import FAILED_OR_CORRUPTED
from campaign_tracking.diagnosis.log.purge_delay_too_short import PURGE_DELAY_TOO_SHORT
from campaign_tracking.diagnosis.log.shared_memory_too_small import SHARED_MEMORY_TOO_SMALL
from campaign_tracking.diagnosis.log.source_id_index_missing import SOURCE_ID_INDEX_MISSING
from campaign_tracking.diagnosis.log.tracking_log_corrupted import TRACKING_LOG_CORRUPTED
from campaign_tracking.diagnosis.log.tracking_log_disk_full import TRACKING_LOG_DISK_FULL
from campaign_tracking.diagnosis.log.tracking_logs_purged_early import TRACKING_LOGS_PURGED_EARLY
from campaign_tracking.diagnosis.log.tracking_pointer_ahead import TRACKING_POINTER_AHEAD
from campaign_tracking.diagnosis.log.tracking_workflow_failed import TRACKING_WORKFLOW_FAILED
from campaign_tracking.diagnosis.log.tracking_workflow_late import TRACKING_WORKFLOW_LATE
from campaign_tracking.diagnosis.log.tracking_workflow_stopped import TRACKING_WORKFLOW_STOPPED
from campaign_tracking.diagnosis.log.trackinglogd_down import TRACKINGLOGD_DOWN
from campaign_tracking.diagnosis.log.trackinglogd_not_enabled import TRACKINGLOGD_NOT_ENABLED
from campaign_tracking.diagnosis.log.workflow_affinity_unserved import WORKFLOW_AFFINITY_UNSERVED
from campaign_tracking.diagnosis.log.workflow_not_run import WORKFLOW_NOT_RUN
from campaign_tracking.diagnosis.log.workflow_server_down import WORKFLOW_SERVER_DOWN

LOG: Final[tuple[KnownCause, ...]] = (
    TRACKINGLOGD_DOWN,
    TRACKINGLOGD_NOT_ENABLED,
    CLICK_NOT_LOGGED,
    TRACKING_LOG_CORRUPTED,
    TRACKING_LOG_DISK_FULL,
    TRACKING_LOGS_PURGED_EARLY,
    SHARED_MEMORY_TOO_SMALL,
    TRACKING_WORKFLOW_FAILED,
    FAILED_OR_CORRUPTED,
    TRACKING_WORKFLOW_STOPPED,
    TRACKING_WORKFLOW_LATE,
    WORKFLOW_NOT_RUN,
    WORKFLOW_SERVER_DOWN,
    WORKFLOW_AFFINITY_UNSERVED,
    TRACKING_POINTER_AHEAD,
    SOURCE_ID_INDEX_MISSING,
    PURGE_DELAY_TOO_SHORT,
    CLOCK_SKEW,
)
