"""Calls of ``nms:remoteTracking`` on a tracking server, as another Campaign server makes them.

Methods and parameters by the public JavaScript API reference; the login of form
``<instance>|tracking`` is visible in usual-commands.md, the rest of the authentication is A-12.
"""

from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

import httpx

from campaign_tracking.lab.assumptions import TRACKING_LOGIN
from campaign_tracking.lab.soap.outgoing import RemoteRouter

SERVICE = "nms:remoteTracking"
BUILD_PARAMETER = "0"  # GetTrackingLogs' third parameter, version: nothing in the lab reads it


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What a server must know of us: the instance, the database, the tracking password."""

    instance: str
    database_id: str
    password: str = field(repr=False)

    @property
    def token(self) -> str:
        """The session token that it sends."""
        return f"{TRACKING_LOGIN.format(instance=self.instance)}/{self.password}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectedLogs:
    """What GetTrackingLogs returned: where to go on from, and one element for each log."""

    pointer: int
    logs: tuple[ET.Element, ...]


class RemoteTracking:
    """The methods, called on the server behind a URL.

    Each raises :class:`NoAnswerError` or :class:`RefusedError` of ``soap/outgoing.py``.
    """

    def __init__(self, client: httpx.AsyncClient, account: Account) -> None:
        """Call with *client* in the name of *account*."""
        self._client, self._account = client, account

    async def push_tracking_info(self, url: str, delivery_id: int, info: ET.Element) -> None:
        """Upload everything about one delivery."""
        await self._call(url, "PushTrackingInfo", str(delivery_id), info)

    async def get_tracking_info(self, url: str, delivery_id: int) -> ET.Element | None:
        """Return what the server knows about a delivery; None if nothing."""
        values = await self._call(url, "GetTrackingInfo", str(delivery_id))
        return values[0][0] if values and len(values[0]) else None

    async def get_tracking_logs(self, url: str, pointer: int, count: int) -> CollectedLogs:
        """Return up to *count* logs after *pointer*."""
        values = await self._call(url, "GetTrackingLogs", BUILD_PARAMETER, str(pointer), str(count))
        logs = tuple(values[2].iter("log"))
        return CollectedLogs(pointer=int(values[0].text or "0"), logs=logs)

    async def _call(self, url: str, method: str, *parameters: str | ET.Element) -> ET.Element:
        own = self._account
        router = RemoteRouter(client=self._client, url=url, session_token=own.token)
        return await router.call(SERVICE, method, own.instance, own.database_id, *parameters)
