"""How faults show that keep the Tracking workflow from running, where no file may be read."""

from typing import Final

from campaign_tracking.lab.faults.fault import HOSTED, Shown

CHECK: Final = "test_tracking_was_consolidated_lately"
SAYS: Final = r"NmsTracking_LastConsolidation: last consolidated [\d,]+ s ago"
WHERE_HOSTED: Final = Shown(
    in_=(HOSTED,),
    check=CHECK,
    says=SAYS,
    cause=("tracking-workflow-late", "workflow-server-down", "workflow-affinity-unserved"),
)
