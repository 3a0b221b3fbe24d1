"""Fault: the template has an affinity that no mta serves."""

from campaign_tracking.lab.delivery.documents import AFFINITY
from campaign_tracking.lab.faults.delivery.pending import WHERE_HOSTED
from campaign_tracking.lab.faults.delivery.template import template_of
from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Give the template an affinity; the lab's mta serves deliveries without one."""
    template_of(platform).set(AFFINITY, "priority")


DELIVERY_AFFINITY_UNSERVED = Fault(
    id="delivery-affinity-unserved",
    summary="the template's affinity is served by no mta: mails stay pending",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_control_mail_is_sent",
            says=r"not sent: its status is 6",
        ),
        WHERE_HOSTED,
    ),
    apply=apply,
)
