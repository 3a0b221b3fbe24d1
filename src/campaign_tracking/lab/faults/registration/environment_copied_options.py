"""Fault: the wizard's options were imported from another environment."""

from typing import Final

from campaign_tracking.lab.faults.fault import EVERYWHERE, Fault, Shown
from campaign_tracking.lab.platform import Platform
from campaign_tracking.lab.redirection.server import Listens

_PUBLIC_NAME: Final = "t.other.client.example"


def apply(platform: Platform) -> None:
    """Enter another platform's tracking server, which answers, and knows another database.

    The database identifier is the own one: it is new in a copy (duplicating-environments.md).
    """
    stranger = platform.stranger
    stranger.listens = Listens.YES
    options = {
        "NmsTracking_ServerUrl": f"http://{_PUBLIC_NAME}",
        "NmsTracking_SecureServerUrl": f"https://{_PUBLIC_NAME}",
        "NmsTracking_ServerUrlList": stranger.internal_url,
    }
    for name, value in options.items():
        platform.executing.database.set_option(name, value)


ENVIRONMENT_COPIED_OPTIONS = Fault(
    id="environment-copied-options",
    summary="the wizard holds another platform's tracking server: RED-520005 and RED-520025",
    shown=(
        Shown(
            in_=EVERYWHERE,
            check="test_external_url_is_the_declared_one",
            says=r"expected http://127\.\d+\.0\.\d+:\d+, got http://t\.other\.client\.example$",
        ),
    ),
    apply=apply,
)
