"""The running lab: started, asked for its addresses, stopped."""

import asyncio
import contextlib
import secrets
import ssl
import tempfile
from collections import deque
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from campaign_tracking.lab import faults
from campaign_tracking.lab.addresses import APPLICATION_HOST, Ports, bind, bind_tracking
from campaign_tracking.lab.application.operators import Operator
from campaign_tracking.lab.assumptions import UPLOAD_TIMEOUT_S
from campaign_tracking.lab.background import Background
from campaign_tracking.lab.certificates import Authority
from campaign_tracking.lab.mail_sink import MailSink
from campaign_tracking.lab.pace import Pace
from campaign_tracking.lab.platform import assemble
from campaign_tracking.lab.redirection.server import TrackingServer
from campaign_tracking.lab.settings import LOGIN, LabSettings
from campaign_tracking.lab.web import Dispatcher, RequestSeen, Site, WebServer
from campaign_tracking.lab.wiring import Wiring


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
        self._authority = Authority()
        self._background = Background()
        self._ending = contextlib.AsyncExitStack()
        self._seen: deque[RequestSeen] = deque()

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

    def client_context(self) -> ssl.SSLContext:
        """Return a TLS context that trusts this lab and nothing else."""
        return self._authority.client_context()

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
        application, tracking = self._bind()
        self._make_folder()
        self.campaign_url = application.secure_url
        self.platform = assemble(self.settings, self.folder, application, tracking)
        for fault_id in self.settings.faults:
            faults.by_id(fault_id).apply(self.platform)
        await self._serve(application, tracking)

    def _bind(self) -> tuple[Ports, list[Ports]]:
        application = bind(APPLICATION_HOST)
        self._ending.callback(application.close)
        tracking = []
        for number in range(1, self.settings.tracking_servers + 1):
            tracking.append(bind_tracking(number))
            self._ending.callback(tracking[-1].close)
        return application, tracking

    def _make_folder(self) -> None:
        made = tempfile.TemporaryDirectory(prefix="campaign-tracking-lab-")
        self._ending.callback(made.cleanup)
        self.folder = Path(made.name)
        self.password_file.touch(mode=0o600)
        self.password_file.write_text(self.password, encoding="utf-8")

    async def _serve(self, application: Ports, tracking: list[Ports]) -> None:
        self._authority.write(self.ca_file)
        client = _client(self.client_context())
        self._ending.push_async_callback(client.aclose)
        self._sink = MailSink(self.maildir)
        await self._sink.start(APPLICATION_HOST)
        self._ending.push_async_callback(self._sink.stop)
        self._ending.push_async_callback(self._background.stop)
        wiring = Wiring(
            platform=self.platform, client=client, pace=self._pace, background=self._background
        )
        operator = Operator(login=self.login, password=self.password)
        campaign = wiring.application_site(operator, self._sink.address, self.settings.r_test)
        served = [(application, campaign)]
        for ports, server in zip(tracking, self.platform.servers, strict=True):
            if server.listening:
                served.append((ports, wiring.tracking_site(server, self.campaign_url)))
        await self._listen(served)

    async def _listen(self, served: list[tuple[Ports, Site]]) -> None:
        plain_sites = {ports.plain: site for ports, site in served}
        secure_sites = {ports.secure: site for ports, site in served}
        both = (plain_sites | secure_sites).items()
        by_address = {bound.getsockname(): site for bound, site in both}
        dispatcher = Dispatcher(by_address, self.settings.latency_ms / 1000)
        self._seen = dispatcher.seen
        context = self._authority.server_context(sorted({host for host, _ in by_address}))
        plain = WebServer(dispatcher, plain_sites, None)
        secure = WebServer(dispatcher, secure_sites, context)
        self._ending.push_async_callback(lambda: asyncio.gather(plain.stop(), secure.stop()))
        await asyncio.gather(plain.start(), secure.start())


def _client(context: ssl.SSLContext) -> httpx.AsyncClient:
    """Return the platform's own client: it trusts the private CA and keeps no connection."""
    return httpx.AsyncClient(
        verify=context,
        timeout=UPLOAD_TIMEOUT_S,
        trust_env=False,
        limits=httpx.Limits(max_keepalive_connections=0),
    )
