"""The marketing instance's side put together."""

import httpx

from campaign_tracking.lab.database import Database
from campaign_tracking.lab.mid_sourcing.counterparts import Counterparts
from campaign_tracking.lab.mid_sourcing.execution import MidExecution
from campaign_tracking.lab.mid_sourcing.first_rows import DELIVERIES_WORKFLOW, LOGS_WORKFLOW
from campaign_tracking.lab.mid_sourcing.mid import Mid
from campaign_tracking.lab.mid_sourcing.proxy import MidProxy
from campaign_tracking.lab.mid_sourcing.synchronisation import Synchronisation


class MidLink:
    """What joins a marketing instance with its mid.

    Attributes:
        execution: Of the deliveries that are routed to the mid.
        log_source: Of the Tracking workflow.
        workflows: What the synchronising workflows do, by internal name.
    """

    def __init__(self, database: Database, client: httpx.AsyncClient) -> None:
        """Join the instance that has this database."""
        mid, counterparts = Mid(database=database, client=client), Counterparts()
        self.execution = MidExecution(database=database, mid=mid, counterparts=counterparts)
        self.log_source = MidProxy(database=database, mid=mid, counterparts=counterparts)
        synchronisation = Synchronisation(database=database, mid=mid, counterparts=counterparts)
        self.workflows = {
            DELIVERIES_WORKFLOW: synchronisation.bring_states,
            LOGS_WORKFLOW: synchronisation.bring_logs,
        }
