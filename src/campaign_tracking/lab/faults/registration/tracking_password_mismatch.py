"""Fault: the last tracking server holds another tracking password than the deployment wizard."""

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Give ``redirection/@trackingPassword`` of the last server another value."""
    machine = platform.last
    machine.set_attribute(machine.instance_file, "trackingPassword", "@changed-on-one-side")


TRACKING_PASSWORD_MISMATCH = Fault(
    id="tracking-password-mismatch",
    summary="the last tracking server holds another tracking password: RED-520005 and RED-520025",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_tracking_passwords_are_the_same",
            says=r"{last}: config-\w+.xml, line \d+, web/redirection/@trackingPassword",
        ),
    ),
    apply=apply,
)
