"""Where the servers of a lab are: every port bound before anything is written or served."""

from contextlib import AsyncExitStack
from dataclasses import dataclass

from campaign_tracking.lab.addresses import (
    APPLICATION_HOST,
    Ports,
    bind,
    bind_balancer,
    bind_mid,
    bind_tracking,
)
from campaign_tracking.lab.settings import LabSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The ports of every server.

    Attributes:
        applications: Of the application server and, if there is to be a mid, of that.
        tracking: Of the tracking servers, in the wizard's order.
        balancer: Of what stands in front of them; None if nothing of the lab does.
    """

    applications: tuple[Ports, ...]
    tracking: tuple[Ports, ...]
    balancer: Ports | None


def bind_places(settings: LabSettings, ending: AsyncExitStack) -> Places:
    """Return the ports that a lab needs; *ending* gives them back, should one fail, too."""

    def kept(ports: Ports) -> Ports:
        ending.callback(ports.close)
        return ports

    application = kept(bind(APPLICATION_HOST))
    mids = (kept(bind_mid()),) if settings.mid_sourcing else ()
    numbers = range(1, settings.tracking_servers + 1)
    return Places(
        applications=(application, *mids),
        tracking=tuple(kept(bind_tracking(number)) for number in numbers),
        balancer=kept(bind_balancer()) if settings.balanced else None,
    )
