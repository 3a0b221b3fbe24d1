"""The running lab: started, asked for its addresses, stopped."""

import asyncio
import contextlib
import secrets
import ssl
import tempfile
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from socket import socket
from types import TracebackType
from typing import Self

from campaign_tracking.lab import faults
from campaign_tracking.lab.access import Access, make_access
from campaign_tracking.lab.addresses import APPLICATION_HOST, Ports
from campaign_tracking.lab.application.identity_service import Credential, IdentityService
from campaign_tracking.lab.application.operators import Operator
from campaign_tracking.lab.assembling import assemble
from campaign_tracking.lab.background import Background
from campaign_tracking.lab.certificates import Authority, Certificate
from campaign_tracking.lab.configured import configure
from campaign_tracking.lab.instance import Instance
from campaign_tracking.lab.mail_sink import Greylisting, MailSink
from campaign_tracking.lab.noise import WORKFLOW_JITTER_S, Noise
from campaign_tracking.lab.outgoing_client import clients_of
from campaign_tracking.lab.pace import Pace
from campaign_tracking.lab.places import Places, bind_places
from campaign_tracking.lab.redirection.server import Listens, TrackingServer
from campaign_tracking.lab.settings import LOGIN, LabSettings
from campaign_tracking.lab.silent_port import fall_silent
from campaign_tracking.lab.web import Dispatcher, RequestSeen, Site, WebServer
from campaign_tracking.lab.wiring import Wiring
from campaign_tracking.lab.zones import ELSEWHERE, LAN


class Lab:
    """A Campaign platform on loopback.

    Use it as an asynchronous context manager, or call :meth:`start` and :meth:`stop`.

    Attributes:
        folder: Everything that it writes; gone when it ends.
        campaign_url: The application server.
        plain_url: The same without TLS.
        credential: For the identity service.
        login: Of the operator whose password is ``password``, on a mid ``mid_password``.
        platform: Its parts: database, tracking servers.
    """

    def __init__(self, settings: LabSettings | None = None) -> None:
        """Prepare a lab; nothing is bound or written yet."""
        self.settings = settings or LabSettings()
        for fault_id in self.settings.faults:
            self.settings = faults.by_id(fault_id).asked(self.settings)
        self.login, self.password = LOGIN, secrets.token_urlsafe(24)
        self.folder = Path()
        self.campaign_url, self.plain_url = "", ""
        self.credential = Credential()
        self._identity = IdentityService(self.credential, self.settings.life)
        self.mid_password = secrets.token_urlsafe(24)
        self._pace = Pace(
            self.settings.seed,
            period_s=self.settings.workflow_period_s,
            jitter_s=WORKFLOW_JITTER_S if self.settings.noise else 0.0,
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
    def client_secret_file(self) -> Path:
        """The secret of the identity service's credential, likewise."""
        return self.folder / "client-secret"

    @property
    def session_token_file(self) -> Path:
        """``<login>/<password>``, for zones that take it for a session token, likewise."""
        return self.folder / "session-token"

    @property
    def mid_url(self) -> str:
        """The mid-sourcing server; empty where there is none."""
        return self.platform.mid.url if self.platform.mid else ""

    @property
    def mid_password_file(self) -> Path:
        """The operator's password on the mid, likewise; there is none without a mid."""
        return self.folder / "mid-password"

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
        places = bind_places(self.settings, self._ending)
        self._make_folder()
        application = places.applications[0]
        self.campaign_url, self.plain_url = application.secure_url, application.plain_url
        self.platform = assemble(self.settings, self.folder, places, self._operators())
        for fault_id in self.settings.faults:
            faults.by_id(fault_id).apply(self.platform)
        configure(self.platform)
        await self._serve(places)

    def _operators(self) -> tuple[Operator, Operator]:
        """Return the operator who verifies: on the application server, and on a mid."""
        zone = ELSEWHERE if self.settings.refuse_address else LAN
        return (
            Operator(login=self.login, password=self.password, zone=zone),
            Operator(login=self.login, password=self.mid_password),
        )

    def _make_folder(self) -> None:
        made = tempfile.TemporaryDirectory(prefix="campaign-tracking-lab-")
        self._ending.callback(made.cleanup)
        self.folder = Path(made.name)
        _keep_secret(self.password_file, self.password)
        _keep_secret(self.client_secret_file, self.credential.client_secret)
        _keep_secret(self.session_token_file, f"{self.login}/{self.password}")
        if self.settings.mid_sourcing:
            _keep_secret(self.mid_password_file, self.mid_password)

    async def _serve(self, places: Places) -> None:
        self._authority.write(self.ca_file)
        greylisting = Greylisting(self.settings.greylisted_s) if self.settings.noise else None
        self._sink = MailSink(self.maildir, greylisting, self.platform.gateway)
        await self._sink.start(APPLICATION_HOST)
        self._ending.push_async_callback(self._sink.stop)
        clients = clients_of(self.platform, self.client_context())
        for client in clients.values():
            self._ending.push_async_callback(client.aclose)
        wiring = Wiring(
            platform=self.platform,
            clients=clients,
            pace=self._pace,
            background=self._background,
            mail_server=self.settings.smtp or self._sink.address,
        )
        closed = places.front.secure if self.platform.front.secure_port_is_silent else None
        await self._listen(list(self._sites(places, wiring)), closed)
        self._fall_silent(places)
        self._ending.push_async_callback(self._background.stop)
        for process in wiring.processes:
            self._background.spawn(process())

    def _sites(self, places: Places, wiring: Wiring) -> Iterator[tuple[Ports, Site]]:
        """Yield the servers that run, each with its ports."""
        for ports, instance in zip(places.applications, self.platform.instances, strict=True):
            access = self._access(instance)
            yield ports, wiring.application_site(instance, access, self.settings.r_test)
        for ports, server in zip(places.tracking, self.platform.servers, strict=True):
            if server.listens is Listens.YES:
                yield ports, wiring.tracking_site(server)
        for ports, server in zip(places.tomcats, self.platform.servers, strict=False):
            yield ports, wiring.tomcat_site(server)
        if self.platform.stranger.listens is Listens.YES:
            yield places.stranger, wiring.tracking_site(self.platform.stranger)
        if places.balancer is not None:
            yield places.balancer, wiring.balancer_site()

    def _fall_silent(self, places: Places) -> None:
        """Let nothing come back from the ports that are behind a firewall."""
        silent: list[socket] = []
        for ports, server in zip(places.tracking, self.platform.servers, strict=True):
            if server.listens is Listens.SILENT:
                silent += [ports.plain, ports.secure]
        if self.platform.front.secure_port_is_silent:
            silent.append(places.front.secure)
        for port in silent:
            for waiting in fall_silent(port):
                self._ending.callback(waiting.close)

    def _access(self, instance: Instance) -> Access:
        """Return who is let in where; a mid is a healthy one, with the same zone flags.

        Bearer tokens are good on both: there is one identity service.
        """
        settings = self.settings
        if instance is not self.platform.marketing:
            settings = LabSettings(rights=settings.rights)
        return make_access(settings, instance, self._identity)

    def _noise(self) -> Noise | None:
        """Return what disturbs the servers; None if nothing does."""
        if not self.settings.noise:
            return None
        return Noise(self.settings.seed, "balancer" if self.settings.balanced else "trk1")

    async def _listen(self, served: list[tuple[Ports, Site]], closed: socket | None) -> None:
        """Serve on all ports of these servers but for the one that is *closed*."""
        plain_sites = {ports.plain: site for ports, site in served}
        secure_sites = {ports.secure: site for ports, site in served if ports.secure is not closed}
        both = (plain_sites | secure_sites).items()
        by_address = {bound.getsockname(): site for bound, site in both}
        dispatcher = Dispatcher(by_address, self.settings.latency_ms / 1000, self._noise())
        self._seen = dispatcher.seen
        hosts = sorted({host for host, _ in by_address})
        servers = [WebServer(dispatcher, plain_sites, None)]
        for kind in Certificate:
            sockets = [bound for bound, site in secure_sites.items() if site.certificate is kind]
            context = self._authority.server_context(hosts, kind)
            servers += [WebServer(dispatcher, sockets, context)] if sockets else []
        self._ending.push_async_callback(
            lambda: asyncio.gather(*(server.stop() for server in servers))
        )
        await asyncio.gather(*(server.start() for server in servers))


def _keep_secret(file: Path, secret: str) -> None:
    """Write *secret* for its owner alone."""
    file.touch(mode=0o600)
    file.write_text(secret, encoding="utf-8")
