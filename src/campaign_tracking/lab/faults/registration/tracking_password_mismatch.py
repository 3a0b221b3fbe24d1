"""Fault: the last tracking server holds another tracking password than the deployment wizard."""

from campaign_tracking.lab.faults.fault import STAND_ALONE, TWO_SERVERS_OR_MORE, Fault, Shown
from campaign_tracking.lab.faults.registration.unseen import LOGGED_ONLY
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Give ``redirection/@trackingPassword`` of the last server another value."""
    machine = platform.last
    machine.set_attribute(machine.instance_file, "trackingPassword", "@changed-on-one-side")


TRACKING_PASSWORD_MISMATCH = Fault(
    id="tracking-password-mismatch",
    summary="the last tracking server holds another tracking password: RED-520005 and RED-520025",
    shown=(
        Shown(  # there is no other server's password to compare it with
            in_=(STAND_ALONE,),
            check="test_analysis_reports_no_tracking_error",
            says=r"got RED-520005, RED-520025, naming {last} ",
        ),
        Shown(
            in_=TWO_SERVERS_OR_MORE,
            check="test_tracking_passwords_are_the_same",
            says=r"{last}: config-\w+.xml, line \d+, web/redirection/@trackingPassword",
        ),
        LOGGED_ONLY,
    ),
    apply=apply,
)
