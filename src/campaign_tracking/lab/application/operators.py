"""Operators and their sessions."""

import hmac
import secrets
import uuid
from dataclasses import dataclass, field
from typing import Final
from xml.etree import ElementTree as ET

from campaign_tracking.lab import stamps
from campaign_tracking.lab.assumptions import BUILD, COMMIT, VERSION
from campaign_tracking.lab.markup import element
from campaign_tracking.lab.soap import answer
from campaign_tracking.lab.soap.answer import Answer
from campaign_tracking.lab.soap.call import SoapCall
from campaign_tracking.lab.soap.fault import SessionRefused

ANONYMOUS: Final = frozenset({"Logon", "GetServerTime"})
LIFETIME_S: Final = 86_400  # sessionTimeOutSec and securityTimeOutSec


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """Who may log on; the lab has one."""

    login: str
    password: str = field(repr=False)


class Sessions:
    """Sessions of the one operator; ``xtk:session`` as far as it is about them.

    Both tokens are needed, as where the caller's zone has no ``sessionTokenOnly``
    (security-zones.md).
    """

    def __init__(self, operator: Operator, instance: str) -> None:
        """Start without any session."""
        self._operator, self._instance = operator, instance
        self._security_by_session: dict[str, str] = {}

    def guard(self, call: SoapCall) -> None:
        """Refuse a call without a session, unless the method is anonymous."""
        if call.service != "xtk:session" or call.method not in ANONYMOUS:
            self.check(call.session_token, call.security_token)

    def check(self, session_token: str, security_token: str) -> None:
        """Refuse tokens that do not belong together, or are unknown."""
        known = self._security_by_session.get(session_token, "")
        if not known or not hmac.compare_digest(known.encode(), security_token.encode()):
            raise SessionRefused.expired()

    async def logon(self, call: SoapCall) -> Answer:
        """Open a session for login and password."""
        known = (self._operator.login, self._operator.password)
        if not _same(known, (call.text(0), call.text(1))):
            raise SessionRefused.wrong_password()
        session, security = f"___{uuid.uuid4()}", f"@{secrets.token_urlsafe(72)}"
        self._security_by_session[session] = security
        info = element("sessionInfo", {}, self._server_info(), self._user_info())
        values = [
            answer.string("pstrSessionToken", session),
            answer.literal("pSessionInfo", info),
            answer.string("pstrSecurityToken", security),
        ]
        return Answer(namespace="xtk:session", values=values)

    async def logoff(self, call: SoapCall) -> Answer:
        """End the session."""
        self._security_by_session.pop(call.session_token, None)
        return Answer(namespace="xtk:session")

    async def get_user_info(self, _call: SoapCall) -> Answer:
        """Tell who is logged on."""
        values = [answer.literal("pUserInfo", self._user_info())]
        return Answer(namespace="xtk:session", values=values)

    async def get_server_time(self, _call: SoapCall) -> Answer:
        """Tell the time; the element's name is not public."""
        return Answer(namespace="xtk:session", values=[answer.moment("pdtTime", stamps.now())])

    async def check_connection(self, _call: SoapCall) -> Answer:
        """Say nothing, which is the sign that all is well."""
        return Answer(namespace="xtk:session")

    def _server_info(self) -> ET.Element:
        major, minor, pack = VERSION.split(".")
        return element(
            "serverInfo",
            {
                "buildNumber": BUILD,
                "commitId": COMMIT,
                "instanceName": self._instance,
                "majNumber": major,
                "minNumber": minor,
                "servicePack": pack,
                "releaseName": VERSION,
                "serverDate": stamps.xtk(stamps.now()),
                "sessionTimeOut": str(LIFETIME_S),
                "securityTimeOut": str(LIFETIME_S),
            },
        )

    def _user_info(self) -> ET.Element:
        login = self._operator.login
        attributes = {
            "login": login,
            "loginId": "1060",
            "loginCS": f"Tracking verification ({login})",
            "timezone": "UTC",
            "instanceLocale": "en",
            "locale": "en",
        }
        return element(
            "userInfo",
            attributes,
            element("login-group", {"id": "1061"}),
            element("login-right", {"right": "admin"}),
            element("installed-package", {"namespace": "nms", "name": "core"}),
        )


def _same(one: tuple[str, str], other: tuple[str, str]) -> bool:
    pairs = [hmac.compare_digest(a.encode(), b.encode()) for a, b in zip(one, other, strict=True)]
    return all(pairs)
