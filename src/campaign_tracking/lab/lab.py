"""The running lab: started, asked for its addresses, stopped."""

import contextlib
import secrets
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx

from campaign_tracking.lab import faults
from campaign_tracking.lab.addresses import APPLICATION_HOST, Ports, bind, bind_tracking
from campaign_tracking.lab.application.deliveries import Deliveries
from campaign_tracking.lab.application.entities import Entities
from campaign_tracking.lab.application.operators import Operator, Sessions
from campaign_tracking.lab.application.options import Options
from campaign_tracking.lab.application.pages import Pages
from campaign_tracking.lab.application.server import ApplicationServer
from campaign_tracking.lab.application.workflows import Workflows
from campaign_tracking.lab.assumptions import UPLOAD_TIMEOUT_S
from campaign_tracking.lab.background import Background
from campaign_tracking.lab.certificates import Authority
from campaign_tracking.lab.delivery.analysis import Analysis
from campaign_tracking.lab.delivery.job import Jobs
from campaign_tracking.lab.delivery.message import Renderer
from campaign_tracking.lab.delivery.mirror import MirrorPages
from campaign_tracking.lab.delivery.mta import Mta
from campaign_tracking.lab.mail_sink import MailSink
from campaign_tracking.lab.pace import Pace
from campaign_tracking.lab.platform import Platform, assemble
from campaign_tracking.lab.redirection.log_files import LogFiles
from campaign_tracking.lab.redirection.server import TrackingServer, run_trackinglogd
from campaign_tracking.lab.settings import INSTANCE, LOGIN, LabSettings
from campaign_tracking.lab.tracking_workflow import TrackingWorkflow
from campaign_tracking.lab.web import Dispatcher, RequestSeen, Site, WebServer


class Lab:
    """A Campaign platform on loopback.

    Use it as an asynchronous context manager, or call :meth:`start` and :meth:`stop`.

    Attributes:
        folder: Everything that it writes; gone when it ends.
        campaign_url: The application server.
        login: Of the operator whose password is ``password``.
        platform: Its parts: database, tracking servers.
    """

    def __init__(self, settings: LabSettings | None = None) -> None:
        """Prepare a lab; nothing is bound or written yet."""
        self.settings = settings or LabSettings()
        self.login, self.password = LOGIN, secrets.token_urlsafe(24)
        self.folder = Path()
        self.campaign_url = ""
        self._pace = Pace(
            self.settings.seed,
            period_s=self.settings.workflow_period_s,
            scale=self.settings.pace_scale,
        )
        self._background = Background()
        self._ending = contextlib.AsyncExitStack()
        self._seen: Iterable[RequestSeen] = ()

    @property
    def tracking(self) -> list[TrackingServer]:
        """The tracking servers, in the wizard's order."""
        return self.platform.servers

    @property
    def maildir(self) -> Path:
        """The Maildir of the mail sink."""
        return self.folder / "mailbox"

    @property
    def ca_file(self) -> Path:
        """The certificate of the private CA."""
        return self.folder / "ca.pem"

    @property
    def password_file(self) -> Path:
        """The operator's password, readable for its owner alone."""
        return self.folder / "password"

    @property
    def smtp(self) -> str:
        """Host and port of the mail sink."""
        return "{}:{}".format(*self._sink.address)

    @property
    def requests_seen(self) -> list[RequestSeen]:
        """Every request so far, oldest first."""
        return list(self._seen)

    async def __aenter__(self) -> Self:
        """Start."""
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop."""
        await self.stop()

    async def start(self) -> None:
        """Return once every port listens; if that fails, nothing is left behind."""
        try:
            await self._start()
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """End everything, and remove everything that was written."""
        await self._ending.aclose()

    async def _start(self) -> None:
        with contextlib.ExitStack() as binding:
            application, tracking = self._bind(binding)
            self._make_folder()
            self.campaign_url = application.secure_url
            self.platform = assemble(self.settings, self.folder, application, tracking)
            for fault_id in self.settings.faults:
                faults.by_id(fault_id).apply(self.platform)
            await self._serve(application, tracking)
            self._ending.push(binding.pop_all())

    def _bind(self, binding: contextlib.ExitStack) -> tuple[Ports, list[Ports]]:
        application = bind(APPLICATION_HOST)
        binding.callback(application.close)
        tracking = []
        for number in range(1, self.settings.tracking_servers + 1):
            tracking.append(bind_tracking(number))
            binding.callback(tracking[-1].close)
        return application, tracking

    def _make_folder(self) -> None:
        made = tempfile.TemporaryDirectory(prefix="campaign-tracking-lab-")
        self._ending.callback(made.cleanup)
        self.folder = Path(made.name)
        self.password_file.touch(mode=0o600)
        self.password_file.write_text(self.password, encoding="utf-8")

    async def _serve(self, application: Ports, tracking: list[Ports]) -> None:
        authority = Authority()
        authority.write(self.ca_file)
        client = httpx.AsyncClient(
            verify=authority.client_context(),
            timeout=UPLOAD_TIMEOUT_S,
            trust_env=False,
            limits=httpx.Limits(max_keepalive_connections=0),
        )
        self._ending.push_async_callback(client.aclose)
        self._sink = MailSink(self.maildir)
        await self._sink.start(APPLICATION_HOST)
        self._ending.push_async_callback(self._sink.stop)
        self._ending.push_async_callback(self._background.stop)
        sites = self._sites(client, application, tracking)
        await self._listen(sites, authority)
