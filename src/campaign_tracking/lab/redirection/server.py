"""One tracking server: a web server with webmdl, its Tomcat behind it, trackinglogd beside it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

import httpx
from starlette.applications import Starlette
from starlette.routing import Route

from campaign_tracking.lab.pace import Pace
from campaign_tracking.lab.redirection.delivery_file import DeliveryFiles
from campaign_tracking.lab.redirection.log_files import LogFiles
from campaign_tracking.lab.redirection.r_test import RTestPage, Variant
from campaign_tracking.lab.redirection.relay import Relay
from campaign_tracking.lab.redirection.remote_client import Account, RemoteTracking
from campaign_tracking.lab.redirection.remote_methods import RemoteMethods
from campaign_tracking.lab.redirection.tracked_link import Signer
from campaign_tracking.lab.redirection.webmdl import Redirection, SharedMemory
from campaign_tracking.lab.soap.outgoing import NoAnswerError, RefusedError
from campaign_tracking.lab.soap.router import SoapRouter
from campaign_tracking.lab.zones import Zones, default_zones


@dataclass(slots=True, kw_only=True)
class TrackingServer:
    """A tracking server, and everything of it that a fault may change before it starts.

    Attributes:
        name: ``trk1``, ``trk2``, …: its host name, and its key in the environment file.
        url: Internal and, for the first server, external address.
        secure_url: The same with TLS.
        folder: Stands for ``var/<instance>``.
        registration: What it was registered with; empty database id and password if it was not.
        variant: How it answers ``/r/test``.
        listening: Whether its web server runs.
        trackinglogd: Whether that process runs.
        zones: Who may see what; and whose word counts for where a click came from.
        spares: Addresses of the other tracking servers (configuring-campaign-server.md).
    """

    name: str
    url: str
    secure_url: str
    folder: Path
    registration: Account
    variant: Variant
    signer: Signer
    listening: bool = True
    trackinglogd: bool = True
    zones: Zones = field(default_factory=default_zones)
    spares: list[str] = field(default_factory=list)
    memory: SharedMemory = field(default_factory=SharedMemory)

    @property
    def deliveries(self) -> DeliveryFiles:
        """Its files about deliveries."""
        return DeliveryFiles(self.folder / "redir" / "url")

    @property
    def log_folder(self) -> Path:
        """Where its tracking log files are."""
        return self.folder / "redir" / "log"

    def application(self, logs: LogFiles, client: httpx.AsyncClient, tomcat_url: str) -> Starlette:
        """Return the web server; what belongs to the database it relays to *tomcat_url*."""
        page = RTestPage(
            variant=self.variant,
            local_host=self.name,
            instance=self.registration.instance,
            zones=self.zones,
        )
        methods = RemoteMethods(self.registration, self.deliveries, logs)
        router = SoapRouter(methods.by_action(), methods.guard)
        lookup = Lookup(self.deliveries, RemoteTracking(client, self.registration), self.spares)
        redirection = Redirection(lookup.find, self.signer, self.memory, self.zones)
        return Starlette(
            routes=[
                Route("/r/test", page.answer),
                Route("/nl/jsp/soaprouter.jsp", router.answer, methods=["POST"]),
                Route("/nl/jsp/m.jsp", Relay(client, tomcat_url).forward),
                Route("/{rest:path}", redirection.answer),
            ]
        )


async def run_trackinglogd(memory: SharedMemory, logs: LogFiles, pace: Pace) -> None:
    """Empty shared memory into log files, for ever: the daemon trackinglogd."""
    while True:
        await memory.wait()
        await pace.pause("trackinglogd")
        logs.append(memory.take_all())


class Lookup:
    """Finds what is known about a delivery: here, else on a spare server, at once (A-26)."""

    def __init__(self, files: DeliveryFiles, remote: RemoteTracking, spares: Iterable[str]) -> None:
        """Look into *files*, then ask *spares* in turn."""
        self._files, self._remote, self._spares = files, remote, tuple(spares)

    async def find(self, delivery_id: int) -> ET.Element | None:
        """Return what is known; None if nobody knows anything."""
        known = self._files.find(delivery_id)
        if known is not None:
            return known
        for spare in self._spares:
            try:
                fetched = await self._remote.get_tracking_info(spare, delivery_id)
            except (NoAnswerError, RefusedError):
                continue
            if fetched is not None:
                self._files.store(fetched)
                return fetched
        return None
