"""Fault: what was wrong on the last tracking server was corrected, and not reloaded."""

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.faults.registration.unseen import LOGGED_ONLY
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Have the last server loaded another ``redirection/@databaseId`` than now stands there."""
    machine = platform.last
    name = machine.instance_file
    machine.edited_since[name] = machine.files[name]
    machine.set_attribute(name, "databaseId", "u00000000DEADBEEF")


CONFIGURATION_NOT_RELOADED = Fault(
    id="configuration-not-reloaded",
    summary="what was corrected on the last tracking server was not reloaded: the error remains",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_analysis_reports_no_tracking_error",
            says=r"got RED-520005, RED-520025, naming {last} ",
        ),
        LOGGED_ONLY,
    ),
    apply=apply,
)
