"""Where the servers of a lab are: every port bound before anything is written or served."""

from contextlib import AsyncExitStack
from dataclasses import dataclass

from campaign_tracking.lab.addresses import (
    APPLICATION_HOST,
    Ports,
    bind,
    bind_balancer,
    bind_mid,
    bind_stranger,
    bind_tracking,
)
from campaign_tracking.lab.settings import LabSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The ports of every server.

    Attributes:
        applications: Of the application server and, if there is to be a mid, of that.
        tracking: Of the tracking servers, in the wizard's order.
        tomcats: Of their Tomcats, where those are reached past the web servers; else empty.
        stranger: Of another platform's tracking server.
        balancer: Of what stands in front of them; None if nothing of the lab does.
    """

    applications: tuple[Ports, ...]
    tracking: tuple[Ports, ...]
    tomcats: tuple[Ports, ...] = ()
    stranger: Ports
    balancer: Ports | None

    @property
    def inside(self) -> tuple[Ports, ...]:
        """Those of the tracking servers that internal URLs lead to."""
        return self.tomcats or self.tracking

    @property
    def front(self) -> Ports:
        """Those of the lab that everybody outside connects to."""
        return self.balancer or self.tracking[0]


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
        tomcats=tuple(kept(bind_tracking(n)) for n in numbers if settings.tomcat_urls),
        stranger=kept(bind_stranger()),
        balancer=kept(bind_balancer()) if settings.balanced else None,
    )
