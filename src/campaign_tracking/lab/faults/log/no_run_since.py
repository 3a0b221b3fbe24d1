"""What the database shows of a Tracking workflow that has not done its work for hours."""

from datetime import timedelta

from campaign_tracking.lab import stamps
from campaign_tracking.lab.database import Database
from campaign_tracking.lab.tracking_workflow import NAME


def no_run_since(database: Database, *, hours: int) -> None:
    """Have the last run, and the last consolidation, so long ago: longer than a click may take."""
    at = stamps.now() - timedelta(hours=hours)
    database.set_option("NmsTracking_LastConsolidation", stamps.xtk(at), data_type=7)
    database.workflow(NAME).last_processing = at
