"""Fault: not all of a delivery's URLs get into its file on the last tracking server."""

from campaign_tracking.lab.faults.click.delivery_files import HOSTED_CLICK, keep_on_the_last
from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, HOSTED, Fault, Shown
from campaign_tracking.lab.platform import Platform
from campaign_tracking.lab.redirection.delivery_file import Keeping


def apply(platform: Platform) -> None:
    """Leave the delivery's last URL out: of the test mail, that of its mirror page."""
    keep_on_the_last(platform, Keeping(cut=True))


TRACKING_URL_ID_MISSING = Fault(
    id="tracking-url-id-missing",
    summary="the file of a delivery on the last tracking server lacks one of its URLs",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_delivery_file_holds_our_urls[{last}]",
            says=r"\.xml lacks [0-9a-f]+$",
        ),
        Shown(
            in_=(HOSTED,),
            check="test_mirror_page_link_is_redirected",
            says=r"got HTTP 404$",
            cause=HOSTED_CLICK.cause,
        ),
    ),
    apply=apply,
)
