"""Fault: the last tracking server holds no tracking password."""

from campaign_tracking.lab.faults.fault import Fault
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Empty ``redirection/@trackingPassword`` of the last server (general-configurations.md)."""
    machine = platform.last
    machine.set_attribute(machine.instance_file, "trackingPassword", "")


TRACKING_PASSWORD_EMPTY = Fault(
    id="tracking-password-empty",
    summary="the last tracking server's tracking password is empty: RED-520005 and RED-520025",
    topology="stand-alone",
    apply=apply,
)
