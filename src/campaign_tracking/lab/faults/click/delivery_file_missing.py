"""Fault: the last tracking server does not keep the files of deliveries."""

from campaign_tracking.lab.faults.click.delivery_files import HOSTED_CLICK, keep_on_the_last
from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.platform import Platform
from campaign_tracking.lab.redirection.delivery_file import Keeping


def apply(platform: Platform) -> None:
    """Have a job on that machine sweep ``redir/url``."""
    keep_on_the_last(platform, Keeping(swept=True))


DELIVERY_FILE_MISSING = Fault(
    id="delivery-file-missing",
    summary="the last tracking server has no file of the delivery: its redir/url is swept",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_delivery_file_is_there[{last}]",
            says=r"there is no .*/redir/url/\S+/\d+\.xml",
        ),
        HOSTED_CLICK,
    ),
    apply=apply,
)
