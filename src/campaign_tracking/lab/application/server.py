"""The application server put together: every method and every page, literally listed."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.routing import Route

from campaign_tracking.lab.application.declarations import checked, declarations
from campaign_tracking.lab.application.deliveries import Deliveries
from campaign_tracking.lab.application.entities import Entities
from campaign_tracking.lab.application.identity_service import TOKEN_PATH, IdentityService
from campaign_tracking.lab.application.job_methods import JobMethods
from campaign_tracking.lab.application.options import Options
from campaign_tracking.lab.application.pages import LOGON, Pages
from campaign_tracking.lab.application.sessions import Sessions
from campaign_tracking.lab.application.workflows import Workflows
from campaign_tracking.lab.mid_sourcing.proxy import TrackingProxy
from campaign_tracking.lab.mid_sourcing.reception import Reception
from campaign_tracking.lab.redirection.r_test import RTestPage
from campaign_tracking.lab.soap.call import SoapCall
from campaign_tracking.lab.soap.router import Method, SoapRouter


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationServer:
    """Everything that the application server answers with.

    Attributes:
        identity: The identity service; it has no server of its own in the lab, all share it.
    """

    sessions: Sessions
    identity: IdentityService
    options: Options
    entities: Entities
    deliveries: Deliveries
    reception: Reception
    tracking_proxy: TrackingProxy
    workflows: Workflows
    pages: Pages
    test_page: RTestPage

    def application(self) -> Starlette:
        """Return it as a web application."""
        router = self._router()
        pages = self.pages
        return Starlette(
            routes=[
                Route("/r/test", self.test_page.answer),
                Route("/nl/jsp/soaprouter.jsp", router.answer, methods=["POST"]),
                Route("/nl/jsp/ping.jsp", pages.ping),
                Route("/nl/jsp/mcPing.jsp", pages.mc_ping),
                Route("/nl/jsp/schemawsdl.jsp", pages.schema_wsdl),
                Route("/nl/jsp/m.jsp", pages.mirror_page),
                Route(LOGON, pages.logon),
                Route(TOKEN_PATH, self.identity.token, methods=["POST"]),
            ]
        )

    def _router(self) -> SoapRouter:
        """Return the methods, each behind a check of its session and of its arguments."""
        known = declarations()
        anonymous = {action for action, declared in known.items() if declared.anonymous}

        def guard(call: SoapCall) -> None:
            if call.action not in anonymous:
                self.sessions.check(call.caller)

        served = {
            action: checked(method, known[action]) for action, method in self.methods().items()
        }
        return SoapRouter(served, guard, self.sessions.shows_errors)

    def methods(self) -> Mapping[str, Method]:
        """Return what is served, by action without a schema."""
        jobs = JobMethods(deliveries=self.deliveries)
        return {
            **self._session_methods(),
            **self._delivery_methods(),
            "xtk:jobInterface#Submit": jobs.submit,
            "xtk:jobInterface#Execute": jobs.execute,
            "xtk:jobInterface#GetStatus": jobs.get_status,
            "xtk:jobInterface#GetResult": jobs.get_result,
            "xtk:jobInterface#HasWarning": jobs.has_warning,
            "xtk:jobInterface#Cancel": jobs.cancel,
            "xtk:jobInterface#Pause": jobs.pause,
            "nms:remoteTracking#GetTrackingLogs": self.tracking_proxy.get_tracking_logs,
            "xtk:workflow#Wakeup": self.workflows.wakeup,
        }

    def _session_methods(self) -> Mapping[str, Method]:
        sessions, entities = self.sessions, self.entities
        return {
            "xtk:session#Logon": sessions.logon,
            "xtk:session#BearerTokenLogon": sessions.bearer_token_logon,
            "xtk:session#Logoff": sessions.logoff,
            "xtk:session#GetUserInfo": sessions.get_user_info,
            "xtk:session#GetServerTime": sessions.get_server_time,
            "xtk:session#TestCnx": sessions.check_connection,
            "xtk:session#GetOption": self.options.get_option,
            "xtk:session#Write": entities.write,
            "xtk:persist#Write": entities.write,
            "xtk:persist#GetEntityIfMoreRecent": entities.get_entity_if_more_recent,
            "xtk:session#WriteCollection": entities.write_collection,
            "xtk:persist#NewInstance": entities.new_instance,
            "xtk:persist#Duplicate": entities.duplicate,
            "xtk:queryDef#ExecuteQuery": entities.execute_query,
            "xtk:queryDef#SelectAll": entities.select_all,
        }

    def _delivery_methods(self) -> Mapping[str, Method]:
        deliveries = self.deliveries
        return {
            "nms:delivery#AppendDeliveryPart": self.reception.append_delivery_part,
            "nms:delivery#CreateFromModel": deliveries.create_from_model,
            "nms:delivery#SubmitDelivery": deliveries.submit_delivery,
            "nms:delivery#Prepare": deliveries.prepare,
            "nms:delivery#PrepareFromId": deliveries.prepare_from_id,
            "nms:delivery#PrepareAndStart": deliveries.prepare_and_start,
            "nms:delivery#Play": deliveries.play,
            "nms:delivery#Pause": deliveries.pause,
            "nms:delivery#Stop": deliveries.stop,
            "nms:delivery#ExecCommand": deliveries.exec_command,
        }
