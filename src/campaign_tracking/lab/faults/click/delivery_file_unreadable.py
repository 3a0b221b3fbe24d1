"""Fault: the web server of the last tracking server may not read the files of deliveries."""

from campaign_tracking.lab.faults.click.delivery_files import keep_on_the_last
from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.platform import Platform
from campaign_tracking.lab.redirection.delivery_file import Keeping


def apply(platform: Platform) -> None:
    """Have Campaign's user there write files for itself alone: umask 077.

    Where Adobe hosts all servers it does not show: each asks another one, which reads its own file.
    """
    keep_on_the_last(platform, Keeping(mode=0o600))


DELIVERY_FILE_UNREADABLE = Fault(
    id="delivery-file-unreadable",
    summary="the last tracking server writes the files of deliveries for their owner alone",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_delivery_file_is_readable[{last}]",
            says=r"\.xml has the mode 600, expected 644",
        ),
    ),
    apply=apply,
)
