"""One tracking server: a web server with webmdl, its Tomcat behind it, trackinglogd beside it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

import httpx
from starlette.applications import Starlette
from starlette.routing import Route

from campaign_tracking.lab.machine import Machine
from campaign_tracking.lab.pace import Pace
from campaign_tracking.lab.redirection.delivery_file import DeliveryFiles
from campaign_tracking.lab.redirection.log_files import LogFiles
from campaign_tracking.lab.redirection.r_test import RTestPage, Variant
from campaign_tracking.lab.redirection.relay import Relay
from campaign_tracking.lab.redirection.remote_client import Account, RemoteTracking
from campaign_tracking.lab.redirection.remote_methods import RemoteMethods
from campaign_tracking.lab.redirection.server_settings import TRACKINGLOGD, ServerSettings
from campaign_tracking.lab.redirection.tracked_link import Signer
from campaign_tracking.lab.redirection.web_front import WebFront
from campaign_tracking.lab.redirection.webmdl import Redirection, SharedMemory
from campaign_tracking.lab.soap.outgoing import NoAnswerError, RefusedError
from campaign_tracking.lab.soap.router import SoapRouter


@dataclass(slots=True, kw_only=True)
class TrackingServer:
    """A tracking server, and everything of it that a fault may change before it starts.

    Attributes:
        machine: Its files.
        url: Internal address; the first server's may be the external one, too.
        secure_url: The same with TLS.
        settings: What its files amount to.
        variant: How it answers ``/r/test``.
        listening: Whether its web server runs.
    """

    machine: Machine
    url: str
    secure_url: str
    settings: ServerSettings
    variant: Variant
    signer: Signer
    listening: bool = True
    memory: SharedMemory = field(default_factory=SharedMemory)

    @property
    def name(self) -> str:
        """``trk1``, ``trk2``, …: its host name, and its key in the environment file."""
        return self.machine.name

    @property
    def folder(self) -> Path:
        """Its ``var/<instance>``."""
        return self.machine.var_folder / self.machine.instance

    @property
    def registration(self) -> Account:
        """What it was registered with."""
        return self.settings.registration

    @property
    def trackinglogd(self) -> bool:
        """Whether that process runs."""
        return TRACKINGLOGD in self.settings.running

    @property
    def deliveries(self) -> DeliveryFiles:
        """Its files about deliveries."""
        return DeliveryFiles(self.folder / "redir" / "url")

    @property
    def log_folder(self) -> Path:
        """Where its tracking log files are."""
        return self.folder / "redir" / "log"

    def application(self, logs: LogFiles, client: httpx.AsyncClient, tomcat_url: str) -> WebFront:
        """Return the web server; what belongs to the database it relays to *tomcat_url*."""
        return WebFront(self.settings, self._module(client), self._tomcat(logs, client, tomcat_url))

    def _module(self, client: httpx.AsyncClient) -> Starlette:
        """Return webmdl."""
        page = RTestPage(
            variant=self.variant,
            local_host=self.machine.hostname,
            instance_of=self._instance_of,
            zones=self.settings.zones,
        )
        remote = RemoteTracking(client, self.registration)
        lookup = Lookup(self.deliveries, remote, self.settings.spares)
        redirection = Redirection(lookup.find, self.signer, self.memory, self.settings)
        return Starlette(
            routes=[
                Route("/r/test", page.answer),
                Route("/{rest:path}", redirection.answer),
            ]
        )

    def _tomcat(self, logs: LogFiles, client: httpx.AsyncClient, tomcat_url: str) -> Starlette:
        """Return the pages of its ``web`` process that the lab has."""
        methods = RemoteMethods(self.settings, self.deliveries, logs)
        router = SoapRouter(methods.by_action(), methods.guard)
        return Starlette(
            routes=[
                Route("/nl/jsp/soaprouter.jsp", router.answer, methods=["POST"]),
                Route("/nl/jsp/m.jsp", Relay(client, tomcat_url).forward),
            ]
        )

    def _instance_of(self, host: str) -> str:
        return self.registration.instance if self.settings.is_for_instance(host) else ""


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
