"""The mid-sourcing server behind an external account, as the marketing instance calls it."""

from dataclasses import dataclass, replace
from typing import Final
from xml.etree import ElementTree as ET

import httpx

from campaign_tracking.lab.database import Database, Delivery, ExternalAccount
from campaign_tracking.lab.markup import element
from campaign_tracking.lab.soap.outgoing import NoAnswerError, RefusedError, RemoteRouter

SESSION: Final = "xtk:session"
APPEND: Final = "AppendDeliveryPart"
_FAILED: Final = "Error during the call of method '{method}' on the mid sourcing server: '{cause}'"
_UNREACHABLE: Final = (
    "Communication error with the server: please check this one is correctly configured. {cause}"
)


class MidError(Exception):
    """The mid did not do as asked.

    The text is that of delivery-performance-troubleshooting.md; what follows its "..." is L-52.
    """

    def __init__(self, method: str, cause: str) -> None:
        """Say which method failed, and why."""
        super().__init__(_FAILED.format(method=method, cause=cause))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mid:
    """Calls methods of the mid, each in a session of its own (L-53).

    Attributes:
        database: Of the marketing instance: it holds the account.
    """

    database: Database
    client: httpx.AsyncClient

    async def execute(
        self, delivery: Delivery, service: str, method: str, *parameters: str | ET.Element
    ) -> ET.Element:
        """Call the mid to which *delivery* is routed; return the answer's element.

        Raises:
            MidError: If there is no such account, no answer, or a fault.
        """
        account_id = delivery.document.get("deliveryProvider-id", "")
        account = next((row for row in self._accounts() if str(row.id) == account_id), None)
        return await self._call(account, service, method, *parameters)

    async def track(self, method: str, *parameters: str) -> ET.Element:
        """Call ``nms:remoteTracking`` on the mid to which tracking is externalised.

        Raises:
            MidError: As :meth:`execute`.
        """
        name = self.database.option("NmsTracking_ExtAccount")
        account = next((row for row in self._accounts() if row.name == name), None)
        return await self._call(account, "nms:remoteTracking", method, *parameters)

    def _accounts(self) -> list[ExternalAccount]:
        return [row for row in self.database.accounts.values() if row.active and row.server]

    async def _call(
        self,
        account: ExternalAccount | None,
        service: str,
        method: str,
        *parameters: str | ET.Element,
    ) -> ET.Element:
        if account is None:
            raise MidError(method, "There is no active external account of a mid-sourcing server.")
        try:
            session = await self._logged_on(account)
            try:
                return await self._at_pace(session, method).call(service, method, *parameters)
            finally:
                await session.call(SESSION, "Logoff")
        except NoAnswerError as error:
            raise MidError(method, _UNREACHABLE.format(cause=error)) from error
        except RefusedError as error:
            raise MidError(method, str(error)) from error

    def _at_pace(self, session: RemoteRouter, method: str) -> RemoteRouter:
        """Return the router to call: what belongs to a delivery may take the database long."""
        return replace(session, pause_s=self.database.part_s) if method == APPEND else session

    async def _logged_on(self, account: ExternalAccount) -> RemoteRouter:
        router = RemoteRouter(client=self.client, url=account.server)
        parameters = element("parameters")
        answer = await router.call(SESSION, "Logon", account.login, account.password, parameters)
        return RemoteRouter(
            client=self.client,
            url=account.server,
            session_token=answer.findtext("pstrSessionToken") or "",
            security_token=answer.findtext("pstrSecurityToken") or "",
        )
