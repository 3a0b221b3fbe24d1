"""Fault: the last tracking server holds no tracking password."""

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.faults.registration.unseen import LOGGED_ONLY
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Empty ``redirection/@trackingPassword`` of the last server (general-configurations.md)."""
    machine = platform.last
    machine.set_attribute(machine.instance_file, "trackingPassword", "")


TRACKING_PASSWORD_EMPTY = Fault(
    id="tracking-password-empty",
    summary="the last tracking server's tracking password is empty: RED-520005 and RED-520025",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_tracking_server_has_its_password[{last}]",
            says=r"config-\w+.xml, line \d+: web/redirection/@trackingPassword is empty",
        ),
        LOGGED_ONLY,
    ),
    apply=apply,
)
