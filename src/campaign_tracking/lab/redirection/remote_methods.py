"""``nms:remoteTracking`` on a tracking server: upload, spare-server fetch, log collection."""

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from campaign_tracking.lab import stamps
from campaign_tracking.lab.markup import element
from campaign_tracking.lab.redirection.delivery_file import DeliveryFiles
from campaign_tracking.lab.redirection.log_files import CorruptedLogError, Hit, LogFiles
from campaign_tracking.lab.redirection.remote_client import SERVICE
from campaign_tracking.lab.redirection.server_settings import ServerSettings
from campaign_tracking.lab.soap import answer
from campaign_tracking.lab.soap.answer import Answer
from campaign_tracking.lab.soap.call import SoapCall
from campaign_tracking.lab.soap.fault import SoapFault
from campaign_tracking.lab.soap.router import Method

CORRUPTED = "corrupted tracking log"


class RemoteMethods:
    """Answers other Campaign servers, if they know the instance, its database id and password.

    What a server says to one that does not is not public: a fault, whose text nobody reads (A-01).
    """

    def __init__(self, settings: ServerSettings, files: DeliveryFiles, logs: LogFiles) -> None:
        """Answer about these files."""
        self._settings = settings
        self._files, self._logs = files, logs

    def by_action(self) -> Mapping[str, Method]:
        """Return the methods as the SOAP router finds them."""
        return {
            f"{SERVICE}#PushTrackingInfo": self.push_tracking_info,
            f"{SERVICE}#GetTrackingInfo": self.get_tracking_info,
            f"{SERVICE}#GetTrackingLogs": self.get_tracking_logs,
        }

    def guard(self, call: SoapCall) -> None:
        """Refuse who does not know what this server was registered with."""
        own = self._settings.registration
        here = self._settings.is_for_instance(call.caller.headers.get("host", ""))
        known = here and own.database_id and own.password
        if not known or (call.caller.session_token, call.text(0), call.text(1)) != (
            own.token,
            own.instance,
            own.database_id,
        ):
            detail = "The instance, its database identifier or its password does not fit."
            raise SoapFault.while_executing(SERVICE, call.method, detail)

    async def push_tracking_info(self, call: SoapCall) -> Answer:
        """Store a delivery's tracking information; what is said if that fails is not public."""
        try:
            self._files.store(call.document(3))
        except OSError as error:
            raise SoapFault.while_executing(SERVICE, call.method, str(error)) from error
        return Answer(namespace=SERVICE)

    async def get_tracking_info(self, call: SoapCall) -> Answer:
        """Return a delivery's tracking information; nothing if it is unknown here."""
        info = self._files.find(call.number(2))
        return Answer(namespace=SERVICE, values=[answer.literal("pdomDocument", info)])

    async def get_tracking_logs(self, call: SoapCall) -> Answer:
        """Return the logs after a pointer."""
        try:
            found = self._logs.after(call.number(3), call.number(4))
        except CorruptedLogError as error:
            raise SoapFault.while_executing(
                SERVICE, call.method, f"{CORRUPTED}: {error}"
            ) from error
        pointer = found[-1][0] if found else call.number(3)
        return collected_logs(str(pointer), [_log(log_id, hit) for log_id, hit in found])


def collected_logs(pointer: str, logs: Sequence[ET.Element]) -> Answer:
    """Return the answer of GetTrackingLogs: where to go on from, and the logs."""
    values = [
        answer.string("pstrPointer", pointer),
        answer.number("plLogCount", len(logs)),
        answer.literal("pdomLogs", element("logs", {}, *logs)),
        answer.moment("pdtSrvDate", stamps.now()),
    ]
    return Answer(namespace=SERVICE, values=values)


def _log(log_id: int, hit: Hit) -> ET.Element:
    attributes = {
        "id": str(log_id),
        "logDate": stamps.xtk(hit.at),
        "broadLog-id": str(hit.broad_log_id),
        "delivery-id": str(hit.delivery_id),
        "url-id": str(hit.url_id),
    }
    return element("log", attributes)
