"""Makes running servers and processes out of a platform's parts."""

from dataclasses import dataclass

import httpx

from campaign_tracking.lab.application.deliveries import Deliveries
from campaign_tracking.lab.application.entities import Entities
from campaign_tracking.lab.application.operators import Operator, Sessions
from campaign_tracking.lab.application.options import Options
from campaign_tracking.lab.application.pages import Pages
from campaign_tracking.lab.application.server import ApplicationServer
from campaign_tracking.lab.application.workflows import Workflows
from campaign_tracking.lab.background import Background
from campaign_tracking.lab.delivery.analysis import Analysis
from campaign_tracking.lab.delivery.job import Jobs
from campaign_tracking.lab.delivery.message import Renderer
from campaign_tracking.lab.delivery.mirror import MirrorPages
from campaign_tracking.lab.delivery.mta import Mta
from campaign_tracking.lab.pace import Pace
from campaign_tracking.lab.platform import Platform
from campaign_tracking.lab.redirection.log_files import LogFiles
from campaign_tracking.lab.redirection.r_test import RTestPage, Variant
from campaign_tracking.lab.redirection.server import TrackingServer, run_trackinglogd
from campaign_tracking.lab.settings import INSTANCE
from campaign_tracking.lab.tracking_workflow import TrackingWorkflow
from campaign_tracking.lab.web import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """What servers and processes share."""

    platform: Platform
    client: httpx.AsyncClient
    pace: Pace
    background: Background

    def tracking_site(self, server: TrackingServer, tomcat_url: str) -> Site:
        """Return a tracking server, with its trackinglogd started."""
        logs = LogFiles(server.log_folder)
        if server.trackinglogd:
            self.background.spawn(run_trackinglogd(server.memory, logs, self.pace))
        application = server.application(logs, self.client, tomcat_url)
        return Site(name=server.name, application=application)

    def application_site(
        self, operator: Operator, mail_server: tuple[str, int], variant: Variant
    ) -> Site:
        """Return the application server, with mta and Tracking workflow started."""
        mirror_pages, sessions = MirrorPages(), Sessions(operator, INSTANCE)
        server = ApplicationServer(
            sessions=sessions,
            options=Options(database=self.platform.database),
            entities=Entities(database=self.platform.database),
            deliveries=self._deliveries(mirror_pages, mail_server),
            workflows=Workflows(tracking=self._workflow()),
            pages=Pages(sessions=sessions, mirror_pages=mirror_pages),
            test_page=RTestPage(variant=variant, local_host="app1", instance=INSTANCE),
        )
        return Site(name="application", application=server.application())

    def _workflow(self) -> TrackingWorkflow:
        database = self.platform.database
        row = next(row for row in database.workflows.values() if row.internal_name == "tracking")
        workflow = TrackingWorkflow(database=database, pace=self.pace, client=self.client, row=row)
        self.background.spawn(workflow.run())
        return workflow

    def _deliveries(self, mirror_pages: MirrorPages, mail_server: tuple[str, int]) -> Deliveries:
        database = self.platform.database
        mta = Mta(
            database=database,
            pace=self.pace,
            renderer=Renderer(
                database=database, mirror_pages=mirror_pages, signer=self.platform.signer
            ),
            address=mail_server,
        )
        if self.platform.mta_running:
            self.background.spawn(mta.run())
        return Deliveries(
            analysis=Analysis(database=database, pace=self.pace, client=self.client),
            jobs=Jobs(),
            mta=mta,
            spawn=self.background.spawn,
        )
