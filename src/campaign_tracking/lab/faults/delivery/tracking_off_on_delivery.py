"""Fault: "Activate tracking" is off in the template."""

from campaign_tracking.lab.faults.delivery.template import tracking_of
from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Untick the box; who verifies ticks it in deliveries of his own."""
    tracking_of(platform).set("enabled", "false")


TRACKING_OFF_ON_DELIVERY = Fault(
    id="tracking-off-on-delivery",
    summary="tracking is not activated in the template: mails made from it are not tracked",
    shown=(
        Shown(
            in_=EVERYWHERE,
            check="test_template_tracks_links",
            says=r"tracking/@enabled is off in mail",
        ),
    ),
    apply=apply,
)
