"""How faults show that lose clicks on their way into the tracking log."""

from typing import Final

from campaign_tracking.lab.faults.fault import HOSTED, Shown

CHECK: Final = "test_click_is_logged"
SAYS: Final = r"nms:trackingLogRcp: not logged after [\d,]+ s"
WHERE_HOSTED: Final = Shown(
    in_=(HOSTED,),
    check=CHECK,
    says=SAYS,
    cause=(
        *("trackinglogd-down", "trackinglogd-not-enabled", "tracking-log-disk-full"),
        "tracking-pointer-ahead",
    ),
)
