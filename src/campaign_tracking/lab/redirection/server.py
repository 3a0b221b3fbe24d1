"""One tracking server: a web server with webmdl, its Tomcat behind it, trackinglogd beside it."""

import contextlib
import enum
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

import httpx
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp

from campaign_tracking.lab.certificates import Certificate
from campaign_tracking.lab.machine import Machine
from campaign_tracking.lab.pace import Pace
from campaign_tracking.lab.redirection.busy_tomcat import no_thread_left
from campaign_tracking.lab.redirection.delivery_file import (
    AS_DOCUMENTED,
    DeliveryFiles,
    Keeping,
)
from campaign_tracking.lab.redirection.log_files import LogFiles
from campaign_tracking.lab.redirection.r_test import RTestPage, Variant
from campaign_tracking.lab.redirection.relay import Relay
from campaign_tracking.lab.redirection.remote_client import Account, RemoteTracking
from campaign_tracking.lab.redirection.remote_methods import RemoteMethods
from campaign_tracking.lab.redirection.server_settings import TRACKINGLOGD, ServerSettings
from campaign_tracking.lab.redirection.tracked_link import Signer
from campaign_tracking.lab.redirection.web_front import WebFront, without_module
from campaign_tracking.lab.redirection.webmdl import Redirection, SharedMemory
from campaign_tracking.lab.soap.outgoing import NoAnswerError, RefusedError
from campaign_tracking.lab.soap.router import SoapRouter


class Listens(enum.Enum):
    """What becomes of connections to a tracking server."""

    YES = enum.auto()  # its web server takes them
    NOT = enum.auto()  # they are refused
    SILENT = enum.auto()  # nothing comes back


@dataclass(slots=True, kw_only=True)
class TrackingServer:
    """A tracking server, and everything of it that a fault may change before it starts.

    Attributes:
        machine: Its files.
        url: Where it is; the first server's may be the external one, too.
        internal_url: As the wizard and whoever verifies know it.
        secure_url: The same with TLS.
        settings: What its files amount to.
        variant: How it answers ``/r/test``.
        certificate: What its certificate is like.
        busy_threads: How many of Tomcat's threads are held by some other load.
        latency_s: By how much its answers come later than those of others.
        listens: Whether its web server can be connected to.
        module_loaded: Whether Campaign's module is in it.
        keeping: What becomes of its files about deliveries.
        loaded_build: That of the module which the web server still runs; empty: the installed one.
    """

    machine: Machine
    url: str
    internal_url: str
    secure_url: str
    settings: ServerSettings
    variant: Variant
    signer: Signer
    certificate: Certificate = Certificate.VALID
    busy_threads: int = 0
    latency_s: float = 0.0
    listens: Listens = Listens.YES
    module_loaded: bool = True
    keeping: Keeping = AS_DOCUMENTED
    loaded_build: str = ""
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
        return DeliveryFiles(self.folder / "redir" / "url", self.keeping)

    @property
    def log_folder(self) -> Path:
        """Where its tracking log files are."""
        return self.folder / "redir" / "log"

    def application(self, logs: LogFiles, client: httpx.AsyncClient, tomcat_url: str) -> ASGIApp:
        """Return the web server; what belongs to the database it relays to *tomcat_url*."""
        if not self.module_loaded:
            return without_module
        is_busy = self.busy_threads >= self.settings.max_threads
        tomcat: ASGIApp = no_thread_left if is_busy else self.tomcat(logs, client, tomcat_url)
        return WebFront(self.settings, self._module(client), tomcat)

    def _module(self, client: httpx.AsyncClient) -> Starlette:
        """Return webmdl."""
        page = RTestPage(
            variant=self.variant,
            local_host=self.machine.hostname,
            build=self.loaded_build or self.machine.build,
            instance_of=self._instance_of,
            zones=self.settings.zones,
            now=self.machine.now,
        )
        remote = RemoteTracking(client, self.registration)
        lookup = Lookup(self.deliveries, remote, self.settings.spares)
        redirection = Redirection(
            lookup.find, self.signer, self.memory, self.settings, self.machine.now
        )
        return Starlette(
            routes=[
                Route("/r/test", page.answer),
                Route("/{rest:path}", redirection.answer),
            ]
        )

    def tomcat(self, logs: LogFiles, client: httpx.AsyncClient, tomcat_url: str) -> Starlette:
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
        known = self._files.find_for_the_web_server(delivery_id)
        if known is not None:
            return known
        for spare in self._spares:
            try:
                fetched = await self._remote.get_tracking_info(spare, delivery_id)
            except (NoAnswerError, RefusedError):
                continue
            if fetched is not None:
                with contextlib.suppress(OSError):
                    self._files.store(fetched)
                return fetched
        return None
