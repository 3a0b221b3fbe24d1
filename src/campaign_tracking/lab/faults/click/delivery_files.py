"""How faults of a server's files about deliveries show where no files are read: all alike."""

from typing import Final

from campaign_tracking.lab.faults.fault import HOSTED, Shown
from campaign_tracking.lab.platform import Platform
from campaign_tracking.lab.redirection.delivery_file import Keeping

HOSTED_CLICK: Final = Shown(
    in_=(HOSTED,),
    check="test_click_is_redirected",
    says=r"got HTTP 404: .*cannot be found",
    cause=("delivery-file-missing", "delivery-file-unreadable", "tracking-url-id-missing"),
)


def keep_on_the_last(platform: Platform, keeping: Keeping) -> None:
    """Have the last server keep its files so; behind Adobe's balancer all, whichever is asked."""
    for server in platform.servers if platform.adobe_hosts else platform.servers[-1:]:
        server.keeping = keeping
