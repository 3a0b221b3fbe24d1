"""Fault: the last tracking server cannot keep what is uploaded to it."""

from campaign_tracking.lab.faults.fault import EVERYWHERE_WITH_FILES, Fault, Shown
from campaign_tracking.lab.faults.registration.unseen import LOGGED_ONLY
from campaign_tracking.lab.platform import Platform


def apply(platform: Platform) -> None:
    """Take the right to write into ``redir/url`` of the last server from everybody."""
    platform.last.read_only.add("redir/url")


REDIR_DIRECTORY_NOT_WRITABLE = Fault(
    id="redir-directory-not-writable",
    summary="nobody may write into redir/url of the last tracking server: the upload fails",
    shown=(
        Shown(
            in_=EVERYWHERE_WITH_FILES,
            check="test_uploads_can_be_kept[{last}]",
            says=r"nobody may write into .*/redir/url: its mode is 555",
        ),
        LOGGED_ONLY,
    ),
    apply=apply,
)
