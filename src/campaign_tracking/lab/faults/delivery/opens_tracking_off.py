"""Fault: "Opens tracking" is off in the template."""

from campaign_tracking.lab.faults.delivery.template import tracking_of
from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Untick the box; who verifies ticks it in deliveries of his own."""
    tracking_of(platform).set("openEnabled", "false")


OPENS_TRACKING_OFF = Fault(
    id="opens-tracking-off",
    summary="opens tracking is off in the template: clicks are tracked, opens are not",
    shown=(
        Shown(
            in_=EVERYWHERE,
            check="test_template_tracks_opens",
            says=r"tracking/@openEnabled is off in mail",
        ),
    ),
    apply=apply,
)
