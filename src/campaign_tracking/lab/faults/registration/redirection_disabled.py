"""Fault: the redirection service of the last tracking server is switched off."""

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.machine import SERVER_FILE
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Set ``redirection/@startRedirection`` of the last server to false."""
    platform.last.set_attribute(SERVER_FILE, "startRedirection", "false")


REDIRECTION_DISABLED = Fault(
    id="redirection-disabled",
    summary="the last tracking server serves no /r/: startRedirection is false",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_redirection_is_started[{last}]",
            says=r"serverConf.xml, line \d+: web/redirection/@startRedirection = 'false'",
        ),
    ),
    apply=apply,
)
