"""Sessions: who is let in, and ``xtk:session`` as far as it is about that.

The order of the questions is ours (L-33): the address, then plain HTTP, then the credentials.
"""

import hmac
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from campaign_tracking.lab import stamps
from campaign_tracking.lab.application.identity_service import IdentityService
from campaign_tracking.lab.application.lives import ExpiredForm, Life, Span, Spans
from campaign_tracking.lab.application.operators import Operator
from campaign_tracking.lab.assumptions import BUILD, COMMIT, VERSION
from campaign_tracking.lab.markup import element
from campaign_tracking.lab.soap import answer
from campaign_tracking.lab.soap.answer import Answer
from campaign_tracking.lab.soap.call import SoapCall
from campaign_tracking.lab.soap.caller import Caller
from campaign_tracking.lab.soap.fault import SessionExpired, SessionRefused, SoapFault
from campaign_tracking.lab.zones import Right, Rights, Zones, default_zones


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """An open session.

    Attributes:
        security_token: Empty if it needs none: ``<login>/<password>`` in a session's place.
    """

    operator: Operator
    span: Span
    security_token: str = field(default="", repr=False)


class Sessions:
    """The sessions of one platform."""

    def __init__(
        self,
        operators: Sequence[Operator],
        instance: str,
        *,
        zones: Zones | None = None,
        life: Life | None = None,
        identity: IdentityService | None = None,
    ) -> None:
        """Start without any session.

        Args:
            operators: Who may log on; a token of the identity service is the first one's.
            instance: Name of the instance.
            zones: From where, and how; the defaults if left out.
            life: How long sessions live; the documented times if left out.
            identity: Whose bearer tokens are taken; none are if left out.
        """
        self._operators, self._instance = tuple(operators), instance
        self._zones, self._life = zones or default_zones(), life or Life()
        self._identity, self._spans = identity, Spans(self._life)
        self._sessions: dict[str, Session] = {}

    def check(self, caller: Caller) -> None:
        """Refuse a caller without a session, or what stands for one; this counts as a call."""
        rights = self._rights(caller)
        if caller.bearer and not caller.session_token:
            self._check_bearer(caller, rights)
            return
        session = self._session(caller, rights)
        self._check_zone(session.operator, caller)
        if not self._spans.lives(session.span):
            raise self._expired()

    def shows_errors(self, caller: Caller) -> bool:
        """Return whether the caller's zone has ``showErrors``."""
        return Right.SHOW_ERRORS in self._zones.rights(self._address(caller))

    async def logon(self, call: SoapCall) -> Answer:
        """Open a session for login and password."""
        self._check_http(call.caller, self._rights(call.caller))
        for operator in self._operators:
            if _same((operator.login, operator.password), (call.text(0), call.text(1))):
                if not operator.takes_password:
                    raise SoapFault.native_login()
                return self._opened(operator, call.caller)
        raise SessionRefused.wrong_password()

    async def bearer_token_logon(self, call: SoapCall) -> Answer:
        """Open a session for a token of the identity service."""
        self._check_http(call.caller, self._rights(call.caller))
        if self._identity is None or not self._identity.is_good(call.text(0)):
            raise SessionRefused.wrong_password()
        self._check_profile()
        return self._opened(self._operators[0], call.caller)

    async def logoff(self, call: SoapCall) -> Answer:
        """End the session; what stands for one without a logon lives on."""
        session = self._sessions.get(call.caller.session_token)
        if session is not None and session.security_token:
            del self._sessions[call.caller.session_token]
        return Answer(namespace="xtk:session")

    async def get_user_info(self, call: SoapCall) -> Answer:
        """Tell who is logged on."""
        session = self._sessions.get(call.caller.session_token)
        operator = self._operators[0] if session is None else session.operator
        values = [answer.literal("pUserInfo", operator.user_info())]
        return Answer(namespace="xtk:session", values=values)

    async def get_server_time(self, _call: SoapCall) -> Answer:
        """Tell the time; the element's name is not public."""
        return Answer(namespace="xtk:session", values=[answer.moment("pdtTime", stamps.now())])

    async def check_connection(self, _call: SoapCall) -> Answer:
        """Say nothing, which is the sign that all is well."""
        return Answer(namespace="xtk:session")

    def _address(self, caller: Caller) -> str:
        return self._zones.caller(caller.peer, caller.headers)

    def _rights(self, caller: Caller) -> Rights:
        """Return what the caller's zones allow; refuse an address that no operator may have."""
        address = self._address(caller)
        if not any(self._zones.admits(operator.zone, address) for operator in self._operators):
            raise SessionRefused.wrong_address(address)
        return self._zones.rights(address)

    def _check_zone(self, operator: Operator, caller: Caller) -> None:
        address = self._address(caller)
        if not self._zones.admits(operator.zone, address):
            raise SessionRefused.wrong_address(address)

    def _check_bearer(self, caller: Caller, rights: Rights) -> None:
        self._check_http(caller, rights)
        self._check_zone(self._operators[0], caller)
        if self._identity is None or not self._identity.lives(caller.bearer):
            raise SessionRefused.wrong_bearer()
        self._check_profile()

    def _check_profile(self) -> None:
        """Refuse whom the identity service knows, and no product profile lets in here."""
        if not self._operators[0].has_profile:
            raise SoapFault.no_profile()

    def _session(self, caller: Caller, rights: Rights) -> Session:
        """Return the session of a session token and, unless it is waived, a security token."""
        found = self._sessions.get(caller.session_token)
        if found is None:
            found = self._by_password(caller, rights)
        given, needed = caller.security_token, found.security_token
        if Right.SESSION_TOKEN_ONLY in rights or _same((needed,), (given,)):
            return found
        raise self._expired()

    def _by_password(self, caller: Caller, rights: Rights) -> Session:
        """Return the session for ``<login>/<password>``, opened when it is first seen."""
        if {Right.ALLOW_USER_PASSWORD, Right.SESSION_TOKEN_ONLY} <= rights:
            self._check_http(caller, rights)
            for operator in self._operators:
                if _same((operator.session_token,), (caller.session_token,)):
                    session = Session(operator=operator, span=self._spans.begin())
                    return self._sessions.setdefault(operator.session_token, session)
        raise self._expired()

    def _opened(self, operator: Operator, caller: Caller) -> Answer:
        self._check_zone(operator, caller)
        token, security = f"___{uuid.uuid4()}", f"@{secrets.token_urlsafe(72)}"
        self._sessions[token] = Session(
            operator=operator, span=self._spans.begin(), security_token=security
        )
        info = element("sessionInfo", {}, self._server_info(), operator.user_info())
        values = [
            answer.string("pstrSessionToken", token),
            answer.literal("pSessionInfo", info),
            answer.string("pstrSecurityToken", security),
        ]
        return Answer(namespace="xtk:session", values=values)

    def _server_info(self) -> ET.Element:
        major, minor, pack = VERSION.split(".")
        life_s = str(int(self._life.session_s))
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
                "sessionTimeOut": life_s,
                "securityTimeOut": life_s,
            },
        )

    def _expired(self) -> SessionExpired:
        form = self._life.expired
        status_code = 403 if form is ExpiredForm.TEXT_403 else 200
        return SessionExpired(status_code, as_fault=form is ExpiredForm.FAULT_200)

    def _check_http(self, caller: Caller, rights: Rights) -> None:
        """Refuse to open a session over plain HTTP where the zone has no ``allowHTTP``."""
        if not caller.secure and Right.ALLOW_HTTP not in rights:
            raise SessionRefused.plain_http()


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    pairs = [hmac.compare_digest(a.encode(), b.encode()) for a, b in zip(one, other, strict=True)]
    return all(pairs)
