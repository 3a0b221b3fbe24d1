"""Fault: what was corrected in serverConf.xml is overridden by the instance's file."""

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Switch the redirection off in the last server's instance file; serverConf.xml has it on."""
    machine = platform.last
    machine.edit(
        machine.instance_file,
        "<redirection databaseId=",
        '<redirection startRedirection="false" databaseId=',
    )


INSTANCE_FILE_OVERRIDES_SERVER_FILE = Fault(
    id="instance-file-overrides-server-file",
    summary="the last tracking server's instance file overrides startRedirection of serverConf.xml",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_redirection_is_started[{last}]",
            says=r"config-\w+.xml, line \d+: web/redirection/@startRedirection = 'false'",
        ),
    ),
    apply=apply,
)
