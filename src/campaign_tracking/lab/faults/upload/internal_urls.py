"""What the deployment wizard holds of internal URLs, changed as faults need it."""

from campaign_tracking.lab.assumptions import URL_LIST_SEPARATOR
from campaign_tracking.lab.platform import Platform


def enter(platform: Platform, last: str) -> None:
    """Have the wizard hold *last* in the place of the last tracking server's internal URL."""
    others = [server.internal_url for server in platform.servers[:-1]]
    platform.executing.database.set_option(
        "NmsTracking_ServerUrlList", URL_LIST_SEPARATOR.join([*others, last])
    )


def agree_on(platform: Platform, last: str) -> None:
    """Have the wizard and whoever verifies know the last tracking server by *last*."""
    platform.servers[-1].internal_url = last
    enter(platform, last)
