"""Tracking logs by way of the mid: "Use this platform as a proxy to access the tracking servers".

The box stands in mid-sourcing-server.md; what goes to and fro behind it is not public. L-58: the
mid itself answers GetTrackingLogs of ``nms:remoteTracking``, for all its tracking servers at once,
with one opaque pointer, to whom is logged on and names the instance on the tracking servers.
"""

from dataclasses import dataclass

from campaign_tracking.lab.database import Database
from campaign_tracking.lab.log_sources import Collected, TrackingServers
from campaign_tracking.lab.mid_sourcing.counterparts import Counterparts
from campaign_tracking.lab.mid_sourcing.mid import Mid, MidError
from campaign_tracking.lab.redirection.remote_client import BUILD_PARAMETER, SERVICE
from campaign_tracking.lab.redirection.remote_methods import collected_logs
from campaign_tracking.lab.scheduled_workflow import WorkflowError
from campaign_tracking.lab.soap.answer import Answer
from campaign_tracking.lab.soap.call import SoapCall
from campaign_tracking.lab.soap.fault import SoapFault

_DEFAULT_COUNT = "0"  # GetTrackingLogs' logCount: the server's own default


@dataclass(frozen=True, slots=True, kw_only=True)
class MidProxy:
    """The source of a marketing instance: the mid, with its ids made ours."""

    database: Database
    mid: Mid
    counterparts: Counterparts

    async def collect(self, pointer: str) -> Collected:
        """Return the next logs of our own deliveries.

        Raises:
            WorkflowError: If the mid does not answer (L-59).
        """
        instance = self.database.option("NmsTracking_Instance")
        database_id = self.database.option("XtkDatabaseId")
        try:
            answer = await self.mid.track(
                "GetTrackingLogs", instance, database_id, BUILD_PARAMETER, pointer, _DEFAULT_COUNT
            )
        except MidError as error:
            raise WorkflowError(str(error)) from error
        logs = map(self.counterparts.own_log, answer[2].iter("log"))
        return Collected(
            pointer=answer[0].text or "", logs=tuple(log for log in logs if log is not None)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingProxy:
    """``nms:remoteTracking#GetTrackingLogs`` of the mid."""

    database: Database
    servers: TrackingServers

    async def get_tracking_logs(self, call: SoapCall) -> Answer:
        """Return what all tracking servers logged after the pointer."""
        if call.text(0) != self.database.option("NmsTracking_Instance"):
            detail = f"There is no tracking instance '{call.text(0)}'."
            raise SoapFault.while_executing(SERVICE, call.method, detail)
        try:
            collected = await self.servers.collect(call.text(3))
        except WorkflowError as error:
            raise SoapFault.while_executing(SERVICE, call.method, str(error)) from error
        return collected_logs(collected.pointer, collected.logs)
