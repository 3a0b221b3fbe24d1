"""How faults of the sending server show where nobody reads it: all leave the mail pending."""

from typing import Final

from campaign_tracking.lab.faults.fault import HOSTED, Shown

WHERE_HOSTED: Final = Shown(
    in_=(HOSTED,),
    check="test_control_mail_is_sent",
    says=r"not sent: its status is 6",
    cause=("mta-down", "stat-server-unreachable", "delivery-affinity-unserved"),
)
