"""Fault: serverConf.xml of the last tracking server is no XML."""

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.machine import SERVER_FILE
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Leave the element ``dnsConfig`` open."""
    platform.last.edit(SERVER_FILE, 'timeout="5000"/>', 'timeout="5000">')


CONFIG_FILE_INVALID = Fault(
    id="config-file-invalid",
    summary="serverConf.xml of the last tracking server has an element that is not closed",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_files_are_well_formed[{last}]",
            says=r"serverConf.xml: not well-formed at line \d+, .* the element dnsConfig",
        ),
    ),
    apply=apply,
)
