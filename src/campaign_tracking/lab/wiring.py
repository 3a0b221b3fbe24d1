"""Makes running servers and processes out of a platform's parts."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from campaign_tracking.lab.access import Access
from campaign_tracking.lab.application.analyses import Analyses
from campaign_tracking.lab.application.deliveries import Deliveries
from campaign_tracking.lab.application.entities import Entities
from campaign_tracking.lab.application.options import Options
from campaign_tracking.lab.application.pages import Pages
from campaign_tracking.lab.application.server import ApplicationServer
from campaign_tracking.lab.application.workflows import Workflows
from campaign_tracking.lab.background import Background
from campaign_tracking.lab.balancer import Balancer
from campaign_tracking.lab.delivery.analysis import Analysis
from campaign_tracking.lab.delivery.execution import Execution, OwnExecution, RoutedExecution
from campaign_tracking.lab.delivery.job import Jobs
from campaign_tracking.lab.delivery.message import Renderer
from campaign_tracking.lab.delivery.mirror import MirrorPages
from campaign_tracking.lab.delivery.mta import Mta
from campaign_tracking.lab.instance import MTA, Instance
from campaign_tracking.lab.log_sources import TrackingServers
from campaign_tracking.lab.mid_sourcing.link import MidLink
from campaign_tracking.lab.mid_sourcing.proxy import TrackingProxy
from campaign_tracking.lab.mid_sourcing.reception import Reception
from campaign_tracking.lab.outgoing_client import transport_from
from campaign_tracking.lab.pace import Pace
from campaign_tracking.lab.platform import Platform
from campaign_tracking.lab.redirection.log_files import LogFiles
from campaign_tracking.lab.redirection.r_test import RTestPage, Variant
from campaign_tracking.lab.redirection.server import TrackingServer, run_trackinglogd
from campaign_tracking.lab.scheduled_workflow import ScheduledWorkflow, Work
from campaign_tracking.lab.tracking_workflow import NAME, TrackingCollection
from campaign_tracking.lab.web import Site

Process = Callable[[], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """What servers and processes share.

    Attributes:
        clients: By which each machine calls others, by its name.
        background: For work that a call leaves behind.
        mail_server: Host and port to which every mta relays.
        processes: Of all servers so far; to be started once every port listens.
    """

    platform: Platform
    clients: Mapping[str, httpx.AsyncClient]
    pace: Pace
    background: Background
    mail_server: tuple[str, int]
    processes: list[Process] = field(default_factory=list)

    def tracking_site(self, server: TrackingServer) -> Site:
        """Return a tracking server; its trackinglogd is among the processes."""
        logs = LogFiles(
            server.log_folder,
            server.settings.most_log_bytes,
            disk_is_full=server.machine.log_disk_is_full,
        )
        if server.trackinglogd:
            self.processes.append(lambda: run_trackinglogd(server.memory, logs, self.pace))
        tomcat_url = self.platform.executing.url
        application = server.application(logs, self.clients[server.name], tomcat_url)
        return Site(
            name=server.name,
            application=application,
            certificate=server.certificate,
            latency_s=server.latency_s,
        )

    def tomcat_site(self, server: TrackingServer) -> Site:
        """Return the Tomcat of a tracking server, for who calls it past the web server."""
        logs = LogFiles(server.log_folder, server.settings.most_log_bytes)
        client, tomcat_url = self.clients[server.name], self.platform.executing.url
        return Site(
            name=f"{server.name}-tomcat", application=server.tomcat(logs, client, tomcat_url)
        )

    def balancer_site(self) -> Site:
        """Return what stands in front of the tracking servers; its watch is among the processes."""
        urls, front = [server.url for server in self.platform.servers], self.platform.front
        balancer = Balancer(urls, transport_from(front.balancer), front.pool)
        self.processes.append(balancer.watch)
        return Site(name="balancer", application=balancer, certificate=front.certificate)

    def application_site(self, instance: Instance, access: Access, variant: Variant) -> Site:
        """Return an application server; its mta and its workflows are among the processes."""
        mirror_pages, jobs = MirrorPages(), Jobs()
        own = self._own_execution(instance, mirror_pages)
        link = self._mid_link(instance)
        execution = own if link is None else RoutedExecution(own=own, mid=link.execution)
        servers = TrackingServers(
            database=instance.database,
            client=self.clients[instance.machine.name],
            logs_per_request=instance.settings.logs_per_request,
        )
        server = ApplicationServer(
            sessions=access.sessions,
            identity=access.identity,
            options=Options(database=instance.database),
            entities=Entities(
                database=instance.database,
                hidden_targets=access.hidden_targets,
                unreadable=access.unreadable,
            ),
            deliveries=self._deliveries(instance, access, jobs, execution),
            reception=Reception(database=instance.database, jobs=jobs, execution=own),
            tracking_proxy=TrackingProxy(database=instance.database, servers=servers),
            workflows=Workflows(running=self._workflows(instance, servers, link)),
            pages=Pages(
                sessions=access.sessions,
                mirror_pages=mirror_pages,
                take_headers=access.pages_take_headers,
            ),
            test_page=RTestPage(
                variant=variant,
                local_host=instance.host,
                build=instance.machine.build,
                instance_of=lambda _: instance.name,
                zones=access.zones,
            ),
        )
        return Site(name=instance.site, application=server.application())

    def _mid_link(self, instance: Instance) -> MidLink | None:
        """Return what joins the marketing instance with its mid; None for any other instance."""
        if self.platform.mid is None or instance is not self.platform.marketing:
            return None
        return MidLink(database=instance.database, client=self.clients[instance.machine.name])

    def _workflows(
        self, instance: Instance, servers: TrackingServers, link: MidLink | None
    ) -> list[ScheduledWorkflow]:
        """Return the instance's workflows."""
        source = servers if link is None else link.log_source
        collection = TrackingCollection(database=instance.database, source=source)
        works: dict[str, Work] = {
            NAME: collection.collect,
            **({} if link is None else link.workflows),
        }
        workflows = [
            ScheduledWorkflow(row=row, pace=self.pace, work=works[row.internal_name])
            for row in instance.database.workflows.values()
        ]
        if instance.settings.runs_workflows:
            self.processes.extend(workflow.run for workflow in workflows)
        return workflows

    def _own_execution(self, instance: Instance, mirror_pages: MirrorPages) -> OwnExecution:
        """Return how the instance executes deliveries itself, with an mta that may not run."""
        settings = instance.settings
        renderer = Renderer(
            database=instance.database,
            mirror_pages=mirror_pages,
            signer=self.platform.signer,
            signs=settings.signs_links,
        )
        mta = Mta(
            database=instance.database,
            pace=self.pace,
            renderer=renderer,
            address=self.mail_server,
            simulates=settings.simulates_sending,
            has_stat_server=settings.has_stat_server,
        )
        if MTA in settings.running:
            self.processes.append(mta.run)
        return OwnExecution(
            database=instance.database,
            client=self.clients[instance.machine.name],
            pace=self.pace,
            mta=mta,
            signed=settings.signs_links,
        )

    def _deliveries(
        self, instance: Instance, access: Access, jobs: Jobs, execution: Execution
    ) -> Deliveries:
        analysis = Analysis(database=instance.database, pace=self.pace, execution=execution)
        return Deliveries(
            analyses=Analyses(analysis=analysis, jobs=jobs, spawn=self.background.spawn),
            hidden_targets=access.hidden_targets,
        )
